/** A place on a recording, or its length, as players show it, rounded down: `0:07`, `12:34`, `1:02:03`, `26:10:00`. Seconds. */
export function formatClock(seconds: number): string {
  return clock(Math.floor(Math.max(0, seconds) + 1e-6));
}

/** The same with tenths, rounded to the nearest: `0:07.0`, `12:34.5`. */
export function formatTenths(seconds: number): string {
  const tenths = Math.round(Math.max(0, seconds) * 10);
  return `${clock(Math.floor(tenths / 10))}.${tenths % 10}`;
}

/** A length in a sentence: `0.4 s`, `12 s`, `2:05`, `1:02:03`. Never nothing while there is something. */
export function formatLength(seconds: number): string {
  if (seconds < 9.95) return `${Math.max(seconds > 0 ? 0.1 : 0, seconds).toFixed(1)} s`;
  return seconds < 59.5 ? `${Math.round(seconds)} s` : clock(Math.round(seconds));
}

function clock(whole: number): string {
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours === 0 ? `${minutes}:${two(whole % 60)}` : `${hours}:${two(minutes)}:${two(whole % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
