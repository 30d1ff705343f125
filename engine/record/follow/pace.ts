/** What is known when the next reload of a playlist is to be timed. Seconds. */
export interface ReloadFacts {
  readonly targetDuration: number;
  /** what the playlist holds */
  readonly window: number;
  /** the last answer brought something new */
  readonly changed: boolean;
  /** the next request waits at the server for the next segment */
  readonly blocking: boolean;
  /** what the server wants (DASH minimumUpdatePeriod), or `null` */
  readonly reloadAfter: number | null;
}

/** What is known of a playlist that cannot be read. */
export interface RetryFacts {
  /** failures in a row, from 1 */
  readonly failures: number;
  /** seconds */
  readonly targetDuration: number;
  /** milliseconds the server asked to wait, or `null` */
  readonly retryAfterMs: number | null;
  /** 0 to 1 */
  readonly random: number;
  /** nobody knows whether it will ever be there: it is asked for ever less often */
  readonly doubtful?: boolean;
}

/** Milliseconds since the epoch of what last went well. */
export interface Movement {
  /** since when it cannot be read; `null` while it can */
  readonly failingSince: number | null;
  /** it brought something new */
  readonly movedAt: number;
  /** nothing will be added to it, so that it need not move */
  readonly ended: boolean;
  /** seconds */
  readonly targetDuration: number;
}

/** The shortest time between two reloads, against servers that announce nonsense. Seconds. */
const LEAST = 0.1;
const FIRST_RETRY = 0.5;
const LONGEST_RETRY = 5;
/** Failures after which what is doubtful is asked for half as often with each one more, and how often that is done. */
const DOUBTED = 4;
const HALVED = 4;
/** A live window would be gone before a server that asks for more is asked again. */
const LONGEST_ASKED = 30;
/** A playlist that stands still for so long is an outage, though it can be read. */
const FROZEN_TARGETS = 3;
const FROZEN_LEAST = 10;

/**
 * Seconds from the beginning of the last reload to the next (RFC 8216 section 6.3.4: the target duration after a change, half of
 * it without; at once where the server holds the answer back until there is something new).
 */
export function reloadDelay(facts: ReloadFacts): number {
  const { targetDuration, window, changed, blocking, reloadAfter } = facts;
  if (changed && blocking) return 0;
  const usual = Math.max(LEAST, changed ? targetDuration : targetDuration / 2);
  if (reloadAfter === null) return usual;
  // A server may want less asking than its window allows; whoever comes too late loses media.
  const latest = Math.max(usual, window / 3);
  return Math.min(Math.max(reloadAfter, usual / 2, LEAST), latest);
}

/**
 * Seconds to wait after a failed reload: 0.5, 1, 2, … up to the target duration or 5 s, a half of it by chance; up to sixteen
 * times that for what is doubtful.
 */
export function retryDelay({ failures, targetDuration, retryAfterMs, random, doubtful }: RetryFacts): number {
  const longest = Math.min(LONGEST_RETRY, Math.max(LEAST, targetDuration));
  const full = Math.min(longest, FIRST_RETRY * 2 ** Math.min(10, failures - 1));
  const doubts = doubtful === true ? Math.min(HALVED, Math.max(0, failures - DOUBTED)) : 0;
  const wait = (full / 2 + (full / 2) * random) * 2 ** doubts;
  return retryAfterMs === null ? wait : Math.max(wait, Math.min(LONGEST_ASKED, retryAfterMs / 1000));
}

/** Since when there is an outage of the playlist, and of which kind; `null` while all is well. */
export function outageOf(movement: Movement, now: number): { since: number; kind: 'failing' | 'frozen' } | null {
  const { failingSince, movedAt, ended, targetDuration } = movement;
  const patience = Math.max(FROZEN_TARGETS * targetDuration, FROZEN_LEAST) * 1000;
  if (!ended && now - movedAt > patience) {
    return { since: movedAt, kind: failingSince === null ? 'frozen' : 'failing' };
  }
  return failingSince === null ? null : { since: failingSince, kind: 'failing' };
}

/** @param giveUp seconds an outage may last */
export function gaveUp(since: number, now: number, giveUp: number): boolean {
  return now - since > giveUp * 1000;
}
