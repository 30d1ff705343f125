import { findFrame } from '../audio-frames/find-frame.ts';
import type { FramedCodec } from '../audio-frames/frame.ts';
import { admitsSound } from '../window.ts';
import type { AudioMark } from './audio-scan.ts';
import type { Bounds } from './bounds.ts';
import { isWhole, joinFrame } from './held-frame.ts';
import type { Lane } from './lane.ts';
import type { Output } from './output.ts';
import type { ScannedTrack } from './scan.ts';
import { readSound, type TimedFrame } from './sound.ts';
import { pesPackets } from './write-packets.ts';

/** Payload of a PES packet of its own, at most; their length is a number of 16 bits. */
const MOST_PAYLOAD = 32 * 1024;
/** stream_id of the first stream of MPEG audio, and of what is not MPEG. */
const MPEG_AUDIO = 0xc0;
const PRIVATE = 0xbd;

/** Frames that become a PES packet of their own. `pts` in ticks of the fragment. */
interface Piece {
  readonly pts: number;
  readonly bytes: Uint8Array;
}

/** What becomes of a PES packet: it is let out as it is, or frames of it are put in its place. */
type Fate = 'as-it-is' | readonly Piece[];

/**
 * Audio, frame by frame, each by its own time. A PES packet of whole frames that all belong to the fragment is let out as it
 * is; where the window ends inside one, or frames reach from one into the next, the frames get PES packets of their own.
 */
export class FrameLane implements Lane {
  readonly pid: number;
  count = 15;
  units = 0;
  passing = false;
  readonly #codec: FramedCodec;
  readonly #id: number;
  /** the beginning of a frame that goes on in the next segment; with no `pts` when it is not let out */
  #held: { readonly bytes: Uint8Array; readonly pts: number | undefined } | undefined;
  /** when the next frame begins, ticks of the fragment */
  #time = Number.NaN;
  #duration = 0;
  #fates: readonly Fate[] = [];
  #next = 0;

  constructor(pid: number, codec: FramedCodec) {
    this.pid = pid;
    this.#codec = codec;
    this.#id = codec === 'aac' || codec === 'mp3' ? MPEG_AUDIO : PRIVATE;
  }

