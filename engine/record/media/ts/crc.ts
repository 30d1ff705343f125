const POLYNOMIAL = 0x04c11db7;

const table = new Uint32Array(256).map((_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) value = (value << 1) ^ (value < 0 ? POLYNOMIAL : 0);
  return value;
});

/** The CRC-32 of sections (ISO/IEC 13818-1 annex A); 0 over a section with its own CRC. */
export function sectionCrc(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (crc << 8) ^ (table[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  return crc >>> 0;
}
