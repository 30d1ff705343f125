import { h264Head } from './h264.ts';
import { hevcHead } from './hevc.ts';
import { mpeg2Head } from './mpeg2.ts';
import type { PesHeader } from './pes.ts';
import type { PictureFormat, PictureHead, ReadHead } from './picture.ts';
import type { VideoGrammar } from './stream-type.ts';
import type { Unwrap } from './timestamp.ts';

const GRAMMARS: Readonly<Record<VideoGrammar, ReadHead>> = { h264: h264Head, hevc: hevcHead, mpeg2: mpeg2Head };
/** Bytes of a PES packet that are looked into. Parameter sets and messages come first, a picture's own bytes do not matter. */
const MOST_HEAD = 32 * 1024;
/** Closes the last unit of a PES packet: a start code, and room for a reader that looks a little ahead. */
const CLOSE = Uint8Array.of(0, 0, 1, 0xff, ...new Uint8Array(16));

/**
 * A PES packet of video: an access unit, or the continuation of one (without a time or with the same, and beginning with no
 * picture). Ticks without wraps; NaN where there are none.
 */
export interface VideoUnit {
  readonly pts: number;
  readonly dts: number;
  key: boolean;
  begins: boolean;
}

/** Gathers the access units of one stream of video. Several of them in one PES packet count as one. */
export class VideoScan {
  readonly form = 'video';
  /** one for each PES packet that begins in the segment */
  readonly units: VideoUnit[] = [];
  /** of the first parameter set in the segment */
  format: PictureFormat | undefined;
  readonly #readHead: ReadHead | null;
  readonly #unwrap: Unwrap;
  readonly #head = new Uint8Array(MOST_HEAD + CLOSE.length);
  #length = 0;
  #wanted = 0;
  #flagged = false;
  #decided = true;

  constructor(grammar: VideoGrammar | null, unwrap: Unwrap) {
    this.#readHead = grammar === null ? null : GRAMMARS[grammar];
    this.#unwrap = unwrap;
  }

  /**
   * @param header `undefined` when it is damaged, or longer than its first transport packet
   * @param flagged the transport packet says that the stream can be entered here
   */
  begin(header: PesHeader | undefined, flagged: boolean): void {
    this.finish();
    const pts = header?.pts === undefined ? Number.NaN : this.#unwrap.of(header.pts);
    const dts = header?.dts === undefined ? pts : this.#unwrap.of(header.dts);
    this.units.push({ pts, dts, key: false, begins: !Number.isNaN(pts) });
    this.#flagged = flagged;
    this.#length = 0;
    this.#wanted = 0;
    this.#decided = false;
    if (this.#readHead === null) this.#decide(undefined);
  }

  /** Payload of the PES packet, from `from` up to `to`. */
  more(data: Uint8Array, from: number, to: number): void {
    if (this.#decided || this.#readHead === null) return;
    const take = Math.min(to - from, MOST_HEAD - this.#length);
    for (let at = 0; at < take; at += 1) this.#head[this.#length + at] = data[from + at] ?? 0;
    this.#length += take;
    if (this.#length < this.#wanted && this.#length < MOST_HEAD) return;
    // A head is read anew each time, so it has to have grown by its half.
    this.#wanted = this.#length * 1.5;
    const head = this.#readHead(this.#head, this.#length, this.#onFormat);
    if (head !== undefined || this.#length === MOST_HEAD) this.#decide(head);
  }

  /** Nothing more comes of the PES packet. */
  finish(): void {
    if (this.#decided) return;
    this.#head.set(CLOSE, this.#length);
    this.#decide(this.#readHead?.(this.#head, this.#length + CLOSE.length, this.#onFormat));
  }

  readonly #onFormat = (read: () => PictureFormat | undefined): void => {
    this.format ??= read();
  };

  #decide(head: PictureHead | undefined): void {
    this.#decided = true;
    const unit = this.units.at(-1);
    if (unit === undefined) return;
    if (head !== undefined) unit.begins = head.begins || (unit.begins && unit.pts !== this.units.at(-2)?.pts);
    const isKey = head === undefined || head.key === 'if-flagged' ? this.#flagged : head.key === 'yes';
    // A key without a time is of no use to anybody who cuts.
    unit.key = isKey && unit.begins && !Number.isNaN(unit.pts);
  }
}
