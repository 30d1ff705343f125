import { Failure } from '../../../contract/errors.ts';
import type { RecordingOptions } from '../../../contract/recording.ts';
import { backoffMs, delay } from '../../download/delay.ts';
import { type ResolveOptions, resolveStream } from '../../sources/stream/resolve.ts';
import { isRefusal } from '../fetch/patience.ts';
import type { TakerSink } from '../fetch/sink.ts';
import type { StreamPlan } from '../plan.ts';
import type { Web } from '../web.ts';

/** Milliseconds between two tries at most. */
const longest = 10_000;

/** Who else is asked, and told what; see `ResolveOptions`. */
export type SiteOptions = Pick<ResolveOptions, 'sites' | 'introduce'>;

/** How to resolve a link. */
export interface Patience extends SiteOptions {
  /** something is recorded of it: an outage is waited out as long as the user wants */
  readonly goesOn: boolean;
  readonly signal: AbortSignal;
  readonly log: TakerSink['log'];
}

/**
 * Finds out how to record a link. The first time a failure is told at once, for the queue to try again for as long as an outage
 * may last; a recording that goes on
 * waits for its stream.
 * @returns `null` when the stream of a recording that goes on did not come back in time, or is over
 * @throws Failure of `resolveStream`
 */
export async function resolvePatiently(
  link: string,
  { quality, output, from, giveUp }: RecordingOptions,
  web: Web,
  { goesOn, signal, log, ...sites }: Patience,
): Promise<StreamPlan | null> {
  const since = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      const options = { quality, from, sound: output === 'audio', ...sites };
      return await resolveStream(link, options, web, Date.now, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!goesOn || !(error instanceof Failure)) throw error;
      // the stream is over meanwhile, and its site has made a video of it
      if (error.code === 'finished-file' && sites.sites?.claims(link) === true) return null;
      if (!mayComeBack(error)) throw error;
      const left = since + giveUp * 1000 - performance.now();
      if (left <= 0) return null;
      log('warn', 'the stream cannot be reached', { code: error.code, detail: error.detail ?? null });
      await delay(Math.min(left, longest, backoffMs(tries, Math.random())), signal);
    }
  }
}

/** What a server says no to now it may say yes to later: a token, a stream that begins again. */
function mayComeBack({ code, retryable }: Failure): boolean {
  return retryable || isRefusal(code) || code === 'not-live';
}
