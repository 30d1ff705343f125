import { findFirst, textOf } from './dig.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The day a video was published, `2026-01-31`; `null` where nobody says.
 * @param date as the player says it, `2026-01-31T02:00:00-08:00`: the day it was where it was published
 * @param next what `/youtubei/v1/next` answered in English, or `null`: `Jan 31, 2026`, `Streamed live on Jan 31, 2026`
 */
export function publishedOf(date: string | null, next: unknown): string | null {
  const day = /^\d{4}-\d\d-\d\d/.exec(date ?? '')?.[0];
  if (day !== undefined) return day;
  const text = textOf(findFirst(next, 'dateText')) ?? '';
  const [, month = '', dayOfMonth = '', year = ''] = /\b([A-Z][a-z]{2})[a-z]* (\d{1,2}), (\d{4})\b/.exec(text) ?? [];
  const number = months.indexOf(month.toLowerCase()) + 1;
  return number === 0 ? null : `${year}-${String(number).padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`;
}
