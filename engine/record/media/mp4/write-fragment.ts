import type { Sample } from './sample.ts';
import { box, boxHeader, long, wordList, words } from './write-box.ts';

/** Samples of one track to be written, in the order of decoding. */
export interface WrittenRun {
  readonly trackId: number;
  /** of the first sample, in ticks of the track */
  readonly decodingTime: bigint;
  readonly samples: readonly Sample[];
}

/**
 * A `moof` box with its `mdat`, as pieces to be written one after another. The bytes of the samples are not copied: pieces
 * share the memory of `data`.
 */
export function writeFragment(sequence: number, runs: readonly WrittenRun[], data: Uint8Array): Uint8Array[] {
  const sizes = runs.map(({ samples }) => samples.reduce((sum, { size }) => sum + size, 0));
  const media = boxHeader(
    'mdat',
    sizes.reduce((sum, size) => sum + size, 0),
  );
  // Offsets count from the moof box, whose own size does not depend on them.
  const before = writeMovie(sequence, runs, sizes, 0).length + media.length;
  return [writeMovie(sequence, runs, sizes, before), media, ...runs.flatMap(({ samples }) => stretches(samples, data))];
}

function writeMovie(
  sequence: number,
  runs: readonly WrittenRun[],
  sizes: readonly number[],
  before: number,
): Uint8Array {
  let at = before;
  const trafs = runs.map(({ trackId, decodingTime, samples }, index) => {
    const table = samples.flatMap(({ duration, size, flags, composition }) => [duration, size, flags, composition]);
    const traf = box(
      'traf',
      // default-base-is-moof
      box('tfhd', words(0x20000, trackId)),
      box('tfdt', words(0x01000000), long(decodingTime)),
      // version 1 (signed composition offsets); data offset and all four fields of each sample
      box('trun', words(0x01000f01, samples.length, at), wordList(table)),
    );
    at += sizes[index] ?? 0;
    return traf;
  });
  return box('moof', box('mfhd', words(0, sequence)), ...trafs);
}

/** The bytes of samples, those that follow one another in one piece. */
function stretches(samples: readonly Sample[], data: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let [start, end] = [0, 0];
  for (const { at, size } of samples) {
    if (at !== end) {
      if (end > start) pieces.push(data.subarray(start, end));
      start = at;
    }
    end = at + size;
  }
  if (end > start) pieces.push(data.subarray(start, end));
  return pieces;
}
