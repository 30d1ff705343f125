/** The first and the last byte. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where a fragmented file has what a player reads first. */
export interface Ranges {
  readonly init: Span;
  readonly index: Span;
}

/** `ftyp` and `moov`, and the `sidx` behind them (ISO/IEC 14496-12 sections 4.2 and 8.16.3); `null` where there is none. */
export function mp4Ranges(file: Buffer): Ranges | null {
  let init: Span | null = null;
  for (let at = 0; at + 8 <= file.length; ) {
    const size = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    if (size < 8) return null;
    if (type === 'moov') init = { start: 0, end: at + size - 1 };
    if (type === 'sidx' && init !== null) return { init, index: { start: at, end: at + size - 1 } };
    if (type === 'moof') return null;
    at += size;
  }
  return null;
}

/** What lies before the Cues, and the Cues (RFC 9559 sections 5.1.5 and 6); `null` where they are not at the front. */
export function webmRanges(file: Buffer): Ranges | null {
  // EBML header and Segment; then the elements of the segment one behind the other.
  const header = element(file, 0);
  let at = element(file, header.data + header.size).data;
  while (at < file.length) {
    const { id, data, size } = element(file, at);
    if (id === 0x1f43b675) return null;
    if (id === 0x1c53bb6b) return { init: { start: 0, end: at - 1 }, index: { start: at, end: data + size - 1 } };
    at = data + size;
  }
  return null;
}

/** One element of EBML (RFC 8794 section 4): its number, where its data begins and how long that is. */
function element(file: Buffer, at: number): { id: number; data: number; size: number } {
  const idLength = Math.clz32(file[at] ?? 0) - 23;
  const sizeAt = at + idLength;
  const first = file[sizeAt] ?? 0;
  const sizeLength = Math.clz32(first) - 23;
  let size = first & (0xff >> sizeLength);
  for (let n = 1; n < sizeLength; n++) size = size * 256 + (file[sizeAt + n] ?? 0);
  return { id: file.readUIntBE(at, idLength), data: sizeAt + sizeLength, size };
}
