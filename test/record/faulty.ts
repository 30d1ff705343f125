import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { z } from 'zod';
import type { recordingOptions } from '../../contract/recording.ts';
import { testFolder } from '../files/folder.ts';
import { type LiveOptions, LiveOrigin } from '../streams/live-origin.ts';
import { type MadeSegment, type MadeStream, makeHls, type StreamSpec } from '../streams/make-hls.ts';
import { type Begun, begin } from '../streams/record.ts';

/** A live stream of 24 segments of half a second, and what to break it with. */
interface Faulty {
  readonly stream: MadeStream;
  readonly origin: LiveOrigin;
  /** Begins to record it. */
  record(options?: z.input<typeof recordingOptions>, path?: string): Begun;
}

/** Makes the stream and serves its first segments, four unless said otherwise. @param joined segments that are served as one */
export async function faulty(
  options: Partial<LiveOptions> = {},
  spec: Partial<StreamSpec> = {},
  joined = 1,
): Promise<Faulty> {
  const folder = await testFolder();
  const usual = { seconds: 12, segment: 0.5, gop: 0.5, fps: '24', size: '96x64' };
  const made = await makeHls(`${folder}/source`, { ...usual, ...spec });
  const stream = joined === 1 ? made : await joinSegments(made, joined);
  const origin = new LiveOrigin(stream, { window: 1000, first: 4, ...options });
  await origin.listen();
  onTestFinished(() => origin.close());
  const record: Faulty['record'] = (asked = {}, path = 'live.m3u8') => {
    const begun = begin(origin.url(path), folder, { from: 'start', ...asked });
    onTestFinished(async () => {
      begun.recording.leave('not-running');
      await begun.done.catch(() => {});
    });
    return begun;
  };
  return { stream, origin, record };
}

/** The same stream in fewer segments, each of some that stand behind each other. */
async function joinSegments(stream: MadeStream, count: number): Promise<MadeStream> {
  const segments: MadeSegment[] = [];
  for (let index = 0; index < stream.segments.length; index += count) {
    const parts = stream.segments.slice(index, index + count);
    const name = `joined-${parts[0]?.name ?? ''}`;
    const contents = await Promise.all(parts.map((part) => readFile(join(stream.folder, part.name))));
    await writeFile(join(stream.folder, name), Buffer.concat(contents));
    segments.push({ name, duration: parts.reduce((sum, { duration }) => sum + duration, 0) });
  }
  return { ...stream, segments };
}

export function until(condition: () => boolean): Promise<boolean> {
  return vi.waitUntil(condition, { timeout: 30_000, interval: 20 });
}

/** Waits until the recording is so many segments long. */
export function recorded({ live }: Begun, segments: number): Promise<boolean> {
  return until(() => (live()?.length ?? 0) > segments / 2 - 0.01);
}

/** How often something was written into the log of a recording. */
export function told({ log }: Begun, message: string): number {
  return log.filter((line) => line.includes(message)).length;
}

/** A clock of this computer that can be put forward. */
export function movableClock(): { move(seconds: number): void } {
  const now = Date.now;
  let ahead = 0;
  const spy = vi.spyOn(Date, 'now').mockImplementation(() => now.call(Date) + ahead);
  onTestFinished(() => spy.mockRestore());
  return {
    move: (seconds) => {
      ahead += seconds * 1000;
    },
  };
}
