import { readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OpenFeed } from '../../../engine/record/feed.ts';
import { makeFragment, removeHalfMade } from '../../../engine/record/finish/finaliser.ts';
import { openFeed } from '../../../engine/record/media/open-feed.ts';
import { testFolder } from '../../files/folder.ts';
import { mountSmallDisk, smallDiskProblem } from '../../servers/small-disk.ts';
import { make } from '../media/ts/ffmpeg.ts';
import { aac, cutAt, h264, picture, plan, record, type Source, shiftToKey, tone, track } from './recorded.ts';
import { look, shop } from './shop.ts';

const source: Source = { form: 'ts', args: [...picture, ...tone, ...h264, ...aac], seconds: 3 };
const noDisk = await smallDiskProblem();

/** What lies in a folder besides the segments. */
async function results(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => !/^(?:main|audio)-/.test(name));
}

/** A feed that says it has let more through than it has. */
function lying(more: number): OpenFeed {
  return (window, container) => {
    const feed = openFeed(window, container);
    return {
      format: feed.format,
      push: (segment) => feed.push(segment),
      end: () => feed.end(),
      get passed() {
        return new Map([...feed.passed].map(([id, { kind, units }]) => [id, { kind, units: units + more }] as const));
      },
    };
  };
}

async function whole(folder: string) {
  const segments = await record(folder, 'main', source);
  return { segments, cut: cutAt(segments, [])[0] ?? expect.unreachable() };
}

describe('a file that is not what went in', () => {
  test('is not kept, after as many attempts as there are ways; the segments are', async () => {
    const folder = await testFolder();
    const { segments, cut } = await whole(folder);
    const before = await readdir(folder);
    const failure = {
      code: 'corrupt-media',
      retryable: false,
      detail: expect.stringMatching(/packets of video: 75, not 76/),
    };
    await expect(makeFragment(cut, shop(folder, { openFeed: lying(1) }))).rejects.toMatchObject(failure);
    expect(await readdir(folder)).toEqual(before);
    expect(segments).toHaveLength(3);
  });

  test('may hold more than was counted: packets of several pictures are taken apart', async () => {
    const folder = await testFolder();
    const { cut } = await whole(folder);
    await expect(makeFragment(cut, shop(folder, { openFeed: lying(-1) }))).resolves.toMatchObject({ notes: [] });
  });

  test.each(['mp4', 'mkv', 'ts'] as const)('because a stream is missing in it is found out, in %s', async (output) => {
    const folder = await testFolder();
    const { cut } = await whole(folder);
    const silent = make(['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25', '-t', '1', '-c:v', 'libx264', '-f', 'mpegts']);
    const bytes = await silent;
    const units = new Map([
      [1, { kind: 'video' as const, units: 25 }],
      [2, { kind: 'audio' as const, units: 10 }],
    ]);
    const mute: OpenFeed = () => ({ format: 'mpegts', passed: units, push: () => [bytes], end: () => [] });
    await expect(makeFragment(cut, shop(folder, { openFeed: mute, output }))).rejects.toMatchObject({
      code: 'corrupt-media',
      detail: expect.stringContaining('packets of audio: none, not 10'),
    });
    expect(await results(folder)).toEqual([]);
  });
});

describe('a track of which nothing belongs to the fragment', () => {
  test('is left out', async () => {
    const folder = await testFolder();
    const { segments, cut } = await whole(folder);
    const audio = await record(folder, 'audio', { form: 'ts', args: [...tone, ...aac], seconds: 2 });
    // All of it comes behind the end.
    const late = track(audio, { ticks: 90_000 * 60, timescale: 90_000 });
    const to = { ticks: 90_000 * 20, timescale: 90_000 };
    const tracks = [track(segments, shiftToKey(segments)), late];
    const made = await makeFragment({ ...cut, to, tracks }, shop(folder));
    const seen = await look(join(folder, made.file));
    expect(seen.streams.map(({ codec_type }) => codec_type)).toEqual(['video', 'audio']);
    expect(made.extension).toBe('mp4');
  });

  test('leaves nothing to be made where it is the only one', async () => {
    const folder = await testFolder();
    const { segments } = await whole(folder);
    const to = { ticks: 90_000, timescale: 90_000 };
    const late = plan({ tracks: [track(segments, { ticks: 90_000 * 60, timescale: 90_000 })], to, length: 1 });
    await expect(makeFragment(late, shop(folder))).rejects.toMatchObject({ code: 'corrupt-media' });
    expect(await results(folder)).toEqual([]);
  });
});

