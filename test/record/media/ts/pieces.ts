import { readTs } from '../../../../engine/record/media/ts/read.ts';
import type { Piece } from './cutting.ts';

/**
 * Splits a stream at the given packets, wherever these lie. Pieces without a programme of their own get that of the stream,
 * and the wraps of the clock between pieces are taken out as a recording takes them out.
 */
export function split(ts: Buffer, packets: readonly number[]): Piece[] {
  const borders = [0, ...packets.map((packet) => packet * 188), ts.length];
  const init = programmeOf(ts);
  const pieces: Piece[] = [];
  let end: number | undefined;
  let offset = 0;
  for (let index = 1; index < borders.length; index += 1) {
    const data = ts.subarray(borders[index - 1], borders[index]);
    if (data.length === 0) continue;
    const span = spanOf(data, init);
    if (span !== undefined) {
      offset = end === undefined ? 0 : Math.round((end - span.first) / 2 ** 33) * 2 ** 33;
      end = span.end + offset;
    }
    pieces.push({ data, init, offset });
  }
  return pieces;
}

function spanOf(data: Buffer, init: Buffer): { first: number; end: number } | undefined {
  try {
    const { streams } = readTs(data, init);
    return { first: Math.min(...streams.map(({ first }) => first)), end: Math.max(...streams.map((one) => one.end)) };
  } catch {
    return undefined;
  }
}

/** The packets of a stream that carry its programme: those before the first PES packet that are not of service data. */
function programmeOf(ts: Buffer): Buffer {
  return ts.subarray(0, 3 * 188);
}
