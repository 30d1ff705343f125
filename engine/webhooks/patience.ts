const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Milliseconds before each further try, after the first has failed. All together a bit less than a day. */
const delays = [5 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour] as const;
/** A receiver that asks for more than a day is taken at a day. */
const longestRetryAfter = 24 * hour;

/** What the decision rests on. */
export interface FailedDelivery {
  /** tries that failed, this one counted */
  readonly tries: number;
  /** milliseconds the receiver asked to wait, or `null` */
  readonly retryAfter: number | null;
  /** 0 to below 1; spreads what failed together */
  readonly random: number;
}

/** Milliseconds to wait before a delivery is tried again, up to a fifth longer by chance; `undefined` to give it up. */
export function delayBeforeDelivery({ tries, retryAfter, random }: FailedDelivery): number | undefined {
  const delay = delays[tries - 1];
  if (delay === undefined) return undefined;
  return Math.round(Math.max(delay * (1 + random / 5), Math.min(retryAfter ?? 0, longestRetryAfter)));
}
