import { Failure } from '../../../contract/errors.ts';
import type { StreamPlan } from '../../record/plan.ts';
import type { Web } from '../../record/web.ts';
import { kindOf } from '../kind.ts';
import { schemeRefusal } from '../scheme.ts';
import { notLive } from './not-live.ts';
import { openLink } from './open.ts';
import { planOpened } from './plan-opened.ts';
import { planPage } from './plan-page.ts';
import { byItself, type Planning } from './planning.ts';

/** What is wanted of a stream. */
export interface ResolveOptions {
  /** see `chooseVariant` */
  readonly quality: string;
  /** only the sound: pictures are fetched only where it is not to be had without them */
  readonly sound?: boolean;
  /** the plan of the same link from before: its numbers are gone on with where the server does not count itself */
  readonly before?: StreamPlan | null;
}

/**
 * Finds out what a link is and how to record it: a playlist of HLS, a manifest of DASH, a stream without an end, a list of such,
 * or a page one plays on.
 * @param now this computer's clock, milliseconds since the epoch
 * @throws Failure `not-live` (nothing yet where a stream should be), `no-stream` (a page without one), `finished-file`,
 * `several-streams`, `unsupported` (of a kind that cannot be recorded; `detail` is a sentence about it), `protected`,
 * `not-found`, `invalid-input`, those of the HTTP client
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
  const opened = await openLink(link, null, web, signal).catch((error: unknown) => {
    throw kindOf(link) === 'stream' ? notLive(error) : error;
  });
  const plan = await planOpened(opened, byItself, planning);
  return plan ?? planPage(opened, planning);
}

function checkScheme(link: string): void {
  const refusal = schemeRefusal(link);
  if (refusal !== null) throw refusal;
  if (!URL.canParse(link)) throw new Failure('invalid-input', { detail: 'not a link' });
}
