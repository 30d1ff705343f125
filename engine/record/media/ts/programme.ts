import { pidOf } from './packet.ts';
import { Packets } from './packets.ts';
import { Sections } from './sections.ts';

/** An elementary stream as a programme map names it. */
export interface ProgrammeStream {
  readonly pid: number;
  /** stream_type */
  readonly type: number;
  readonly descriptors: Uint8Array;
}

/** A programme map (ISO/IEC 13818-1 section 2.4.4.8). */
export interface Programme {
  readonly number: number;
  /** PID of the packets that carry the map itself */
  readonly mapPid: number;
  readonly clockPid: number;
  readonly descriptors: Uint8Array;
  readonly streams: readonly ProgrammeStream[];
}

const PAT_TABLE = 0;
const PMT_TABLE = 2;
/** Bytes of a section before its own fields, and of the CRC behind them. */
const HEAD = 8;
const CRC = 4;

/**
 * Finds the programme of a segment: of several the first of the table that `isWanted`, so that it is the same one in each
 * segment, wherever the maps lie in it.
 * @returns `undefined` when there is none
 */
export function findProgramme(data: Uint8Array, isWanted: (programme: Programme) => boolean): Programme | undefined {
  const packets = new Packets(data);
  const table = new Sections();
  const maps = new Map<number, Sections>();
  const found = new Map<number, Programme>();
  let listed: readonly number[] = [];
  const best = (): Programme | undefined =>
    listed.map((number) => found.get(number)).find((map) => map && isWanted(map));
  for (let at = packets.next(); at >= 0; at = packets.next()) {
    const pid = pidOf(data, at);
    if (pid === 0) {
      for (const section of table.push(data, at)) {
        const programmes = section[0] === PAT_TABLE ? readTable(section) : [];
        if (programmes.length === 0) continue;
        listed = programmes.map(({ number }) => number);
        for (const { mapPid } of programmes) if (!maps.has(mapPid)) maps.set(mapPid, new Sections());
      }
    } else {
      for (const section of maps.get(pid)?.push(data, at) ?? []) {
        const programme = readMap(section, pid);
        if (programme !== undefined) found.set(programme.number, programme);
        if (listed.every((number) => found.has(number))) return best();
      }
    }
  }
  return best();
}

function readTable(section: Buffer): { number: number; mapPid: number }[] {
  const programmes: { number: number; mapPid: number }[] = [];
  for (let at = HEAD; at + 4 <= section.length - CRC; at += 4) {
    const number = section.readUInt16BE(at);
    // Number 0 is the network's, not a programme.
    if (number !== 0) programmes.push({ number, mapPid: section.readUInt16BE(at + 2) & 0x1fff });
  }
  return programmes;
}

/** Reads a section as a programme map; `undefined` when it is something else. */
export function readMap(section: Buffer, mapPid: number): Programme | undefined {
  const end = section.length - CRC;
  if (section[0] !== PMT_TABLE || end < HEAD + 4) return undefined;
  const number = section.readUInt16BE(3);
  const clockPid = section.readUInt16BE(HEAD) & 0x1fff;
  let at = HEAD + 4 + (section.readUInt16BE(HEAD + 2) & 0x0fff);
  const descriptors = section.subarray(HEAD + 4, Math.min(at, end));
  const streams: ProgrammeStream[] = [];
  while (at + 5 <= end) {
    const type = section.readUInt8(at);
    const pid = section.readUInt16BE(at + 1) & 0x1fff;
    const next = at + 5 + (section.readUInt16BE(at + 3) & 0x0fff);
    streams.push({ pid, type, descriptors: section.subarray(at + 5, Math.min(next, end)) });
    at = next;
  }
  return { number, mapPid, clockPid, descriptors, streams };
}
