import { corrupt } from '../corrupt.ts';
import { type Box, boxesIn } from './box.ts';
import { type Extent, isWithin } from './extent.ts';
import { type Mp4Init, readInit } from './init.ts';
import { type FragmentContext, readMovieFragment, type TimeField } from './movie-fragment.ts';
import { maxSamples, type SampleRun } from './sample.ts';
import { refuseEncrypted } from './sample-entry.ts';
import { readSampleTable } from './sample-table.ts';

/** A stretch of a segment whose samples belong together: a `moof` box with its media data, or what `moov` itself names. */
export interface Part {
  readonly runs: readonly SampleRun[];
  /** how to put it as it is into another file, or `null` where it has to be written anew */
  readonly movable: Movable | null;
}

/** A `moof` box and its media data that may be moved when nothing but its times is changed. */
interface Movable {
  readonly start: number;
  /** where the `moof` box ends */
  readonly head: number;
  readonly end: number;
  /** the times of the runs, in their order */
  readonly times: readonly TimeField[];
}

/** A media segment of fragmented MP4. */
export interface Mp4Segment {
  readonly init: Mp4Init;
  readonly parts: readonly Part[];
  /** its decoding times are those of the stream, not only counted from its beginning */
  readonly timed: boolean;
}

/**
 * Reads a media segment: any number of `moof` boxes with their data, and a `moov` box where it brings its own.
 * @param init the initialisation section, or `null` where the segment has it in itself
 * @throws Failure `corrupt-media`, `protected`
 */
export function readMp4Segment(data: Uint8Array, init: Uint8Array | null): Mp4Segment {
  const boxes = boxesOf(data);
  const own = boxes.some(({ type }) => type === 'moov');
  if (!own && init === null) throw corrupt('no initialisation section tells what the samples are');
  const read = readInit(own || init === null ? boxes : [...boxesIn(init)]);
  const media = boxes.filter(({ type }) => type === 'mdat').map(bodyExtent);
  const context: FragmentContext = { init: read, media, ends: new Map(), left: maxSamples };
  const parts: Part[] = [];
  if (own) {
    const runs = readOwnSamples(context);
    if (runs.length > 0) parts.push({ runs, movable: null });
  }
  let timed = false;
  boxes.forEach((box, index) => {
    if (box.type !== 'moof') return;
    const fragment = readMovieFragment(box, context);
    timed ||= fragment.runs.length > 0 && !fragment.untimed;
    const end = endOfPart(boxes, index);
    const whole = end !== null && fragment.runs.every((run) => liesIn(run, box.end, end));
    const movable = whole && fragment.times ? { start: box.start, head: box.end, end, times: fragment.times } : null;
    parts.push({ runs: fragment.runs, movable });
  });
  if (parts.length === 0) throw corrupt('no samples: neither moof nor a filled moov');
  return { init: read, parts, timed };
}

/** Boxes that a segment may have: far more than any has, and few enough to be held. */
const maxBoxes = 1 << 18;

function boxesOf(data: Uint8Array): Box[] {
  const boxes: Box[] = [];
  for (const box of boxesIn(data)) {
    if (boxes.length === maxBoxes) throw corrupt(`more than ${maxBoxes} boxes`);
    boxes.push(box);
  }
  return boxes;
}

function bodyExtent(box: Box): Extent {
  return { start: box.end - box.body.length, end: box.end };
}

function readOwnSamples(context: FragmentContext): SampleRun[] {
  const { init, media, ends } = context;
  const runs: SampleRun[] = [];
  for (const track of init.tracks.values()) {
    const run = readSampleTable(track, context.left);
    if (run === null) continue;
    context.left -= run.samples.length;
    const entry = track.entries[run.entry - 1];
    if (entry === undefined) throw corrupt(`track ${track.id} has no sample entry ${run.entry}`);
    refuseEncrypted(entry);
    for (const { at, size } of run.samples) {
      if (!isWithin({ start: at, end: at + size }, media)) {
        throw corrupt(`samples of track ${track.id} lie outside of the media data: the segment may be cut off`);
      }
    }
    runs.push(run);
    const last = run.samples.at(-1);
    ends.set(track.id, BigInt(last === undefined ? 0 : last.time + last.duration));
  }
  return runs;
}

function liesIn(run: SampleRun, start: number, end: number): boolean {
  return run.samples.every(({ at, size }) => size === 0 || (start <= at && at + size <= end));
}

/** The boxes that may stay between a `moof` box and the end of its media data when both are moved. */
const still: ReadonlySet<string> = new Set(['mdat', 'free', 'skip']);

/** Where the media data behind a `moof` box ends; `null` where it cannot be moved together with it. */
function endOfPart(boxes: readonly Box[], index: number): number | null {
  let end: number | null = null;
  for (let next = index + 1; next < boxes.length; next++) {
    const box = boxes[next];
    if (box === undefined || !still.has(box.type)) break;
    if (box.open) return null;
    if (box.type === 'mdat') end = box.end;
  }
  return end;
}
