import { Failure } from '../../../contract/errors.ts';
import type { RecordingOptions } from '../../../contract/recording.ts';
import { packetsOf, type StreamPackets } from '../../ffmpeg/packets.ts';
import { type FfmpegOutcome, type FfmpegRun, runFfmpeg } from '../../ffmpeg/run.ts';
import { type Feed, type FeedWindow, feedOrigin, type OpenFeed } from '../feed.ts';
import type { FragmentPlan, FragmentTrack } from '../fragment.ts';
import type { Container } from '../stored.ts';
import type { FileForm } from './file-form.ts';
import { type FragmentLabels, muxArguments } from './mux-arguments.ts';
import { readMp4File } from './read-mp4.ts';
import { delayed, segmentSource } from './segment-source.ts';
import type { Shape } from './shape.ts';
import { faultOf } from './verify.ts';

/** What fragments are made with. */
export interface Workshop {
  /** the work folder, in which the segments lie and the fragment is made */
  readonly folder: string;
  readonly output: RecordingOptions['output'];
  readonly openFeed: OpenFeed;
  /** absolute path of ffmpeg */
  readonly ffmpeg: string;
  readonly labels: Omit<FragmentLabels, 'date'>;
  readonly signal: AbortSignal;
  /** a process was started, or has ended */
  readonly onChild: (pid: number, running: boolean) => void;
}

/** Access units of one stream that went into a fragment. */
export interface Units {
  readonly kind: 'video' | 'audio';
  readonly units: number;
}

/** In which way a fragment is tried to be made. */
export interface Way {
  readonly form: FileForm;
  /** of the tracks that are used */
  readonly shape: Shape;
  /** the streams that are used, by the id of their track; of other tracks all */
  readonly only: ReadonlyMap<string, readonly number[]>;
  /** pictures that do not stand alone are kept at the beginning too */
  readonly keepAll: boolean;
  /** the ffmpeg is older than 5 */
  readonly old: boolean;
}

/** What came of an attempt. */
export type Attempt =
  | { readonly outcome: 'made'; readonly counts: readonly Units[]; readonly beginsWithKey: boolean }
  | {
      /** `wrong`: not what went in; `refused`: ffmpeg cannot make it; `old`: it does not know an option; `broken`: it failed */
      readonly outcome: 'wrong' | 'refused' | 'old' | 'broken';
      readonly fault: string;
      /** what each track gave, by its id */
      readonly passed: ReadonlyMap<string, Feed['passed']>;
    };

/** Milliseconds without progress: putting the index of a large file in front takes its time. */
const stallMs = 60_000;
const slowestBytesPerMs = 5_000;

const expected = {
  old: /Unrecognized option|Unknown bitstream filter|Bitstream filter not found/,
  refused: new RegExp(
    [
      'Could not find tag for codec',
      'not currently supported in container',
      'Could not write header',
      'Invalid data found when processing input',
      'could not find codec parameters',
      'End of file',
      'does not contain any stream',
      'reserved_moov_size is too small',
    ].join('|'),
  ),
};

/**
 * Makes a fragment at `path` and checks it. What went wrong in a way that another attempt may mend is told, not thrown.
 * @throws Failure as `makeFragment`
 */
export async function attempt(plan: FragmentPlan, way: Way, shop: Workshop, path: string): Promise<Attempt> {
  const { shape, form, only, keepAll } = way;
  const { folder, ffmpeg, signal, onChild, output, labels } = shop;
  const onlySound = output === 'audio';
  const later = Math.max(0, Math.ceil(shape.lead - feedOrigin + 1));
  const feeds = shape.tracks.map((track) => {
    const feed = shop.openFeed(windowOf(plan, track, later), containerOf(track));
    return { track: track.track, pieces: track.pieces, feed };
  });
  const inputs = feeds.map(({ track, feed }) => ({ format: feed.format, only: only.get(track) ?? null }));
  const { outcome, complaints } = await muxed({
    program: ffmpeg,
    args: muxArguments({ ...way, inputs, labels: { ...labels, date: plan.date }, onlySound, later }, path),
    inputs: feeds.map(({ pieces, feed }) => segmentSource(pieces, feed, folder, later)),
    signal,
    onChild,
    stallMs: stallMs + shape.bytes / slowestBytesPerMs,
    expected,
  });
  const passed = new Map(feeds.map(({ track, feed }) => [track, feed.passed]));
  if (outcome !== 'done') return { outcome, fault: complaints, passed };
  const made = await examine(path, form, shop);
  if (typeof made === 'string') return { outcome: 'wrong', fault: made, passed };
  const counts = feeds.flatMap(({ feed }, index) => {
    const isTaken = ({ kind, units }: Units): boolean => units > 0 && (kind === 'audio' || (index === 0 && !onlySound));
    return [...feed.passed.values()].filter(isTaken);
  });
  const fault = faultOf(made, { form, keepAll, passed: counts, start: shape.lead, length: plan.length });
  if (fault !== null) return { outcome: 'wrong', fault, passed };
  return { outcome: 'made', counts, beginsWithKey: made.every(({ beginsWithKey }) => beginsWithKey) };
}

/** A failure nobody expected may be one of a single kind of file, or pass. */
async function muxed(run: FfmpegRun<'old' | 'refused'>): Promise<FfmpegOutcome<'old' | 'refused' | 'broken'>> {
  try {
    return await runFfmpeg(run);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'internal') throw error;
    return { outcome: 'broken', complaints: error.detail ?? error.message };
  }
}

/** @param later whole seconds that are added to every time */
function windowOf(
  plan: FragmentPlan,
  { fromCut = plan.fromCut, to = plan.to }: FragmentTrack,
  later: number,
): FeedWindow {
  return { fromCut, to: to === null ? null : delayed(to, later) };
}

/** The segments of a track in one fragment are all of one kind. */
function containerOf({ track, pieces }: FragmentTrack): Container {
  const [first] = pieces;
  if (first === undefined) throw new Failure('internal', { detail: `no segments of ${track}` });
  return first.segment.media.container;
}

/** The streams of a finished file, or what is wrong with it. The index of an MP4 tells without another process. */
async function examine(path: string, { format }: FileForm, shop: Workshop): Promise<StreamPackets[] | string> {
  const { ffmpeg: program, signal, onChild } = shop;
  try {
    return format === 'mp4' ? await readMp4File(path) : await packetsOf(path, { program, signal, onChild });
  } catch (error) {
    if (error instanceof Failure && error.code === 'corrupt-media') return error.detail ?? error.message;
    throw error;
  }
}
