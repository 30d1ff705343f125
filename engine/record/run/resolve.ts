import { Failure } from '../../../contract/errors.ts';
import type { RecordingOptions } from '../../../contract/recording.ts';
import { backoffMs, delay } from '../../download/delay.ts';
import { resolveStream } from '../../sources/stream/resolve.ts';
import type { TakerSink } from '../fetch/sink.ts';
import type { StreamPlan } from '../plan.ts';
import type { Web } from '../web.ts';

/** Milliseconds between two tries at most. */
const longest = 10_000;

/** How a stream looks that may come back. */
const passing: ReadonlySet<string> = new Set(['not-found', 'forbidden', 'auth-required', 'not-live']);

/** How to resolve a link. */
export interface Patience {
  /** something is recorded of it: an outage is waited out as long as the user wants */
  readonly goesOn: boolean;
  readonly signal: AbortSignal;
  readonly log: TakerSink['log'];
}

/**
 * Finds out how to record a link. The first time a failure is told at once, for the queue to try again; a recording that goes on
 * waits for its stream.
 * @returns `null` when the stream of a recording that goes on did not come back in time
 * @throws Failure of `resolveStream`
 */
export async function resolvePatiently(
  link: string,
  { quality, giveUp }: RecordingOptions,
  web: Web,
  { goesOn, signal, log }: Patience,
): Promise<StreamPlan | null> {
  const since = performance.now();
  for (let tries = 1; ; tries++) {
    try {
      return await resolveStream(link, { quality }, web, Date.now, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!goesOn || !(error instanceof Failure)) throw error;
      if (!error.retryable && !passing.has(error.code)) throw error;
      const left = since + giveUp * 1000 - performance.now();
      if (left <= 0) return null;
      log('warn', 'the stream cannot be reached', { code: error.code, detail: error.detail ?? null });
      await delay(Math.min(left, longest, backoffMs(tries, Math.random())), signal);
    }
  }
}
