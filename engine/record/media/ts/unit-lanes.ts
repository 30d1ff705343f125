import { admitsSound, PictureGate, type TickWindow } from '../window.ts';
import type { AudioMark } from './audio-scan.ts';
import type { Bounds } from './bounds.ts';
import type { Lane } from './lane.ts';
import type { ScannedTrack } from './scan.ts';
import type { VideoUnit } from './video-scan.ts';

/** A lane whose PES packets are let out whole or not at all. */
abstract class UnitLane<Unit> implements Lane {
  readonly pid: number;
  count = 15;
  units = 0;
  passing = false;
  #lastCount = -1;
  #window: TickWindow = { from: null, to: null };
  #coming: readonly Unit[] = [];
  #next = 0;

  constructor(pid: number) {
    this.pid = pid;
  }

  prepare(track: ScannedTrack, { window }: Bounds): void {
    // After a gap a segment begins with the end of a PES packet that is not the one let out last.
    const goesOn = track.firstCount < 0 || track.firstCount === ((this.#lastCount + 1) & 0x0f);
    if (!goesOn) this.passing = false;
    if (track.lastCount >= 0) this.#lastCount = track.lastCount;
    this.#window = window;
    this.#coming = this.unitsOf(track);
    this.#next = 0;
  }

  begin(): void {
    const unit = this.#coming[this.#next];
    this.#next += 1;
    if (unit === undefined || !this.isUnit(unit)) return;
    this.passing = this.admits(unit, this.#window);
    if (this.passing) this.units += 1;
  }

  end(): void {}

  protected abstract unitsOf(track: ScannedTrack): readonly Unit[];
  /** Whether something begins; what does not goes where the unit before it went. */
  protected abstract isUnit(unit: Unit): boolean;
  protected abstract admits(unit: Unit, window: TickWindow): boolean;
}

/** Video: from a keyframe in the window up to, without, the first behind it, in the order of decoding. */
export class VideoLane extends UnitLane<VideoUnit> {
  readonly #gate = new PictureGate();

  protected override unitsOf({ content }: ScannedTrack): readonly VideoUnit[] {
    return content.form === 'video' ? content.units : [];
  }

  protected override isUnit({ begins }: VideoUnit): boolean {
    return begins;
  }

  protected override admits(unit: VideoUnit, window: TickWindow): boolean {
    return this.#gate.admits(unit, window);
  }
}

/** Audio whose frames are not known: PES packet by PES packet, each by its own time. */
export class PacketLane extends UnitLane<AudioMark> {
  protected override unitsOf({ content }: ScannedTrack): readonly AudioMark[] {
    return content.form === 'audio' ? content.marks : [];
  }

  protected override isUnit({ pts }: AudioMark): boolean {
    return !Number.isNaN(pts);
  }

  protected override admits({ pts }: AudioMark, window: TickWindow): boolean {
    return admitsSound(pts, window);
  }
}
