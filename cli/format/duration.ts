/**
 * Seconds for a person in at most 7 characters: `0:07`, `12:34`, `1:02:03`, `12h 05m`, `3d 04h`, `999d`. Rounded up, so that what is
 * left never shows as nothing while there is something.
 */
export function formatDuration(seconds: number): string {
  const whole = Math.ceil(Math.max(0, seconds));
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  const rest = two(whole % 60);
  if (hours === 0) return `${minutes}:${rest}`;
  if (hours < 10) return `${hours}:${two(minutes)}:${rest}`;
  if (hours < 24) return `${hours}h ${two(minutes)}m`;
  const days = Math.floor(hours / 24);
  return days < 100 ? `${days}d ${two(hours % 24)}h` : `${Math.min(days, 9999)}d`;
}

/** Seconds that something took, for a sentence: `0.4 s`, `12 s`, `2:05`. */
export function formatTaken(seconds: number): string {
  if (seconds < 10) return `${Math.max(0.1, seconds).toFixed(1)} s`;
  return seconds < 60 ? `${Math.round(seconds)} s` : formatDuration(Math.round(seconds));
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
