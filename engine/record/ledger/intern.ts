import type { StoredSegment, StreamSummary } from '../stored.ts';

/**
 * Gives equal texts the same memory: of a long recording hundreds of thousands of segments are kept, and what they say of their
 * format was read anew for each.
 */
export class Interner {
  readonly #texts = new Map<string, string>();

  segment(segment: StoredSegment): StoredSegment {
    const streams = segment.media.streams.map((stream) => this.#stream(stream));
    return {
      ...segment,
      track: this.#text(segment.track),
      map: segment.map === null ? null : this.#text(segment.map),
      media: { ...segment.media, streams },
    };
  }

  #stream(stream: StreamSummary): StreamSummary {
    const { codec, format, shown } = stream;
    return { ...stream, codec: this.#text(codec), format: this.#text(format), shown: this.#text(shown) };
  }

  #text(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}
