import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packetsOf } from '../../engine/ffmpeg/packets.ts';
import { testFolder } from '../files/folder.ts';
import { make, run } from '../record/media/ts/ffmpeg.ts';

const tools = { program: '/usr/bin/ffmpeg', signal: new AbortController().signal, onChild: () => {} };
const picture = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25', '-f', 'lavfi', '-i', 'sine=r=48000'];
const codecs = ['-t', '2', '-c:v', 'libx264', '-preset', 'veryfast', '-g', '25', '-c:a', 'aac'];

test('the streams of a file are counted, with where they begin and how long they are', async () => {
  const path = join(await testFolder(), 'a.mkv');
  await run('ffmpeg', ['-v', 'error', ...picture, ...codecs, path]);
  const [video, audio, ...others] = await packetsOf(path, tools);
  expect(others).toEqual([]);
  expect(video).toMatchObject({ kind: 'video', packets: 50, beginsWithKey: true });
  expect(video?.start).toBeCloseTo(0.021, 3);
  expect(video?.span).toBeCloseTo(2, 2);
  expect(audio).toMatchObject({ kind: 'audio', packets: 95, beginsWithKey: true });
});

test('a first picture that needs others is told', async () => {
  const folder = await testFolder();
  const whole = await make([...picture, ...codecs, '-an', '-f', 'mpegts']);
  const path = join(folder, 'a.mkv');
  // Without its first two pictures.
  const cut = ['-bsf:v', 'noise=drop=lt(n\\,2)', '-copyinkf', path];
  await run('ffmpeg', ['-v', 'error', '-f', 'mpegts', '-i', 'pipe:0', '-c', 'copy', ...cut], whole);
  expect(await packetsOf(path, tools)).toMatchObject([{ packets: 48, beginsWithKey: false }]);
});

test('what cannot be read is damaged', async () => {
  const folder = await testFolder();
  const path = join(folder, 'a');
  await writeFile(path, Buffer.alloc(50_000, 'x'));
  await expect(packetsOf(path, tools)).rejects.toMatchObject({ code: 'corrupt-media' });
  await writeFile(path, await make([...picture, ...codecs, '-f', 'mpegts']));
  await truncate(path, 0);
  await expect(packetsOf(path, tools)).rejects.toMatchObject({ code: 'corrupt-media' });
});
