import { type Feed, type FeedWindow, feedOrigin } from '../../feed.ts';
import type { Ticks } from '../../fragment.ts';
import { admitsSound, rescale, windowIn } from '../window.ts';
import { type PackedContainer, readPacked } from './packed.ts';
import { frameTime, timescaleOf } from './read.ts';
import { SoundTransport } from './transport.ts';

const timescale = 90_000;

/**
 * A fragment out of segments of bare AAC, MPEG audio, AC-3 or E-AC-3: whole frames, without ID3 tags. They leave in a transport
 * stream, because bare frames have no times: holes would close up, and the sound would run ahead of the picture.
 */
export function openAudioFeed(window: FeedWindow, container: PackedContainer): Feed {
  return new AudioFeed(window, container);
}

class AudioFeed implements Feed {
  readonly format = 'mpegts';
  readonly passed = new Map<number, { readonly kind: 'audio'; readonly units: number }>();
  readonly #window: FeedWindow;
  readonly #container: PackedContainer;
  #transport: SoundTransport | null = null;

  constructor(window: FeedWindow, container: PackedContainer) {
    this.#window = window;
    this.#container = container;
  }

  push({ data, shift }: { data: Uint8Array; shift: Ticks }): Uint8Array[] {
    const audio = readPacked(data, this.#container);
    const scale = timescaleOf(audio);
    const window = windowIn(this.#window, shift, scale);
    const origin = rescale(BigInt(shift.ticks), shift.timescale, timescale) + BigInt(feedOrigin * timescale);
    const pieces: Uint8Array[] = [];
    let units = this.passed.get(0)?.units ?? 0;
    for (const frame of audio.frames) {
      const time = frameTime(audio, frame);
      if (!admitsSound(time, window)) continue;
      if (this.#transport === null) {
        this.#transport = new SoundTransport(audio.header.codec);
        pieces.push(this.#transport.head());
      }
      pieces.push(
        this.#transport.frame(
          data.subarray(frame.start, frame.end),
          Number(rescale(BigInt(time), scale, timescale) + origin),
        ),
      );
      units++;
    }
    this.passed.set(0, { kind: 'audio', units });
    return pieces;
  }

  end(): Uint8Array[] {
    return [];
  }
}
