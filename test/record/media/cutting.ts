import { openFeed } from '../../../engine/record/media/open-feed.ts';
import { readSegment } from '../../../engine/record/media/read.ts';
import type { Container, MediaSummary } from '../../../engine/record/stored.ts';

/** A stored media segment, read. */
export interface Stored {
  readonly data: Uint8Array;
  readonly init: Uint8Array | null;
  readonly media: MediaSummary;
}

/** What one fragment came to. */
export interface Fragment {
  readonly bytes: Buffer;
  readonly format: string;
  readonly passed: ReadonlyMap<number, { readonly kind: string; readonly units: number }>;
}

export function store(pieces: readonly { readonly data: Uint8Array; readonly init: Uint8Array | null }[]): Stored[] {
  return pieces.map(({ data, init }) => ({ data, init, media: readSegment(data, init) }));
}

/** Presentation times of all keyframes of the video, in ticks, and the ticks a second. */
export function keysOf(stored: readonly Stored[]): { times: number[]; timescale: number } {
  const videos = stored.flatMap(({ media }) => media.streams.filter(({ kind }) => kind === 'video'));
  return { times: videos.flatMap(({ keys }) => keys.map(({ pts }) => pts)), timescale: videos[0]?.timescale ?? 0 };
}

/** Cuts a stream at some times of its timestamps, the first of which is where it begins: as many fragments as times. */
export function cut(stored: readonly Stored[], times: readonly number[], timescale: number): Fragment[] {
  const container: Container = stored[0]?.media.container ?? 'ts';
  return times.map((from, index) => {
    const next = times[index + 1];
    const feed = openFeed(
      { fromCut: index > 0, to: next === undefined ? null : { ticks: next - from, timescale } },
      container,
    );
    const out = stored.flatMap(({ data, init }) =>
      feed.push({ data: Buffer.from(data), init, shift: { ticks: -from, timescale } }),
    );
    out.push(...feed.end());
    return { bytes: Buffer.concat(out), format: feed.format, passed: feed.passed };
  });
}
