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
  return Math.round(Math.max(backoff(failures, longestDelay, random), Math.min(retryAfter ?? 0, longestRetryAfter)));
}

/** A live stream goes by while nobody asks for it. */
const longestForStream = 10_000;

/** What the decision rests on for a recording of which nothing is stored yet. */
export interface FailedStart extends Omit<FailedTry, 'retries'> {
  /** milliseconds that are left of what somebody wants to wait for it, from the first try on */
  readonly left: number;
}

/** Milliseconds to wait before the next try at a recording of which nothing is stored yet, or `undefined` to give up. */
export function delayBeforeStart({ failures, retryable, retryAfter, random, left }: FailedStart): number | undefined {
  if (!retryable || left <= 0 || (retryAfter ?? 0) > left) return undefined;
  // The last try is made when the time is over.
  return Math.round(Math.min(left, Math.max(backoff(failures, longestForStream, random), retryAfter ?? 0)));
}

/** Doubles with each failure up to the longest, a half of it by chance. Milliseconds. */
function backoff(failures: number, longest: number, random: number): number {
  return Math.min(longest, firstDelay * 2 ** Math.min(failures - 1, 30)) * (0.5 + 0.5 * random);
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

/** An attempt as long as this, milliseconds, whose process then died is no part of a row. */
const longAttempt = 10 * 60_000;

/**
 * Attempts in a row whose process died, after one more. A long one begins a new row, so that a recording of many days is not
 * given up for a few deaths; and one that stored something is not counted beyond the second, after which a task runs in a
 * process of its own: there it harms nobody, and it gets on.
 * @param lasted milliseconds
 */
export function countCrash(
  before: { crashes: number; farthest: number },
  { done, lasted }: { readonly done: number; readonly lasted: number },
): { crashes: number; farthest: number } {
  const farthest = Math.max(before.farthest, done);
  if (lasted >= longAttempt) return { crashes: 1, farthest };
  return { crashes: done > before.farthest ? Math.min(before.crashes + 1, 2) : before.crashes + 1, farthest };
}
