/** What was typed is a moment, milliseconds since the epoch, or it is none, or one that has passed. */
export type Moment = { readonly at: number } | { readonly wrong: 'no-time' | 'past' };

/**
 * Reads when something shall begin: `20:15` or `20:15:30` is the next time that clocks show it, `2026-11-30 20:15` a day of this
 * computer's calendar, `2026-11-30T20:15:00Z` or `…+02:00` a moment anywhere (ISO 8601). Without a zone it is the local time.
 * @param now milliseconds since the epoch
 */
export function parseMoment(text: string, now: number): Moment {
  const plain = text.trim();
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(plain);
  if (clock !== null) return nextTime(fields(clock.slice(1)), now);
  const local = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d{1,3})?$/i.exec(plain);
  if (local !== null) {
    const [year = 0, month = 0, day = 0, ...time] = fields(local.slice(1));
    return notPast(localTime([year, month, day], time), now);
  }
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(plain))
    return { wrong: 'no-time' };
  // `Date` wants the colon that ISO 8601 lets one leave out
  return notPast(Date.parse(plain.toUpperCase().replace(/([+-]\d\d)(\d\d)$/, '$1:$2')), now);
}

type Fields = readonly number[];

/** Numbers of the parts; a missing last one is 0. */
function fields(parts: readonly (string | undefined)[]): number[] {
  return parts.map((part) => Number(part ?? 0));
}

/** Today, or tomorrow when that has passed. */
function nextTime(time: Fields, now: number): Moment {
  const today = new Date(now);
  const on = (days: number): number => {
    const date = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
    return localTime([date.getFullYear(), date.getMonth() + 1, date.getDate()], time);
  };
  const at = on(0);
  if (Number.isNaN(at)) return { wrong: 'no-time' };
  return { at: at > now ? at : on(1) };
}

/** A moment on this computer's clock; `NaN` where the calendar has no such day or the clock no such time. */
function localTime([year = 0, month = 0, day = 0]: Fields, [hour = 0, minute = 0, second = 0]: Fields): number {
  if (hour > 23 || minute > 59 || second > 59) return Number.NaN;
  // A time that summer time leaves out is moved on by `Date`, which is what a person means by it.
  const date = new Date(year, month - 1, day, hour, minute, second);
  const isThatDay = date.getMonth() === month - 1 && date.getDate() === day;
  return isThatDay ? date.getTime() : Number.NaN;
}

function notPast(at: number, now: number): Moment {
  if (Number.isNaN(at)) return { wrong: 'no-time' };
  return at > now ? { at } : { wrong: 'past' };
}
