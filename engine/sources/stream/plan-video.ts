import { Failure } from '../../../contract/errors.ts';
import type { RecordingOptions } from '../../../contract/recording.ts';
import type { Header } from '../../../contract/transfer.ts';
import type { StreamPlan } from '../../record/plan.ts';
import type { FoundVideo, Place } from '../video/found.ts';
import { notLive } from './not-live.ts';
import { openLink } from './open.ts';
import { planOpened } from './plan-opened.ts';
import type { Planning } from './planning.ts';

/** What is wanted of a live video. */
export interface VideoWish {
  readonly from: RecordingOptions['from'];
  /** Told how the site wants the stream to be asked for, before it is. */
  readonly introduce: (fields: readonly Header[]) => void;
}

/**
 * Plans the recording of a video that its site has told where it lies. From its start on by the playlist that reaches back
 * furthest.
 * @throws Failure `not-live` (it has not begun), `finished-file` (it is over, or never was live, and has no playlist), `no-stream`
 * (it is live and the site names none), those of `planOpened`
 */
export async function planVideo(
  found: FoundVideo,
  { from, introduce }: VideoWish,
  planning: Planning,
): Promise<StreamPlan> {
  if (found.live === 'upcoming') throw new Failure('not-live', { detail: beginning(found.startsAt) });
  const roads = roadsOf(found, from);
  let first: unknown = nothing(found);
  for (const [tried, { url, headers }] of roads.entries()) {
    try {
      introduce(headers);
      const referer = headers.find(({ name }) => name.toLowerCase() === 'referer')?.value ?? null;
      const opened = await openLink(url, referer, planning.web, planning.signal).catch((error: unknown) => {
        throw notLive(error);
      });
      const plan = await planOpened(opened, { referer, title: found.title }, planning);
      if (plan !== null) return plan;
    } catch (error) {
      planning.signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      if (tried === 0) first = error;
    }
  }
  throw first;
}

/** Where its playlists lie, the one to be tried first first. */
function roadsOf({ live, hls, dash }: FoundVideo, from: RecordingOptions['from']): Place[] {
  const all = live !== 'live' ? [hls] : from === 'start' ? [dash, hls] : [hls, dash];
  return all.filter((place) => place !== null);
}

function nothing({ live }: FoundVideo): Failure {
  return live === 'live'
    ? new Failure('no-stream', { detail: 'the video is live, and its site names no playlist of it' })
    : new Failure('finished-file', { detail: 'the video is not live: fetch it as a video (sluice youtube)' });
}

function beginning(at: number | null): string {
  return at === null ? 'the video has not begun' : `the video begins at ${new Date(at).toISOString()}`;
}
