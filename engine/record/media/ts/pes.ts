import { packetBytes } from './packet.ts';
import { readTimestamp, writeTimestamp } from './timestamp.ts';

/** The header of a PES packet (ISO/IEC 13818-1 section 2.4.3.6). */
export interface PesHeader {
  /** stream_id */
  readonly id: number;
  /** raw, 33 bits; `undefined` for none */
  readonly pts: number | undefined;
  /** raw; `undefined` where it is the same as the PTS, or there is none */
  readonly dts: number | undefined;
  /** bytes of payload behind the header, or 0 when it does not tell */
  readonly size: number;
  /** where in the segment the payload begins; at most the end of the transport packet */
  readonly payload: number;
  /** PES_scrambling_control is not 0 */
  readonly scrambled: boolean;
}

const FIXED = 9;

/**
 * Reads the header of the PES packet that begins at `from`, inside the transport packet that begins at `at`.
 * @returns `undefined` when there is none, or it is not whole in this transport packet
 */
export function readPesHeader(data: Uint8Array, at: number, from: number): PesHeader | undefined {
  const end = at + packetBytes;
  if (from + FIXED > end) return undefined;
  if (data[from] !== 0 || data[from + 1] !== 0 || data[from + 2] !== 1) return undefined;
  const first = data[from + 6] ?? 0;
  if ((first & 0xc0) !== 0x80) return undefined;
  const flags = (data[from + 7] ?? 0) >> 6;
  const more = data[from + 8] ?? 0;
  const payload = from + FIXED + more;
  const length = ((data[from + 4] ?? 0) << 8) | (data[from + 5] ?? 0);
  const size = Math.max(0, length - 3 - more);
  const hasPts = flags >= 2 && more >= 5 && from + FIXED + 5 <= end;
  const pts = hasPts ? readTimestamp(data, from + FIXED) : undefined;
  const hasDts = hasPts && flags === 3 && more >= 10 && from + FIXED + 10 <= end;
  const dts = hasDts ? readTimestamp(data, from + FIXED + 5) : undefined;
  const scrambled = (first & 0x30) !== 0;
  return { id: data[from + 3] ?? 0, pts, dts, size, payload: Math.min(payload, end), scrambled };
}

/** Adds to the timestamps of the PES packet whose header begins at `from`, modulo 2^33; what is no header stays. */
export function movePesTimes(data: Uint8Array, at: number, from: number, ticks: number): void {
  const header = readPesHeader(data, at, from);
  if (header?.pts === undefined) return;
  writeTimestamp(data, from + FIXED, header.pts + ticks);
  if (header.dts !== undefined) writeTimestamp(data, from + FIXED + 5, header.dts + ticks);
}
