/** A moment (milliseconds since the epoch) in local time and in the order that sorts: `2026-03-01 14:05:09`. */
export function formatTime(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${timeOfDay(date)}`;
}

/** The time of day of a moment that is not far away, in local time: `14:05:09`. */
export function formatTimeOfDay(at: number): string {
  return timeOfDay(new Date(at));
}

function timeOfDay(date: Date): string {
  return [two(date.getHours()), two(date.getMinutes()), two(date.getSeconds())].join(':');
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
