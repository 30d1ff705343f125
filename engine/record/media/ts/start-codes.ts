/**
 * Looks for the next start code `00 00 01` at or after `from`.
 * @param end exclusive
 * @returns the offset of the byte behind it, or -1; that byte is inside the data
 */
export function afterStartCode(bytes: Uint8Array, from: number, end: number): number {
  let at = from + 2;
  while (at + 1 < end) {
    const byte = bytes[at] ?? 0;
    // Whatever is above 1 is in none of the three places of a start code.
    if (byte > 1) at += 3;
    else if (byte === 0) at += 1;
    else if (bytes[at - 1] === 0 && bytes[at - 2] === 0) return at + 1;
    else at += 3;
  }
  return -1;
}
