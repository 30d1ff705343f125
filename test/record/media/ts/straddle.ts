import type { FramedCodec } from '../../../../engine/record/media/audio-frames/frame.ts';
import { frameAt } from '../../../../engine/record/media/audio-frames/frame-at.ts';
import { demux } from './elementary.ts';

/**
 * Packs the audio of a stream anew as broadcasters do: PES packets of one size, with no regard to where frames begin, and the
 * time of the first frame that begins in each; none where none does.
 */
export function straddle(ts: Buffer, pid: number, codec: FramedCodec, size: number): Buffer {
  const stream: Buffer[] = [];
  const frames: { offset: number; pts: number }[] = [];
  let length = 0;
  /** where each of the old PES packets began */
  const begun: number[] = [];
  for (const { pts, bytes } of demux(ts, [pid]).pes.get(pid) ?? []) {
    begun.push(length);
    let time = pts;
    for (let at = 0; at < bytes.length; ) {
      const frame = frameAt(codec, bytes, at);
      if (frame === undefined) throw new Error('frames of the source straddle already');
      if (frame.samples > 0) frames.push({ offset: length + at, pts: Math.round(time) });
      time += (frame.samples * 90_000) / frame.sampleRate;
      at += frame.length;
    }
    stream.push(bytes);
    length += bytes.length;
  }
  const all = Buffer.concat(stream);
  const out: Buffer[] = [];
  let next = 0;
  let count = 0;
  const emit = (until: number): void => {
    for (; next < until; next += size) {
      const end = next + size;
      const first = frames.find(({ offset }) => offset >= next);
      const pts = first !== undefined && first.offset < end ? first.pts : undefined;
      for (const packet of packetise(pid, pesOf(all.subarray(next, end), pts), count)) {
        out.push(packet);
        count += 1;
      }
    }
  };
  let old = 0;
  for (let at = 0; at < ts.length; at += 188) {
    const packet = ts.subarray(at, at + 188);
    if ((packet.readUInt16BE(1) & 0x1fff) !== pid) out.push(packet);
    else if ((packet.readUInt16BE(1) & 0x4000) !== 0) emit(begun[old++] ?? 0);
  }
  emit(length);
  return Buffer.concat(out);
}

function pesOf(bytes: Buffer, pts: number | undefined): Buffer {
  const stamp = pts === undefined ? Buffer.alloc(0) : Buffer.alloc(5);
  if (pts !== undefined) {
    const bits = pts.toString(2).padStart(33, '0');
    const text = `0010${bits.slice(0, 3)}1${bits.slice(3, 18)}1${bits.slice(18)}1`;
    stamp.writeUIntBE(Number.parseInt(text, 2), 0, 5);
  }
  const head = Buffer.from([0, 0, 1, 0xc0, 0, 0, 0x80, pts === undefined ? 0 : 0x80, stamp.length]);
  head.writeUInt16BE(3 + stamp.length + bytes.length, 4);
  return Buffer.concat([head, stamp, bytes]);
}

function packetise(pid: number, pes: Buffer, count: number): Buffer[] {
  const packets: Buffer[] = [];
  for (let at = 0; at < pes.length; at += 184) {
    const part = pes.subarray(at, at + 184);
    const room = 184 - part.length;
    const field =
      room === 0
        ? Buffer.alloc(0)
        : Buffer.from([room - 1, ...(room > 1 ? [0] : []), ...Array(Math.max(0, room - 2)).fill(255)]);
    const head = Buffer.from([
      0x47,
      (at === 0 ? 0x40 : 0) | (pid >> 8),
      pid & 255,
      (room === 0 ? 0x10 : 0x30) | ((count + packets.length) & 15),
    ]);
    packets.push(Buffer.concat([head, field, part]));
  }
  return packets;
}
