/** Milliseconds before the second try; doubles with each further one. */
const firstDelay = 2_000;
/** An outage of some hours should be noticed within minutes of its end. */
const longestDelay = 5 * 60_000;
/** A server that asks for more than a day is taken at a day. */
const longestRetryAfter = 24 * 3600_000;

/** What the decision rests on. */
export interface FailedTry {
  /** failed tries in a row that brought nothing new, this one counted */
  readonly failures: number;
  /** how many further tries are allowed */
  readonly retries: number;
  readonly retryable: boolean;
  /** milliseconds the server asked to wait, or `null` */
  readonly retryAfter: number | null;
  /** 0 to below 1; spreads tasks that failed together */
  readonly random: number;
}

/** Milliseconds to wait before the next try, or `undefined` to give up. */
export function delayBeforeRetry({ failures, retries, retryable, retryAfter, random }: FailedTry): number | undefined {
  if (!retryable || failures > retries) return undefined;
  const backoff = Math.min(longestDelay, firstDelay * 2 ** Math.min(failures - 1, 30));
  const jittered = backoff * (0.5 + 0.5 * random);
  return Math.round(Math.max(jittered, Math.min(retryAfter ?? 0, longestRetryAfter)));
}

/**
 * Failed tries in a row after one more. A try that stored more than any before it was no failure of the whole,
 * so a long download over a poor line is not given up as long as it gets on.
 */
export function countFailure(
  before: { failures: number; farthest: number },
  done: number,
): { failures: number; farthest: number } {
  return done > before.farthest
    ? { failures: 1, farthest: done }
    : { failures: before.failures + 1, farthest: before.farthest };
}
