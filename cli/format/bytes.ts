const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/**
 * Bytes for a person, in thousands and with three figures at least: `0 B`, `999 B`, `1.00 kB`, `12.3 MB`, `1234 EB`. Never
 * more than 7 characters below 1000 EB.
 */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let index = 0;
  // 999.5 would be shown as 1000, so the next unit begins there.
  while (index < units.length - 1 && value >= (index === 0 ? 1000 : 999.5)) {
    value /= 1000;
    index += 1;
  }
  if (index === 0) return `${Math.round(value)} B`;
  const decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return `${value.toFixed(decimals)} ${units[index] ?? ''}`;
}

/** A rate for a person: `12.3 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  return `${formatBytes(bytesPerSecond)}/s`;
}
