/** Bytes of a transport stream packet (ISO/IEC 13818-1 section 2.4.3). */
export const packetBytes = 188;

/** The byte every packet begins with. */
export const syncByte = 0x47;

/** Which stream the packet at `at` belongs to. */
export function pidOf(data: Uint8Array, at: number): number {
  return (((data[at + 1] ?? 0) & 0x1f) << 8) | (data[at + 2] ?? 0);
}

/** Whether a PES packet or a section begins in the packet at `at` (payload_unit_start_indicator). */
export function isStart(data: Uint8Array, at: number): boolean {
  return ((data[at + 1] ?? 0) & 0x40) !== 0;
}

/** Whether the packet at `at` has payload, so that the continuity counter counts it. */
export function hasPayload(data: Uint8Array, at: number): boolean {
  return ((data[at + 3] ?? 0) & 0x10) !== 0;
}

/** Where the payload of the packet at `at` begins; `at + packetBytes` when there is none or the header is damaged. */
export function payloadOf(data: Uint8Array, at: number): number {
  const control = (data[at + 3] ?? 0) & 0x30;
  if (control === 0x10) return at + 4;
  if (control !== 0x30) return at + packetBytes;
  return at + Math.min(packetBytes, 5 + (data[at + 4] ?? 0));
}

/** Whether the packet at `at` has an adaptation field with flags in it. */
export function hasFlags(data: Uint8Array, at: number): boolean {
  return ((data[at + 3] ?? 0) & 0x20) !== 0 && (data[at + 4] ?? 0) > 0;
}

/** Whether the packet at `at` says that the stream can be entered here (random_access_indicator). */
export function isEntry(data: Uint8Array, at: number): boolean {
  return hasFlags(data, at) && ((data[at + 5] ?? 0) & 0x40) !== 0;
}
