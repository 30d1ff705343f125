import { Failure } from '../../../contract/errors.ts';
import type { StreamJob } from '../../../contract/worker-messages.ts';
import { resolveStream } from '../../sources/stream/resolve.ts';
import { ContinuousTaker } from '../fetch/continuous-taker.ts';
import type { ContinuousSource } from '../fetch/endless-answer.ts';
import { SharedResolve } from '../fetch/shared-resolve.ts';
import type { TakerSink } from '../fetch/sink.ts';
import { TrackTaker } from '../fetch/taker.ts';
import type { TakerOptions } from '../fetch/taker-options.ts';
import { openChunker } from '../media/chunker/open-chunker.ts';
import { readSegment } from '../media/read.ts';
import type { PlannedTrack, StreamPlan } from '../plan.ts';
import type { Web } from '../web.ts';
import type { RecordingBook } from './book.ts';
import type { SiteOptions } from './resolve.ts';
import { Taking } from './taking.ts';

/** What the tracks of a stream are taken with. */
export interface TakeParts {
  readonly job: StreamJob;
  readonly book: RecordingBook;
  /** the work folder */
  readonly folder: string;
  readonly web: Web;
  readonly sink: TakerSink;
  /** a track beside the main one has ended in order */
  readonly onSideEnded: (track: string) => void;
  readonly signal: AbortSignal;
  readonly sites: SiteOptions;
}

/** Begins to take what a plan says, behind what the book knows of it. */
export function takingOf(plan: StreamPlan, parts: TakeParts): Taking {
  if (plan.form === 'continuous') return new Taking(endlessTaker(plan, parts), new Map(), parts.onSideEnded);
  const shared = new SharedResolve(() => tracksAnew(plan, parts), Date.now);
  const [main, ...sides] = plan.tracks;
  if (main === undefined) throw new Error('a plan has a main track');
  const { from } = parts.job.recording;
  const takerOf = (track: PlannedTrack, beside: (() => number) | null): TrackTaker => {
    const resolveAnew = (): Promise<PlannedTrack> => shared.track(track.id);
    return new TrackTaker({ ...optionsOf(track.id, parts), track, from, beside, referer: plan.referer, resolveAnew });
  };
  const soFar = (): number => parts.book.ledger.mainEnd;
  const others = new Map(sides.map((track) => [track.id, takerOf(track, soFar)]));
  return new Taking(takerOf(main, null), others, parts.onSideEnded);
}

function endlessTaker(source: ContinuousSource, parts: TakeParts): ContinuousTaker {
  const resolveAnew = async (): Promise<ContinuousSource> => {
    const plan = await planAnew(null, parts);
    if (plan.form === 'continuous') return plan;
    throw new Failure('source-unavailable', { detail: 'the link leads to a playlist now' });
  };
  return new ContinuousTaker({ ...optionsOf('main', parts), source, openChunker, resolveAnew });
}

function optionsOf(track: string, { job, book, folder, web, sink, signal }: TakeParts): TakerOptions {
  return {
    ...{ giveUp: job.recording.giveUp, folder, web, sink, signal },
    known: book.handled(track),
    wanted: () => (job.recording.duration ?? Number.POSITIVE_INFINITY) - book.ledger.reached(track),
    read: readSegment,
    resumeCause: book.ledger.interruption,
    clock: Date.now,
    random: Math.random,
  };
}

/** The source as it is now. */
function planAnew(before: StreamPlan | null, { job, web, sites, signal }: TakeParts): Promise<StreamPlan> {
  const { quality, output, from } = job.recording;
  const options = { quality, from, sound: output === 'audio', before, ...sites };
  return resolveStream(job.url, options, web, Date.now, signal);
}

async function tracksAnew(before: StreamPlan, parts: TakeParts): Promise<readonly PlannedTrack[]> {
  const plan = await planAnew(before, parts);
  return plan.form === 'segmented' ? plan.tracks : [];
}
