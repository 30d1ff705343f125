import type { ErrorCode, Failure } from '../../../contract/errors.ts';
import type { GapCause } from '../../../contract/recording.ts';

/** What is known of a segment that could not be fetched. Times in seconds. */
export interface Attempts {
  /** requests that failed */
  readonly failures: number;
  /** of them: answers that were no media */
  readonly corrupt: number;
  readonly failingFor: number;
  /** since it left the playlist; `null` while it is in it */
  readonly leftFor: number | null;
  /** since a later one was stored, which proves that the server works; `null` while none was */
  readonly provenFor: number | null;
  /** the playlist is a finished one, which nothing leaves */
  readonly finished: boolean;
  /** it followed from the clock alone, and the server does not know it */
  readonly mayNotBe: boolean;
  readonly targetDuration: number;
  /** what the playlist holds */
  readonly window: number;
  /** how long an outage may last */
  readonly giveUp: number;
}

/** Damaged media is damaged for all, unless a cache on the way did it. */
const CORRUPT_TRIES = 3;
/** What has left the playlist is asked for once more: the server may have been about to remove it. */
const REFUSED_TRIES = 2;
/** A server keeps a segment for as long as the longest playlist that named it (RFC 8216 section 6.2.2), if not for ever. */
const LONGEST_GRACE = 60;
const GRACE_TARGETS = 3;
/** In a long window a hole is one when others come and it does not. */
const PROVEN_LEAST = 20;
const PROVEN_TARGETS = 5;
/** In a finished playlist nothing will appear any more; a new token may be on its way. */
const FINISHED_REFUSED = 30;

/** Whether a segment is missing for good after a failure. */
export function isLost(failure: Failure, attempts: Attempts): boolean {
  const { leftFor, provenFor, targetDuration } = attempts;
  if (attempts.corrupt >= CORRUPT_TRIES || attempts.failingFor > attempts.giveUp) return true;
  // The stream has ended before it.
  if (attempts.finished && attempts.mayNotBe) return true;
  const refused = isRefusal(failure.code);
  if (leftFor !== null) {
    const grace = Math.max(GRACE_TARGETS * targetDuration, Math.min(LONGEST_GRACE, attempts.window));
    return refused ? attempts.failures >= REFUSED_TRIES : leftFor > grace;
  }
  if (provenFor !== null && provenFor > Math.max(PROVEN_LEAST, PROVEN_TARGETS * targetDuration)) return true;
  return attempts.finished && refused && attempts.failingFor > FINISHED_REFUSED;
}

/** Whether the server said no (401, 403, 404, 410), or its address may not be reached; a new address may change that. */
export function isRefusal(code: ErrorCode): boolean {
  return code === 'not-found' || code === 'forbidden' || code === 'auth-required' || code === 'private-address';
}

/** What a failure is called in the ledger. */
export function gapCauseOf(code: ErrorCode): GapCause {
  switch (code) {
    case 'not-found':
      return 'not-found';
    case 'forbidden':
    case 'auth-required':
    case 'private-address':
      return 'forbidden';
    case 'source-unavailable':
    case 'rate-limited':
      return 'server';
    case 'timeout':
      return 'timeout';
    case 'corrupt-media':
    case 'protected':
      return 'corrupt';
    default:
      return 'network';
  }
}
