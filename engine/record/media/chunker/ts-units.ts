import { hasPayload, isEntry, isStart, packetBytes, payloadOf } from '../ts/packet.ts';
import { readPesHeader } from '../ts/pes.ts';
import type { Programme } from '../ts/programme.ts';
import { type StreamKind, streamKind } from '../ts/stream-type.ts';
import { ticksPerSecond, Unwrap, wrapTicks } from '../ts/timestamp.ts';
import { VideoScan } from '../ts/video-scan.ts';

/** A picture, or a PES packet of sound where there are no pictures: a place where a chunk can begin. */
export interface TsUnit {
  /** where its first packet lies */
  readonly at: number;
  /** ticks of 33 bits */
  readonly dts: number;
  readonly key: boolean;
}

const mostUnits = 256;

/** Finds the units of the stream of a programme that tells where to cut: its video, else its sound. */
export class TsUnits {
  readonly pid: number;
  readonly #kind: StreamKind | undefined;
  #scan: VideoScan | null = null;
  /** the unit that is coming in */
  #open: { readonly at: number; readonly dts: number } | null = null;

  constructor(programme: Programme) {
    const streams = programme.streams.map((stream) => ({ pid: stream.pid, kind: streamKind(stream) }));
    const main =
      streams.find(({ kind }) => kind?.kind === 'video') ?? streams.find(({ kind }) => kind?.kind === 'audio');
    this.pid = main?.pid ?? -1;
    this.#kind = main?.kind;
  }

  /**
   * Reads the packet at `at`, which is of the stream.
   * @returns the unit that ended before it, if one did
   */
  push(data: Uint8Array, at: number): TsUnit | null {
    if (!hasPayload(data, at)) return null;
    if (!isStart(data, at)) {
      this.#scan?.more(data, payloadOf(data, at), at + packetBytes);
      return null;
    }
    const ended = this.#finish();
    const header = readPesHeader(data, at, payloadOf(data, at));
    const dts = header?.dts ?? header?.pts;
    if (header === undefined || dts === undefined) return ended;
    this.#open = { at, dts };
    if (this.#kind?.kind === 'video') {
      // It keeps all units; a new one now and then keeps it small.
      if (this.#scan === null || this.#scan.units.length >= mostUnits) {
        this.#scan = new VideoScan(this.#kind.grammar, new Unwrap());
      }
      this.#scan.begin(header, isEntry(data, at));
      this.#scan.more(data, header.payload, at + packetBytes);
    }
    return ended;
  }

  /** The bytes before `count` are gone. */
  forget(count: number): void {
    if (this.#open !== null) this.#open = { ...this.#open, at: this.#open.at - count };
  }

  #finish(): TsUnit | null {
    const open = this.#open;
    this.#open = null;
    this.#scan?.finish();
    const unit = this.#scan?.units.at(-1);
    if (open === null || unit?.begins === false) return null;
    return { ...open, key: unit?.key ?? false };
  }
}

/** Seconds from one timestamp to another, over the end of 33 bits. */
export function secondsBetween(from: number, to: number): number {
  const distance = (to - from + wrapTicks) % wrapTicks;
  return (distance > wrapTicks / 2 ? distance - wrapTicks : distance) / ticksPerSecond;
}
