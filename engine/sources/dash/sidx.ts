import { Failure } from '../../../contract/errors.ts';
import { latin1, u32, u64 } from '../../record/media/big-endian.ts';

/** What a reference of a segment index leads to. */
interface IndexReference {
  /** another index, not media */
  readonly index: boolean;
  /** place in the file, bytes */
  readonly start: number;
  readonly length: number;
  /** seconds; `start` of the presentation is the sum of those before it and the earliest time */
  readonly duration: number;
}

/** A segment index (`sidx`, ISO/IEC 14496-12 section 8.16.3). */
export interface SegmentIndex {
  /** seconds on the media's own timeline */
  readonly earliest: number;
  readonly references: readonly IndexReference[];
}

/**
 * Reads the first segment index in a piece of a file.
 * @param at where the piece lies in the file, bytes
 * @returns `null` when there is none
 * @throws Failure `corrupt-media` when it is cut short
 */
export function readSegmentIndex(data: Uint8Array, at: number): SegmentIndex | null {
  for (const box of topBoxes(data)) {
    if (box.type !== 'sidx') continue;
    if (box.end > data.length) throw corrupt('the segment index is cut short');
    return indexOf(data.subarray(box.body, box.end), at + box.end);
  }
  return null;
}

/** Where the boxes of a file lie that begin in its first bytes; the last may reach beyond them. */
export function* topBoxes(data: Uint8Array): Generator<{ type: string; start: number; body: number; end: number }> {
  let start = 0;
  while (start + 8 <= data.length) {
    const short = u32(data, start);
    if (short === 1 && start + 16 > data.length) return;
    const body = start + (short === 1 ? 16 : 8);
    const size = short === 1 ? Number(u64(data, start + 8)) : short;
    if (size < body - start) return;
    yield { type: latin1(data, start + 4, 4), start, body, end: start + size };
    start += size;
  }
}

function indexOf(body: Uint8Array, behind: number): SegmentIndex {
  const wide = (body[0] ?? 0) > 0;
  const timescale = u32(body, 8);
  if (timescale === 0) throw corrupt('the segment index counts in nothing');
  const earliest = wide ? Number(u64(body, 12)) : u32(body, 12);
  const offset = wide ? Number(u64(body, 20)) : u32(body, 16);
  const list = wide ? 28 : 20;
  const count = u32(body, list) & 0xffff;
  const references: IndexReference[] = [];
  let start = behind + offset;
  for (let at = 0; at < count; at += 1) {
    const entry = list + 4 + at * 12;
    const word = u32(body, entry);
    const length = word & 0x7fffffff;
    references.push({ index: word >>> 31 === 1, start, length, duration: u32(body, entry + 4) / timescale });
    start += length;
  }
  return { earliest: earliest / timescale, references };
}

function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail, retryable: false });
}
