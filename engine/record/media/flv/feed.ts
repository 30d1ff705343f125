import { type Feed, type FeedWindow, feedOrigin } from '../../feed.ts';
import type { Ticks } from '../../fragment.ts';
import { admitsSound, PictureGate, rescale, type TickWindow, windowIn } from '../window.ts';
import { streamIds } from './read.ts';
import { clock, type FlvStream, type FlvUnit, readFlvSegment } from './segment.ts';
import { tagHead } from './tag.ts';

/** A fragment out of segments of FLV: tags as they are, with other times. */
export function openFlvFeed(window: FeedWindow): Feed {
  return new FlvFeed(window);
}

class FlvFeed implements Feed {
  readonly format = 'flv';
  readonly passed = new Map<number, { readonly kind: 'video' | 'audio'; readonly units: number }>();
  readonly #window: FeedWindow;
  readonly #gate = new PictureGate();
  #begun = false;

  constructor(window: FeedWindow) {
    this.#window = window;
  }

  push({ data, init, shift }: { data: Uint8Array; init: Uint8Array | null; shift: Ticks }): Uint8Array[] {
    const streams = readFlvSegment(data, init);
    const window = windowIn(this.#window, shift, clock.timescale);
    const moved = Number(rescale(BigInt(shift.ticks), shift.timescale, clock.timescale)) + feedOrigin * clock.timescale;
    const admitted = streams.flatMap((stream) => this.#admitted(stream, window));
    // Tags of both streams lie in the order in which they are to be played.
    const pieces = admitted
      .toSorted((one, other) => one.tag.start - other.tag.start)
      .flatMap((unit) => moveTag(unit, data, unit.dts + moved));
    if (this.#begun || pieces.length === 0) return pieces;
    this.#begun = true;
    return [...heads(streams), ...pieces];
  }

  end(): Uint8Array[] {
    return [];
  }

  #admitted(stream: FlvStream, window: TickWindow): readonly FlvUnit[] {
    const { kind } = stream;
    const units = stream.units.filter((unit) =>
      kind === 'video' ? this.#gate.admits(unit, window) : admitsSound(unit.pts, window),
    );
    const id = streamIds[kind];
    this.passed.set(id, { kind, units: (this.passed.get(id)?.units ?? 0) + units.length });
    return units;
  }
}

/** The header of a file with these streams, and their sequence headers. */
function heads(streams: readonly FlvStream[]): Uint8Array[] {
  const flags = streams.reduce((sum, { kind }) => sum | (kind === 'video' ? 1 : 4), 0);
  const header = Uint8Array.of(...Buffer.from('FLV'), 1, flags, 0, 0, 0, 9, 0, 0, 0, 0);
  const configs = streams.flatMap(({ head }) => (head === null ? [] : [withTime(head, feedOrigin * clock.timescale)]));
  return [header, ...configs];
}

function moveTag(unit: FlvUnit, data: Uint8Array, time: number): Uint8Array[] {
  const { start, end } = unit.tag;
  const bodyStart = start + tagHead;
  const head = withTime(data.subarray(start, bodyStart), time);
  if (unit.rightlyFlagged) return [head, data.subarray(bodyStart, end)];
  const body = Buffer.from(data.subarray(bodyStart, end));
  // The frame type: 1 is a key, 2 is none. Bit 7 says how the rest is to be read.
  body[0] = ((body[0] ?? 0) & 0x8f) | (unit.key ? 0x10 : 0x20);
  return [head, body];
}

/** A copy of a tag, or of its head, with another timestamp. @param time milliseconds */
function withTime(tag: Uint8Array, time: number): Uint8Array {
  const copy = Buffer.from(tag);
  copy.set([(time >> 16) & 0xff, (time >> 8) & 0xff, time & 0xff, (time >> 24) & 0xff], 4);
  return copy;
}
