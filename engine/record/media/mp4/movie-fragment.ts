import { Failure } from '../../../../contract/errors.ts';
import { latin1 } from '../big-endian.ts';
import { corrupt } from '../corrupt.ts';
import { type Box, boxesIn } from './box.ts';
import { type Extent, isWithin } from './extent.ts';
import type { Mp4Init, Mp4Track, SampleDefaults } from './init.ts';
import type { SampleRun } from './sample.ts';
import { refuseEncrypted } from './sample-entry.ts';
import {
  readDecodeTime,
  readTrackHeader,
  readTrackSamples,
  type TrackHeader,
  type TrackSamples,
} from './track-fragment.ts';

/** Where the decoding time of a run lies in the data of the segment. */
export interface TimeField {
  readonly at: number;
  readonly long: boolean;
}

/** What one `moof` box says of video and audio. */
export interface MovieFragment {
  readonly runs: readonly SampleRun[];
  /**
   * The decoding time of each run, when nothing else has to be changed to put the box at another place of another file; else
   * `null`.
   */
  readonly times: readonly TimeField[] | null;
  /** some run has no decoding time of its own and none before it in the segment */
  readonly untimed: boolean;
}

/** What the movie fragments of a segment have in common. */
export interface FragmentContext {
  readonly init: Mp4Init;
  /** the bodies of all `mdat` boxes in their order, in which samples have to lie */
  readonly media: readonly Extent[];
  /** where the last run of each track ended, by its id */
  readonly ends: Map<number, bigint>;
  /** samples that there may still be */
  left: number;
}

const noDefaults: SampleDefaults = { entry: 1, duration: 0, size: 0, flags: 0 };

/**
 * Reads a movie fragment.
 * @param context is brought up to date
 * @throws Failure `corrupt-media` where samples lie outside, `protected` where they are encrypted
 */
export function readMovieFragment(moof: Box, context: FragmentContext): MovieFragment {
  const { init, ends } = context;
  const runs: SampleRun[] = [];
  let times: TimeField[] | null = [];
  let [implicit, untimed] = [moof.start, false];
  const bodyStart = moof.end - moof.body.length;
  for (const { type, body: traf } of boxesIn(moof.body)) {
    if (type !== 'traf') continue;
    const header = readTrackHeader(traf, (id) => init.tracks.get(id)?.defaults ?? noDefaults);
    const placed = place(traf, header, moof.start, implicit, context);
    context.left -= placed.samples.length;
    implicit = placed.extents.at(-1)?.end ?? implicit;
    const track = init.tracks.get(header.id);
    if (track === undefined || track.kind === 'other') {
      times = null;
      continue;
    }
    checkReadable(traf, track, header);
    const stated = readDecodeTime(traf);
    const base = stated?.time ?? ends.get(track.id);
    untimed ||= base === undefined;
    const run: SampleRun = { track, entry: header.defaults.entry, base: base ?? 0n, samples: placed.samples };
    runs.push(run);
    const last = placed.samples.at(-1);
    ends.set(track.id, run.base + BigInt(last === undefined ? 0 : last.time + last.duration));
    const at = bodyStart + (traf.byteOffset - moof.body.byteOffset) + (stated?.at ?? 0);
    if (stated === null || !placed.movable) times = null;
    else times?.push({ at, long: stated.long });
  }
  return { runs, times, untimed };
}

/**
 * Finds the samples of a track fragment. An origin that is given as a place in the whole file means nothing in a piece of it,
 * where it stands for the beginning of the `moof` box; others may count from there although they say otherwise.
 */
function place(
  traf: Uint8Array,
  { dataOrigin, defaults, id }: TrackHeader,
  moof: number,
  implicit: number,
  { media, left }: FragmentContext,
): TrackSamples & { movable: boolean } {
  const inFile = typeof dataOrigin === 'bigint';
  const origins = inFile ? [moof, Number(dataOrigin)] : [dataOrigin === 'moof' ? moof : implicit, moof];
  for (const [index, origin] of origins.entries()) {
    const found = readTrackSamples(traf, defaults, origin, left);
    if (found.extents.every((extent) => isWithin(extent, media))) return { ...found, movable: !inFile && index === 0 };
  }
  throw corrupt(`samples of track ${id} lie outside of the media data: the segment may be cut off`);
}

/** PIFF's own form of the `senc` box. */
const piffEncryption = '\xa2\x39\x4f\x52\x5a\x9b\x4f\x14\xa2\x44\x6c\x42\x7c\x64\x8d\xf4';

function checkReadable(traf: Uint8Array, track: Mp4Track, header: TrackHeader): void {
  const entry = track.entries[header.defaults.entry - 1];
  if (entry === undefined) throw corrupt(`track ${track.id} has no sample entry ${header.defaults.entry}`);
  refuseEncrypted(entry);
  for (const { type, body } of boxesIn(traf)) {
    const encrypted =
      type === 'senc' || (type === 'uuid' && body.length >= 16 && latin1(body, 0, 16) === piffEncryption);
    if (encrypted) throw new Failure('protected', { detail: `samples of track ${track.id} are encrypted` });
  }
}
