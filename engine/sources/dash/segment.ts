import type { ByteRange, SegmentMap } from '../../record/playlist.ts';

/** A media segment of a representation, before it has a place in the sequence. */
export interface DashSegment {
  /** what tells it from the others of its period in every version of the manifest */
  readonly key: string;
  /** what the manifest itself counts it as, or `null` when it does not */
  readonly number: number | null;
  /** what it may be counted as where nothing else tells: a number that fits to its time, or `null` */
  readonly hint: number | null;
  /** seconds from the beginning of the presentation */
  readonly start: number;
  /** seconds */
  readonly duration: number;
  readonly url: string;
  readonly range: ByteRange | null;
  readonly map: SegmentMap | null;
}

/** A range as manifests write it, `first-last`; `null` for none or one that makes no sense. */
export function byteRange(text: string | null): ByteRange | null {
  const [, first, last] = /^\s*(\d+)\s*-\s*(\d+)\s*$/u.exec(text ?? '') ?? [];
  const [start, end] = [Number(first), Number(last)];
  return first === undefined || !Number.isSafeInteger(end) || end < start ? null : { start, length: end - start + 1 };
}
