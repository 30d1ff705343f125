import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startOrigin } from '../servers/faulty-server.ts';
import { mountSmallDisk, smallDiskProblem } from '../servers/small-disk.ts';
import { hashesOf } from '../streams/packets.ts';
import { type Media, makeMedia } from './media.ts';
import { Answers, format, outcome, pathOf, VideoTask, video } from './task.ts';

const problem = await smallDiskProblem();

let folder: string;
let media: Media;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-video-disk-'));
  media = await makeMedia(folder, 'h264', 'aac');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// The two tracks have 4.6 MiB, and so has what is made of them.
test.skipIf(problem !== null)(
  `room for the tracks alone is not enough${problem === null ? '' : `: ${problem}`}`,
  async () => {
    const origin = await startOrigin();
    onTestFinished(() => origin.close());
    await using disk = await mountSmallDisk(7);
    origin.serve('/v.mp4', { content: readFileSync(media.h264), etag: '"v"' });
    origin.serve('/a.m4a', { content: readFileSync(media.aac), etag: '"a"' });
    const found = video([
      await format(media.h264, origin.url('/v.mp4'), { id: '137', videoCodec: 'avc1' }),
      await format(media.aac, origin.url('/a.m4a'), { id: '140', kind: 'audio', audioCodec: 'mp4a.40.2' }),
    ]);
    const task = new VideoTask(disk.path);
    expect(outcome(await task.attempt(new Answers(() => found)))).toContain('disk-full');
    expect(await task.files()).toEqual([]);
    await disk.resize(16);
    const path = pathOf(await task.attempt(new Answers(() => found)));
    expect(await hashesOf(path, 'video')).toEqual(await hashesOf(media.h264, 'video'));
  },
);
