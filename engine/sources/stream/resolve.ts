import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import type { RecordingOptions } from '../../../contract/recording.ts';
import type { StreamPlan } from '../../record/plan.ts';
import type { Web } from '../../record/web.ts';
import { kindOf } from '../kind.ts';
import { schemeRefusal } from '../scheme.ts';
import type { FoundVideo } from '../video/found.ts';
import type { VideoSites } from '../video/sites.ts';
import { notLive } from './not-live.ts';
import { openLink } from './open.ts';
import { planOpened } from './plan-opened.ts';
import { planPage } from './plan-page.ts';
import { planVideo, type VideoWish } from './plan-video.ts';
import { byItself, type Planning } from './planning.ts';

/** What is wanted of a stream. */
export interface ResolveOptions {
  /** see `chooseVariant` */
  readonly quality: string;
  /** only the sound: pictures are fetched only where it is not to be had without them */
  readonly sound?: boolean;
  /** the plan of the same link from before: its numbers are gone on with where the server does not count itself */
  readonly before?: StreamPlan | null;
  /** see `RecordingOptions`; matters where a site has a playlist that reaches further back than the other */
  readonly from?: RecordingOptions['from'];
  /** sites that are asked for links of theirs, and for pages that no stream was found on */
  readonly sites?: VideoSites;
  /** see `VideoWish` */
  readonly introduce?: VideoWish['introduce'];
}

/**
 * Finds out what a link is and how to record it: a playlist of HLS, a manifest of DASH, a stream without an end, a list of such,
 * a page one plays on, or a live video of a site that has to be asked.
 * @param now this computer's clock, milliseconds since the epoch
 * @throws Failure `not-live` (nothing yet where a stream should be), `no-stream` (a page without one), `finished-file`,
 * `several-streams`, `unsupported` (of a kind that cannot be recorded; `detail` is a sentence about it), `protected`,
 * `not-found`, `invalid-input`, those of the HTTP client and of `Resolver.video`
 */
export async function resolveStream(
  link: string,
  options: ResolveOptions,
  web: Web,
  now: () => number,
  signal: AbortSignal,
): Promise<StreamPlan> {
  checkScheme(link);
  const { quality, sound = false, before = null } = options;
  const planning: Planning = { web, quality, sound, before, now, signal };
  const { from = 'live', introduce = () => undefined, sites } = options;
  const asVideo = async (known: VideoSites): Promise<StreamPlan> =>
    planVideo(await ask(known, link, signal), { from, introduce }, planning);
  if (sites?.claims(link) === true) return asVideo(sites);
  const opened = await openLink(link, null, web, signal).catch((error: unknown) => {
    throw kindOf(link) === 'stream' ? notLive(error) : error;
  });
  const plan = await planOpened(opened, byItself, planning);
  if (plan !== null) return plan;
  return planPage(opened, planning).catch((error: unknown) => {
    if (sites === undefined || !(error instanceof Failure) || error.code !== 'no-stream') throw error;
    return asVideo(sites).catch((other: unknown) => {
      signal.throwIfAborted();
      throw other instanceof Failure && saysNothing.has(other.code) ? error : other;
    });
  });
}

/** A premiere is shown like a live video, to all at the same time. */
async function ask(sites: VideoSites, link: string, signal: AbortSignal): Promise<FoundVideo> {
  return sites.video(link, signal).catch((error: unknown) => {
    if (!(error instanceof Failure) || error.code !== 'premiere') throw error;
    throw new Failure('not-live', { detail: error.detail ?? 'the premiere has not begun', cause: error });
  });
}

/** Why nobody knows more of a page than that no stream was found on it. */
const saysNothing: ReadonlySet<ErrorCode> = new Set([
  'unsupported',
  'no-stream',
  'tool-missing',
  'tool-outdated',
  'extractor-outdated',
]);

function checkScheme(link: string): void {
  const refusal = schemeRefusal(link);
  if (refusal !== null) throw refusal;
  if (!URL.canParse(link)) throw new Failure('invalid-input', { detail: 'not a link' });
}
