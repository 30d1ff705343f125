import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { readMp4File } from '../../../engine/record/finish/read-mp4.ts';
import { testFolder } from '../../files/folder.ts';
import { run } from '../media/ts/ffmpeg.ts';

const inputs = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25', '-f', 'lavfi', '-i', 'sine=r=48000'];
const codecs = ['-t', '2', '-c:v', 'libx264', '-preset', 'veryfast', '-g', '25', '-c:a', 'aac'];

/** A finished file, and where it is. */
async function movie(...options: string[]): Promise<{ path: string; bytes: Buffer }> {
  const path = join(await testFolder(), 'a.mp4');
  await run('ffmpeg', ['-v', 'error', ...inputs, ...codecs, ...options, path]);
  return { path, bytes: await readFile(path) };
}

test('tells what ffprobe tells', async () => {
  const { path } = await movie('-movflags', '+faststart');
  const [video, audio, ...others] = await readMp4File(path);
  expect(video).toMatchObject({ kind: 'video', packets: 50, beginsWithKey: true, start: 0, span: 2 });
  expect(audio).toMatchObject({ kind: 'audio', packets: 95, beginsWithKey: true });
  // The first frame is there to be decoded, not heard.
  expect(audio?.start).toBeCloseTo(-1024 / 48_000, 6);
  expect(others).toEqual([]);
});

test('counts times that begin late or in other ticks', async () => {
  const { path } = await movie('-output_ts_offset', '3', '-movie_timescale', '90000', '-avoid_negative_ts', 'disabled');
  const [video] = await readMp4File(path);
  expect(video?.start).toBeCloseTo(3, 4);
});

test('tells a first picture that does not stand alone', async () => {
  const folder = await testFolder();
  const path = join(folder, 'b.mp4');
  const { path: from } = await movie();
  const drop = ['-map', '0:v', '-c', 'copy', '-bsf:v', 'noise=drop=lt(n\\,3)', '-copyinkf', path];
  await run('ffmpeg', ['-v', 'error', '-i', from, ...drop]);
  expect(await readMp4File(path)).toMatchObject([{ packets: 47, beginsWithKey: false }]);
});

test('refuses a file that was cut, wherever', async () => {
  const { path, bytes } = await movie('-movflags', '+faststart');
  for (const part of [0.001, 0.01, 0.3, 0.9, 0.999]) {
    await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * part)));
    await expect(readMp4File(path)).rejects.toMatchObject({ code: 'corrupt-media' });
  }
});

test('refuses samples that lie elsewhere, have no time or no place', async () => {
  const { path, bytes } = await movie();
  const changes: readonly (readonly [string, number, number])[] = [
    ['stco', 8, 0x7fffffff],
    ['stsc', 12, 500],
    ['stts', 8, 49],
    ['stsz', 12, 0x7fffffff],
    ['mdhd', 12, 0],
  ];
  for (const [box, offset, value] of changes) {
    const changed = Buffer.from(bytes);
    changed.writeUInt32BE(value, changed.indexOf(box) + 4 + offset);
    await writeFile(path, changed);
    await expect(readMp4File(path), box).rejects.toMatchObject({ code: 'corrupt-media' });
  }
});

test('never ends in anything but an answer or a failure, whatever the bytes', async () => {
  const { path, bytes } = await movie();
  const moov = bytes.indexOf('moov');
  let seed = 7;
  for (let round = 0; round < 300; round++) {
    const changed = Buffer.from(bytes);
    for (let change = 0; change < 4; change++) {
      seed = (seed * 48_271) % 2_147_483_647;
      changed[moov + (seed % (bytes.length - moov))] = seed & 0xff;
    }
    await writeFile(path, changed);
    const answer = await readMp4File(path).catch((error: unknown) => error);
    expect(Array.isArray(answer) || answer instanceof Failure).toBe(true);
  }
});
