import { sectionCrc } from './crc.ts';
import type { Programme, ProgrammeStream } from './programme.ts';
import { type Outlet, sectionPackets } from './write-packets.ts';

const CRC = 4;
const CONDITIONAL_ACCESS = 0x09;
/** A clock PID that says that there is none. */
const NO_CLOCK = 0x1fff;

/** A programme map as it is let out. */
export interface OutProgramme {
  /** of the segment it is taken from */
  readonly of: Programme;
  /** with the PIDs they have now */
  readonly streams: readonly ProgrammeStream[];
  readonly version: number;
}

/** The association table and the map of a programme, as transport packets (ISO/IEC 13818-1 section 2.4.4). */
export function programmePackets(table: Outlet, map: Outlet, { of, streams, version }: OutProgramme): Uint8Array {
  const pat = section(0, 1, version, [word(of.number), word(0xe000 | map.pid)]);
  const clock = streams.some(({ pid }) => pid === of.clockPid) ? of.clockPid : NO_CLOCK;
  const general = withoutAccess(of.descriptors);
  const parts = [word(0xe000 | clock), word(0xf000 | general.length), general];
  for (const { pid, type, descriptors } of streams) {
    const own = withoutAccess(descriptors);
    parts.push(Uint8Array.of(type), word(0xe000 | pid), word(0xf000 | own.length), own);
  }
  const pmt = section(2, of.number, version, parts);
  return Buffer.concat([sectionPackets(table, pat), sectionPackets(map, pmt)]);
}

function section(table: number, extension: number, version: number, parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  const length = 5 + content.length + CRC;
  const head = [Uint8Array.of(table), word(0xb000 | length), word(extension)];
  const body = Buffer.concat([...head, Uint8Array.of(0xc1 | ((version & 0x1f) << 1), 0, 0), content]);
  const crc = Buffer.alloc(CRC);
  crc.writeUInt32BE(sectionCrc(body));
  return Buffer.concat([body, crc]);
}

function word(value: number): Uint8Array {
  return Uint8Array.of(value >> 8, value & 0xff);
}

/** The descriptors but those that say who may see it: what is recorded is not scrambled. */
function withoutAccess(descriptors: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = [];
  for (let at = 0; at + 2 <= descriptors.length; ) {
    const next = at + 2 + (descriptors[at + 1] ?? 0);
    if (descriptors[at] !== CONDITIONAL_ACCESS && next <= descriptors.length) kept.push(descriptors.subarray(at, next));
    at = next;
  }
  return Buffer.concat(kept);
}
