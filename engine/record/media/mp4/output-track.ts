import { feedOrigin } from '../../feed.ts';
import type { Ticks } from '../../fragment.ts';
import { admitsSound, PictureGate, rescale, type TickWindow } from '../window.ts';
import type { Mp4Track } from './init.ts';
import { flaggedKey, isKey, presentationTime, type Sample, type SampleRun, sampleFlags } from './sample.ts';
import type { WrittenRun } from './write-fragment.ts';
import type { WrittenTrack } from './write-init.ts';

/** What a fragment takes of a run. */
export interface CutRun {
  readonly written: WrittenRun;
  /** it is the whole run, and only its decoding time is another */
  readonly whole: boolean;
}

/** One track of the fragment that is being written. It may be fed by several initialisation sections, one after another. */
export class OutputTrack {
  readonly written: WrittenTrack;
  readonly #gate = new PictureGate();
  /** Ticks by which pictures are decoded earlier than the segment says. */
  #lead = 0;

  constructor(written: WrittenTrack) {
    this.written = written;
  }

  /**
   * Takes note of composition offsets below 0, where pictures are shown before they are decoded. Demuxers repair that by moving
   * the pictures against the sound; here the decoding is put earlier instead.
   */
  prepare({ track, samples }: SampleRun): void {
    if (track.kind !== 'video') return;
    const lowest = samples.reduce((least, { composition }) => Math.min(least, composition), 0);
    this.#lead = Math.max(this.#lead, Math.ceil((-lowest * this.#timescale) / track.timescale));
  }

  /**
   * Takes the samples in the window and moves them to the fragment's own time.
   * @param data the segment
   */
  cut(run: SampleRun, data: Uint8Array, window: TickWindow, shift: Ticks): CutRun {
    const picked = this.#pick(run, data, window);
    const whole =
      picked.length === run.samples.length &&
      picked.every((sample, index) => sample === run.samples[index]) &&
      this.#lead === 0 &&
      run.entry === 1 &&
      isAlike(run.track, this.written.track);
    const trackId = this.written.track.id;
    const at = picked[0]?.time ?? 0;
    const start = rescale(run.base + BigInt(at + run.track.edit), run.track.timescale, this.#timescale);
    const moved = rescale(BigInt(shift.ticks), shift.timescale, this.#timescale);
    const decodingTime = start + moved + BigInt(feedOrigin * this.#timescale - this.#lead);
    return { written: { trackId, decodingTime, samples: whole ? picked : this.#retime(picked, run.track) }, whole };
  }

  get #timescale(): number {
    return this.written.track.timescale;
  }

  #pick(run: SampleRun, data: Uint8Array, window: TickWindow): Sample[] {
    if (run.track.kind === 'audio')
      return run.samples.filter((sample) => admitsSound(presentationTime(run, sample), window));
    const picked: Sample[] = [];
    for (const sample of run.samples) {
      const key = isKey(run, sample, data);
      if (!this.#gate.admits({ key, pts: presentationTime(run, sample) }, window)) continue;
      const right = flaggedKey(sample.flags) === key;
      picked.push(right ? sample : { ...sample, flags: key ? sampleFlags.key : sampleFlags.other });
    }
    return picked;
  }

  #retime(samples: readonly Sample[], from: Mp4Track): Sample[] {
    const scale = this.#timescale / from.timescale;
    return samples.map((sample) => {
      // Each end is rounded, not each duration: errors would add up.
      const time = Math.round(sample.time * scale);
      const duration = Math.round((sample.time + sample.duration) * scale) - time;
      return { ...sample, time, duration, composition: Math.round(sample.composition * scale) + this.#lead };
    });
  }
}

/** Whether a fragment of one track can stand behind the initialisation section of the other. */
function isAlike(one: Mp4Track, other: Mp4Track): boolean {
  return (
    one.id === other.id &&
    one.timescale === other.timescale &&
    one.defaults.duration === other.defaults.duration &&
    one.defaults.size === other.defaults.size &&
    one.defaults.flags === other.defaults.flags
  );
}
