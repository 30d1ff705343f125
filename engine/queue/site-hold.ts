import type { ErrorCode } from '../../contract/errors.ts';

/** Milliseconds for which a site is left alone when it has turned somebody away; doubles with each further time. */
const firstHold = 60_000;
/** A site that counts by the hour should still be asked within it. */
const longestHold = 30 * 60_000;
/** Milliseconds by which one goes ahead of the others to see whether the site answers again. */
const lead = 15_000;

/** How a site says that it wants to be left alone by whoever asks, whatever was asked for. */
const turnsAway: ReadonlySet<ErrorCode> = new Set(['bot-check', 'rate-limited']);

/** A site that is left alone. */
export interface SiteHold {
  /** milliseconds since the epoch */
  readonly until: number;
  /** times in a row that it turned somebody away */
  readonly times: number;
}

/**
 * Until when a site is left alone after a failure; `undefined` where that says nothing about the next who asks. Those that were on
 * their way when it began change nothing about it, unless the site names a later time.
 * @param before the hold there was last, if the site has not answered since
 * @param retryAfter milliseconds the site asked to wait, or `null`
 * @param now milliseconds since the epoch
 */
export function holdAfter(
  before: SiteHold | undefined,
  { code, retryAfter, now }: { readonly code: ErrorCode; readonly retryAfter: number | null; readonly now: number },
): SiteHold | undefined {
  if (!turnsAway.has(code)) return undefined;
  const asked = now + Math.min(retryAfter ?? 0, longestHold);
  if (before !== undefined && now < before.until) return { ...before, until: Math.max(before.until, asked) };
  const times = (before?.times ?? 0) + 1;
  return { until: Math.max(asked, now + Math.min(longestHold, firstHold * 2 ** Math.min(times - 1, 30))), times };
}

/** When each of those who wait for a site may begin, the first in line first. @returns milliseconds since the epoch */
export function afterHold({ until }: SiteHold, place: number): number {
  return place === 0 ? until : until + lead;
}
