import { Failure } from '../../../contract/errors.ts';
import { reasonText } from '../../../contract/reasons.ts';
import type { StreamPlan } from '../../record/plan.ts';
import type { Web } from '../../record/web.ts';
import { kindOf } from '../kind.ts';
import { notLive } from './not-live.ts';
import { openLink } from './open.ts';
import { planOpened } from './plan-opened.ts';
import { planPage } from './plan-page.ts';
import { byItself, type Planning } from './planning.ts';

/** What is wanted of a stream. */
export interface ResolveOptions {
  /** see `chooseVariant` */
  readonly quality: string;
  /** the plan of the same link from before: its numbers are gone on with where the server does not count itself */
  readonly before?: StreamPlan | null;
}

/**
 * Finds out what a link is and how to record it: a playlist of HLS, a manifest of DASH, a stream without an end, a list of such,
 * or a page one plays on.
 * @param now this computer's clock, milliseconds since the epoch
 * @throws Failure `not-live` (nothing yet where a stream should be), `unsupported` (no stream, or of a kind that cannot be
 * recorded; `detail` is a sentence about it), `protected`, `not-found`, `invalid-input`, those of the HTTP client
 */
export async function resolveStream(
  link: string,
  options: ResolveOptions,
  web: Web,
  now: () => number,
  signal: AbortSignal,
): Promise<StreamPlan> {
  checkScheme(link);
  const planning: Planning = { web, quality: options.quality, before: options.before ?? null, now, signal };
  const opened = await openLink(link, null, web, signal).catch((error: unknown) => {
    throw kindOf(link) === 'stream' ? notLive(error) : error;
  });
  const plan = await planOpened(opened, byItself, planning);
  return plan ?? planPage(opened, planning);
}

/** Ways of streaming that are no HTTP. */
const otherWays: ReadonlySet<string> = new Set(
  'rtsp rtsps rtsph rtmp rtmps rtmpe rtmpt srt udp rtp rist mms mmsh mmst'.split(' '),
);

function checkScheme(link: string): void {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/iu.exec(link)?.[1]?.toLowerCase() ?? '';
  if (scheme === 'http' || scheme === 'https') {
    if (URL.canParse(link)) return;
    throw new Failure('invalid-input', { detail: 'not a link' });
  }
  if (otherWays.has(scheme)) {
    throw new Failure('unsupported', { detail: reasonText('other-protocol', { scheme }) });
  }
  throw scheme === ''
    ? new Failure('invalid-input', { detail: 'not a link' })
    : new Failure('unsupported', { detail: reasonText('other-scheme', { scheme }) });
}