  prepare({ content }: ScannedTrack, bounds: Bounds, output: Output): void {
    if (content.form !== 'audio') return;
    const { stream, marks } = content;
    this.passing = false;
    this.#next = 0;
    const { from, before } = this.#endHeld(stream, output);
    const { frames } = readSound(this.#codec, stream, marks, from < 0 ? stream.length : from, before);
    this.#keepTime(frames, bounds);
    const isIn = ({ time }: TimedFrame): boolean => !Number.isNaN(time) && admitsSound(time, bounds.window);
    const groups = groupByMark(frames, marks);
    // What begins before the first PES packet of the segment belongs to one of the segment before.
    this.#put(this.#pieces(groups[0] ?? [], stream, bounds, isIn), output);
    this.#fates = marks.map((mark, index) => {
      const group = groups[index + 1] ?? [];
      const end = marks[index + 1]?.offset ?? (mark.offset + mark.size === stream.length ? stream.length : -1);
      // What ffmpeg is to learn the length of frames from, it has to get frame by frame: it gives no times to the others of a
      // first PES packet that has no second behind it.
      const isFirst = this.units === 0 && group.length > 1;
      if (isFirst || !isWholePacket(group, mark, end) || !group.every(isIn)) {
        return this.#pieces(group, stream, bounds, isIn);
      }
      this.units += group.length;
      return 'as-it-is';
    });
    this.#holdLast(frames.at(-1), stream, bounds, isIn);
  }

  begin(output: Output): void {
    const fate = this.#fates[this.#next] ?? [];
    this.#next += 1;
    this.passing = fate === 'as-it-is';
    if (fate !== 'as-it-is') this.#put(fate, output);
  }

  end(output: Output): void {
    const held = this.#held;
    this.#held = undefined;
    if (held?.pts === undefined || !isWhole(this.#codec, held.bytes)) return;
    this.units += 1;
    this.#put([{ pts: held.pts, bytes: held.bytes }], output);
  }

  /** @returns where the segment's own frames begin, or -1 when there are none; and how long the one lasts that ends there */
  #endHeld(stream: Uint8Array, output: Output): { from: number; before: number } {
    const held = this.#held;
    if (held === undefined) return { from: findFrame(this.#codec, stream, 0), before: 0 };
    const joined = joinFrame(this.#codec, held.bytes, stream);
    this.#held = joined.held === undefined ? undefined : { bytes: joined.held, pts: held.pts };
    if (joined.frame !== undefined && held.pts !== undefined) {
      this.units += 1;
      this.#put([{ pts: held.pts, bytes: joined.frame }], output);
    }
    if (joined.from < 0) return { from: findFrame(this.#codec, stream, 0), before: 0 };
    return { from: joined.from, before: this.#duration };
  }

  /** A segment without a time of its own goes on where the one before it ended. */
  #keepTime(frames: readonly TimedFrame[], { shift }: Bounds): void {
    let time = this.#time - shift;
    for (const frame of frames) {
      if (Number.isNaN(frame.time)) frame.time = time;
      time = frame.time + frame.duration;
      this.#duration = frame.duration;
    }
    if (frames.length > 0) this.#time = time + shift;
  }

  #holdLast(
    last: TimedFrame | undefined,
    stream: Uint8Array,
    { move }: Bounds,
    isIn: (frame: TimedFrame) => boolean,
  ): void {
    if (last?.open !== true) return;
    const bytes = stream.slice(last.offset, last.offset + last.length);
    this.#held = { bytes, pts: isIn(last) ? Math.round(last.time) + move : undefined };
  }

  /** The frames of a group that are let out, those that lie side by side in one piece. */
  #pieces(
    group: readonly TimedFrame[],
    stream: Uint8Array,
    { move }: Bounds,
    isIn: (frame: TimedFrame) => boolean,
  ): Piece[] {
    const pieces: Piece[] = [];
    let from = 0;
    let to = -1;
    for (const frame of group) {
      if (frame.open || !isIn(frame)) continue;
      this.units += 1;
      const last = pieces.at(-1);
      const end = frame.offset + frame.length;
      // The first frame of all stays by itself, see above.
      if (last !== undefined && this.units > 2 && to === frame.offset && end - from <= MOST_PAYLOAD) {
        pieces[pieces.length - 1] = { pts: last.pts, bytes: stream.subarray(from, end) };
      } else {
        from = frame.offset;
        pieces.push({ pts: Math.round(frame.time) + move, bytes: stream.subarray(from, end) });
      }
      to = end;
    }
    return pieces;
  }

  #put(pieces: readonly Piece[], output: Output): void {
    for (const { pts, bytes } of pieces) output.add(() => pesPackets(this, this.#id, pts, bytes));
  }
}

/** The frames that begin in each PES packet; before them those that begin before the first. */
function groupByMark(frames: readonly TimedFrame[], marks: readonly AudioMark[]): TimedFrame[][] {
  const groups: TimedFrame[][] = [[]];
  let at = 0;
  for (const mark of marks) {
    for (let frame = frames[at]; frame !== undefined && frame.offset < mark.offset; frame = frames[at]) {
      groups.at(-1)?.push(frame);
      at += 1;
    }
    groups.push([]);
  }
  groups.at(-1)?.push(...frames.slice(at));
  return groups;
}

/** Whether a PES packet consists of whole frames and nothing else. @param end of its payload, or -1 where it is not there */
function isWholePacket(group: readonly TimedFrame[], mark: AudioMark, end: number): boolean {
  let at = mark.offset;
  for (const frame of group) {
    if (frame.offset !== at || frame.open) return false;
    at += frame.length;
  }
  return at === end && group.length > 0;
}
