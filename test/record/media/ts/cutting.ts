import { openTsFeed } from '../../../../engine/record/media/ts/feed.ts';
import { readTs } from '../../../../engine/record/media/ts/read.ts';
import type { MediaSummary } from '../../../../engine/record/stored.ts';

/** A piece of a stream. */
export interface Piece {
  readonly data: Buffer;
  readonly init: Buffer | null;
  /** what is added to its timestamps to put it behind the pieces before it; 0 unless the stream wraps or jumps */
  readonly offset: number;
}

interface ReadPiece extends Piece {
  readonly media: MediaSummary | undefined;
}

/** What one fragment came to. */
export interface Fragment {
  readonly bytes: Buffer;
  readonly passed: ReadonlyMap<number, { readonly kind: string; readonly units: number }>;
}

/** Neighbours of a cut are pushed when they are this near: frames reach over the ends of pieces. Ticks. */
const NEAR = 45_000;

/** Cuts a stream at the given presentation times (ticks, as the first piece counts), in one fragment more than cuts. */
export function cut(pieces: readonly Piece[], start: number, cuts: readonly number[]): Fragment[] {
  const read = pieces.map((piece) => ({ ...piece, media: summary(piece) }));
  return [...cuts, null].map((to, index) => {
    const from = index === 0 ? start : (cuts[index - 1] ?? start);
    const window = { fromCut: index > 0, to: to === null ? null : { ticks: to - from, timescale: 90_000 } };
    const feed = openTsFeed(window);
    const out: Uint8Array[] = [];
    for (const { data, init, offset } of piecesOf(read, index === 0 ? null : from, to)) {
      out.push(...feed.push({ data: Buffer.from(data), init, shift: { ticks: offset - from, timescale: 90_000 } }));
    }
    out.push(...feed.end());
    return { bytes: Buffer.concat(out), passed: feed.passed };
  });
}

/** A row of pieces, one more than seems needed: it may hold the end of what begins in the last. */
function piecesOf(read: readonly ReadPiece[], from: number | null, to: number | null): readonly ReadPiece[] {
  const near = read.map(({ media, offset }) => media !== undefined && touches(media, offset, from, to));
  const last = near.lastIndexOf(true);
  const after = read.findIndex(({ media }, index) => index > last && media !== undefined);
  return read.slice(near.indexOf(true), to === null || after < 0 ? read.length : after + 1);
}

/** `undefined` for a piece in which nothing begins. */
function summary({ data, init }: Piece): MediaSummary | undefined {
  try {
    return readTs(data, init);
  } catch {
    return undefined;
  }
}

function touches({ streams }: MediaSummary, offset: number, from: number | null, to: number | null): boolean {
  const first = Math.min(...streams.map((stream) => stream.first)) + offset;
  const end = Math.max(...streams.map((stream) => stream.end)) + offset;
  return (from === null || end > from - NEAR) && (to === null || first < to + NEAR);
}