describe('a segment', () => {
  test('that is gone is told by its name', async () => {
    const folder = await testFolder();
    const { segments, cut } = await whole(folder);
    await rm(join(folder, segments[1]?.file ?? ''));
    await expect(makeFragment(cut, shop(folder))).rejects.toMatchObject({
      code: 'file-missing',
      detail: expect.stringContaining('main-001.ts'),
    });
    expect(await results(folder)).toEqual([]);
  });

  test('in a folder that is gone is another matter', async () => {
    const folder = await testFolder();
    const { cut } = await whole(folder);
    await rm(folder, { recursive: true });
    await expect(makeFragment(cut, shop(folder))).rejects.toMatchObject({ code: 'folder-missing' });
  });

  test('that is damaged is told as such', async () => {
    const folder = await testFolder();
    const { segments, cut } = await whole(folder);
    await writeFile(join(folder, segments[1]?.file ?? ''), 'no media at all');
    await expect(makeFragment(cut, shop(folder))).rejects.toMatchObject({ code: 'corrupt-media' });
    expect(await results(folder)).toEqual([]);
  });
});

test('an end before the end leaves nothing behind', async () => {
  const folder = await testFolder();
  const { cut } = await whole(folder);
  const controller = new AbortController();
  const onChild = (_: number, running: boolean): void => {
    if (running) controller.abort(new Error('paused'));
  };
  await expect(makeFragment(cut, shop(folder, { signal: controller.signal, onChild }))).rejects.toThrow('paused');
  expect(await results(folder)).toEqual([]);
});

test('what a killed process left half made is removed, and nothing else', async () => {
  const folder = await testFolder();
  await writeFile(join(folder, 'fragment-00001.0badcafe.making'), 'x');
  await writeFile(join(folder, 'fragment-00001.mp4'), 'x');
  await removeHalfMade(folder);
  expect(await readdir(folder)).toEqual(['fragment-00001.mp4']);
  await expect(removeHalfMade(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'folder-missing' });
});

/** An ffmpeg that fails, by what it says, wherever the arguments hold a pattern of the shell. */
async function failing(pattern: string, says: string): Promise<string> {
  const ffmpeg = join(await testFolder(), 'ffmpeg');
  const fail = `*"${pattern}"*) echo "${says}" >&2; exit 1;;`;
  await writeFile(ffmpeg, `#!/bin/sh\ncase " $* " in ${fail} esac\nexec /usr/bin/ffmpeg "$@"\n`, { mode: 0o755 });
  return ffmpeg;
}

test('an ffmpeg that fails with one kind of file is asked for another', async () => {
  const folder = await testFolder();
  const { cut } = await whole(folder);
  const ffmpeg = await failing(' -f mp4 ', 'Error parsing ADTS frame header!');
  const made = await makeFragment(cut, shop(folder, { ffmpeg }));
  expect(made).toMatchObject({ extension: 'mkv', notes: [expect.stringContaining('ADTS')] });
});

test('an ffmpeg that always fails says nothing against the segments', async () => {
  const folder = await testFolder();
  const { cut } = await whole(folder);
  const ffmpeg = await failing(' ', 'Killed');
  await expect(makeFragment(cut, shop(folder, { ffmpeg }))).rejects.toMatchObject({
    code: 'internal',
    retryable: true,
  });
});

test('an ffmpeg of before version 5 makes fragments as well', async () => {
  const folder = await testFolder();
  const { cut } = await whole(folder);
  const ffmpeg = await failing(' -movie_timescale ', "Unrecognized option 'movie_timescale'.");
  const made = await makeFragment(cut, shop(folder, { ffmpeg }));
  expect(made).toMatchObject({ extension: 'mp4', notes: [] });
  expect((await look(join(folder, made.file))).of('video')).toHaveLength(75);
});

test.skipIf(noDisk !== null)(
  `a full disk is told as one, and nothing is left on it (${noDisk ?? 'tmpfs'})`,
  async () => {
    await using disk = await mountSmallDisk(8);
    const noise = ['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25,noise=alls=100:allf=t', '-c:v', 'libx264', '-g', '25'];
    const segments = await record(disk.path, 'main', {
      form: 'ts',
      args: [...noise, '-preset', 'ultrafast', '-b:v', '4M'],
      seconds: 3,
    });
    const [cut] = cutAt(segments, []);
    const used = segments.reduce((sum, { bytes }) => sum + bytes, 0);
    const { bavail, bsize } = await statfs(disk.path);
    await writeFile(join(disk.path, 'main-filler'), Buffer.alloc(bavail * bsize - Math.round(used / 2)));
    for (const output of ['mp4', 'mkv', 'ts'] as const) {
      await expect(makeFragment(cut ?? expect.unreachable(), shop(disk.path, { output }))).rejects.toMatchObject({
        code: 'disk-full',
      });
      expect(await results(disk.path)).toEqual([]);
    }
    await rm(join(disk.path, 'main-filler'));
    await expect(makeFragment(cut ?? expect.unreachable(), shop(disk.path))).resolves.toMatchObject({
      extension: 'mp4',
    });
  },
);
