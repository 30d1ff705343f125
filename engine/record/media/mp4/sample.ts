import { standingOf } from '../key-picture.ts';
import type { Mp4Track } from './init.ts';

/** One sample: a picture, or a frame of audio. */
export interface Sample {
  /** where its bytes begin in the data of the segment */
  readonly at: number;
  readonly size: number;
  /** decoding time in ticks, counted from `SampleRun.base` */
  readonly time: number;
  readonly duration: number;
  /** presentation time minus decoding time, without the edit list */
  readonly composition: number;
  /** as in ISO/IEC 14496-12 section 8.8.3.1 */
  readonly flags: number;
}

/** The samples of one track in one movie fragment, in the order of decoding. */
export interface SampleRun {
  readonly track: Mp4Track;
  /** counts from 1 */
  readonly entry: number;
  /** baseMediaDecodeTime, or where the run before ended */
  readonly base: bigint;
  readonly samples: readonly Sample[];
}

/** Samples that a segment may have: far more than any has, and few enough to be held. */
export const maxSamples = 1 << 20;

const nonSync = 0x10000;

/** Flags of a sample with which decoding may begin, and of one that needs others. */
export const sampleFlags = { key: 0x02000000, other: 0x01000000 | nonSync } as const;

/** Whether the container says that decoding may begin with a sample. */
export function flaggedKey(flags: number): boolean {
  return (flags & nonSync) === 0 && ((flags >>> 24) & 3) !== 1;
}

/**
 * Whether decoding may begin with a sample: its own bytes decide, and the container where they are silent.
 * @param data the segment
 */
export function isKey(run: SampleRun, sample: Sample, data: Uint8Array): boolean {
  if (run.track.kind !== 'video') return true;
  const entry = run.track.entries[run.entry - 1];
  const bytes = data.subarray(sample.at, sample.at + sample.size);
  const standing = standingOf(entry?.codec ?? '', bytes, entry?.nalLength ?? 0);
  return standing === 'key' || (standing !== 'depends' && flaggedKey(sample.flags));
}

/** Decoding time of a sample, edit list included. Beyond 2^53 the nearest number that can be held. */
export function decodingTime(run: SampleRun, sample: Sample): number {
  return Number(run.base + BigInt(sample.time + run.track.edit));
}

/** Presentation time of a sample, edit list included. Beyond 2^53 the nearest number that can be held. */
export function presentationTime(run: SampleRun, sample: Sample): number {
  return Number(run.base + BigInt(sample.time + sample.composition + run.track.edit));
}
