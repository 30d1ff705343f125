/** Bits a second for a person: `128 kbit/s`, `4.3 Mbit/s`, `25 Mbit/s`. */
export function formatBitrate(bits: number): string {
  if (bits < 999_500) return `${Math.round(bits / 1000)} kbit/s`;
  const mega = bits / 1_000_000;
  return `${mega < 9.95 ? mega.toFixed(1) : Math.round(mega)} Mbit/s`;
}
