/** Milliseconds since the epoch that a `Date` can hold (ECMA-262 section 21.4.1.1). */
const latest = 8.64e15;

/** A moment in milliseconds of one in seconds since the epoch; `null` for what is none on any calendar. */
export function momentOf(seconds: number | null | undefined): number | null {
  const moment = Math.round((seconds ?? Number.NaN) * 1000);
  return moment >= 0 && moment <= latest ? moment : null;
}
