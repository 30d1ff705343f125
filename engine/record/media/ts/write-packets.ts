import { packetBytes, syncByte } from './packet.ts';
import { writeTimestamp } from './timestamp.ts';

/** A PID of what is let out, with the continuity counter of the last packet that had it (ISO/IEC 13818-1 section 2.4.3.3). */
export interface Outlet {
  readonly pid: number;
  count: number;
}

const HEADER = 4;
const ROOM = packetBytes - HEADER;
/** Fixed part of the header of a PES packet, and its PTS. */
const PES_HEADER = 14;
const START = 0x40;
const PAYLOAD = 0x10;
const ADAPTATION = 0x20;

/** Puts a PES packet of audio into transport packets. `pts` in ticks, any; `payload` at most 65527 bytes. */
export function pesPackets(outlet: Outlet, id: number, pts: number, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(PES_HEADER);
  const length = payload.length + 8;
  // Behind the length: data_alignment_indicator, a PTS and no DTS, five bytes of it.
  header.set([0, 0, 1, id, length >> 8, length & 0xff, 0x84, 0x80, 5, 0x20]);
  writeTimestamp(header, 9, pts);
  return transportPackets(outlet, Buffer.concat([header, payload]), 'pes');
}

/** Puts a section into transport packets. */
export function sectionPackets(outlet: Outlet, section: Uint8Array): Uint8Array {
  // The section begins at once: a pointer of 0.
  return transportPackets(outlet, Buffer.concat([Uint8Array.of(0), section]), 'section');
}

function transportPackets(outlet: Outlet, payload: Uint8Array, form: 'pes' | 'section'): Uint8Array {
  const packets = new Uint8Array(Math.ceil(payload.length / ROOM) * packetBytes).fill(0xff);
  for (let at = 0, from = 0; at < packets.length; at += packetBytes, from += ROOM) {
    const part = payload.subarray(from, from + ROOM);
    const missing = form === 'pes' ? ROOM - part.length : 0;
    outlet.count = (outlet.count + 1) & 0x0f;
    packets[at] = syncByte;
    packets[at + 1] = (from === 0 ? START : 0) | (outlet.pid >> 8);
    packets[at + 2] = outlet.pid & 0xff;
    packets[at + 3] = PAYLOAD | (missing > 0 ? ADAPTATION : 0) | outlet.count;
    // An adaptation field without content fills up a packet of PES; behind a section the rest is filled as it is.
    if (missing > 0) packets[at + HEADER] = missing - 1;
    if (missing > 1) packets[at + HEADER + 1] = 0;
    packets.set(part, at + HEADER + missing);
  }
  return packets;
}
