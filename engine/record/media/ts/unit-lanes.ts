import type { AudioMark } from './audio-scan.ts';
import type { Bounds } from './bounds.ts';
import { goesOn, type Lane } from './lane.ts';
import type { ScannedTrack } from './scan.ts';
import type { VideoUnit } from './video-scan.ts';

/** Video: from a keyframe in the window up to, without, the first behind it, in the order of decoding. */
export class VideoLane implements Lane {
  readonly pid: number;
  count = 15;
  units = 0;
  passing = false;
  #state: 'before' | 'inside' | 'after' = 'before';
  #lastCount = -1;
  #bounds: Bounds = { low: 0, high: 0, shift: 0, move: 0 };
  #coming: readonly VideoUnit[] = [];
  #next = 0;

  constructor(pid: number) {
    this.pid = pid;
  }

  prepare(track: ScannedTrack, bounds: Bounds): void {
    if (!goesOn(track, this.#lastCount)) this.passing = false;
    if (track.lastCount >= 0) this.#lastCount = track.lastCount;
    this.#coming = track.content.form === 'video' ? track.content.units : [];
    this.#next = 0;
    this.#bounds = bounds;
  }

  begin(): void {
    const unit = this.#coming[this.#next];
    this.#next += 1;
    if (unit?.begins !== true) return;
    if (unit.key && this.#state === 'before' && unit.pts >= this.#bounds.low) this.#state = 'inside';
    if (unit.key && this.#state === 'inside' && unit.pts >= this.#bounds.high) this.#state = 'after';
    this.passing = this.#state === 'inside';
    if (this.passing) this.units += 1;
  }

  end(): void {}
}

/** Audio whose frames are not known: PES packet by PES packet, each by its own time. */
export class PacketLane implements Lane {
  readonly pid: number;
  count = 15;
  units = 0;
  passing = false;
  #lastCount = -1;
  #bounds: Bounds = { low: 0, high: 0, shift: 0, move: 0 };
  #coming: readonly AudioMark[] = [];
  #next = 0;

  constructor(pid: number) {
    this.pid = pid;
  }

  prepare(track: ScannedTrack, bounds: Bounds): void {
    if (!goesOn(track, this.#lastCount)) this.passing = false;
    if (track.lastCount >= 0) this.#lastCount = track.lastCount;
    this.#coming = track.content.form === 'audio' ? track.content.marks : [];
    this.#next = 0;
    this.#bounds = bounds;
  }

  begin(): void {
    const pts = this.#coming[this.#next]?.pts ?? Number.NaN;
    this.#next += 1;
    // One without a time goes where the one before it went.
    if (!Number.isNaN(pts)) this.passing = pts >= this.#bounds.low && pts < this.#bounds.high;
    if (this.passing) this.units += 1;
  }

  end(): void {}
}
