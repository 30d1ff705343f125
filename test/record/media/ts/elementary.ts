/** A PES packet as it was found, independently of the code under test. Ticks of 33 bits. */
interface FoundPes {
  readonly pts: number;
  readonly dts: number;
  readonly bytes: Buffer;
}

/** What a plain reading of bare transport packets gives. */
export interface Found {
  /** PIDs in the order of the packets */
  readonly pids: number[];
  readonly pes: Map<number, FoundPes[]>;
  /** breaks of the continuity counters */
  readonly breaks: string[];
}

/** Takes PES packets of the given PIDs out of transport packets, the slow and simple way. */
export function demux(ts: Buffer, wanted: readonly number[]): Found {
  const pids: number[] = [];
  const breaks: string[] = [];
  const counts = new Map<number, number>();
  const payloads = new Map<number, Buffer[][]>();
  for (let at = 0; at < ts.length; at += 188) {
    const packet = ts.subarray(at, at + 188);
    if (packet.length < 188 || packet[0] !== 0x47) throw new Error(`no packet at ${at}`);
    const pid = packet.readUInt16BE(1) & 0x1fff;
    const flags = packet.readUInt8(3);
    pids.push(pid);
    if ((flags & 0x10) === 0) continue;
    const before = counts.get(pid);
    if (before !== undefined && ((before + 1) & 15) !== (flags & 15)) breaks.push(`${pid} at ${at}`);
    counts.set(pid, flags & 15);
    if (!wanted.includes(pid)) continue;
    const payload = packet.subarray((flags & 0x20) === 0 ? 4 : 5 + packet.readUInt8(4));
    const list = payloads.get(pid) ?? [];
    payloads.set(pid, list);
    if ((packet.readUInt8(1) & 0x40) !== 0) list.push([payload]);
    else list.at(-1)?.push(payload);
  }
  const pes = new Map([...payloads].map(([pid, list]) => [pid, list.map((parts) => parse(Buffer.concat(parts)))]));
  return { pids, pes, breaks };
}

function parse(packet: Buffer): FoundPes {
  if (packet.readUIntBE(0, 3) !== 1) throw new Error('no PES packet');
  const flags = packet.readUInt8(7) >> 6;
  const pts = flags === 0 ? Number.NaN : stamp(packet, 9);
  return { pts, dts: flags === 3 ? stamp(packet, 14) : pts, bytes: packet.subarray(9 + packet.readUInt8(8)) };
}

function stamp(packet: Buffer, at: number): number {
  const bits = packet.readUIntBE(at, 5).toString(2).padStart(40, '0');
  return Number.parseInt(bits.slice(4, 7) + bits.slice(8, 23) + bits.slice(24, 39), 2);
}

/** All that a stream carries, without the borders of its PES packets. */
export function streamOf(found: Found, pid: number): Buffer {
  return Buffer.concat((found.pes.get(pid) ?? []).map(({ bytes }) => bytes));
}
