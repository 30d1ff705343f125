import type { Programme } from '../ts/programme.ts';
import { type Outlet, pesPackets } from '../ts/write-packets.ts';
import { programmePackets } from '../ts/write-programme.ts';

/** How MPEG-TS carries a codec: stream_type, stream_id and descriptors. */
interface Carriage {
  readonly type: number;
  readonly id: number;
  readonly descriptors: Uint8Array;
}

const mpegAudio: Carriage = { type: 0x03, id: 0xc0, descriptors: Uint8Array.of() };
const carriages: Readonly<Record<string, Carriage>> = {
  aac: { ...mpegAudio, type: 0x0f },
  ac3: { type: 0x81, id: 0xbd, descriptors: registration('AC-3') },
  eac3: { type: 0x06, id: 0xbd, descriptors: registration('EAC3') },
};

/**
 * Writes frames of sound as a transport stream (ISO/IEC 13818-1), one a PES packet: the frames stay as they are, and each has
 * its time.
 */
export class SoundTransport {
  readonly #carriage: Carriage;
  readonly #outlet: Outlet = { pid: 0x100, count: 15 };

  /** @param codec `aac`, `mp1`, `mp2`, `mp3`, `ac3` or `eac3` */
  constructor(codec: string) {
    this.#carriage = carriages[codec] ?? mpegAudio;
  }

  /** The packets that tell what is in the stream. */
  head(): Uint8Array {
    const { type, descriptors } = this.#carriage;
    const streams = [{ pid: this.#outlet.pid, type, descriptors }];
    const of: Programme = { number: 1, mapPid: 0x1000, clockPid: 0x1fff, descriptors: Uint8Array.of(), streams };
    return programmePackets({ pid: 0, count: 15 }, { pid: of.mapPid, count: 15 }, { of, streams, version: 0 });
  }

  /** The packets of a frame. @param time its presentation time, 90 kHz */
  frame(bytes: Uint8Array, time: number): Uint8Array {
    return pesPackets(this.#outlet, this.#carriage.id, time, bytes);
  }
}

/** The descriptor that names what MPEG-2 has no number for (section 2.6.8). */
function registration(name: string): Uint8Array {
  return Uint8Array.of(0x05, name.length, ...Buffer.from(name, 'latin1'));
}
