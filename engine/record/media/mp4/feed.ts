import type { Feed, FeedWindow } from '../../feed.ts';
import type { Ticks } from '../../fragment.ts';
import { windowIn } from '../window.ts';
import type { Mp4Init, Mp4Track } from './init.ts';
import { type CutRun, OutputTrack } from './output-track.ts';
import type { SampleRun } from './sample.ts';
import { type Mp4Segment, type Part, readMp4Segment } from './segment.ts';
import { long, words } from './write-box.ts';
import { writeFragment } from './write-fragment.ts';
import { writeInit } from './write-init.ts';

/**
 * A fragment out of media segments of fragmented MP4. Movie fragments that lie in it as a whole go through with their times
 * changed and nothing copied but the `moof` box; others are written anew around the same sample bytes. The initialisation
 * section of the first segment is written in front, without edit lists, whose effect is in the times.
 */
export function openMp4Feed(window: FeedWindow): Feed {
  return new Mp4Feed(window);
}

class Mp4Feed implements Feed {
  readonly format = 'mp4';
  readonly passed = new Map<number, { readonly kind: 'video' | 'audio'; readonly units: number }>();
  readonly #window: FeedWindow;
  #outputs: readonly OutputTrack[] = [];
  /** the initialisation section, until it is sent */
  #head: Uint8Array | null = null;
  #sequence = 0;

  constructor(window: FeedWindow) {
    this.#window = window;
  }

  push({ data, init, shift }: { data: Uint8Array; init: Uint8Array | null; shift: Ticks }): Uint8Array[] {
    const segment = readMp4Segment(data, init);
    if (this.#outputs.length === 0) this.#begin(segment);
    for (const run of segment.parts.flatMap(({ runs }) => runs)) this.#outputOf(run.track, segment.init)?.prepare(run);
    return segment.parts.flatMap((part) => this.#cut(part, segment, data, shift));
  }

  end(): Uint8Array[] {
    return [];
  }

  #begin(segment: Mp4Segment): void {
    const runs = segment.parts.flatMap((part) => part.runs);
    const tracks = [...segment.init.tracks.values()].flatMap((track) => {
      const used = runs.find((run) => run.track === track)?.entry ?? track.defaults.entry;
      const entry = track.entries[used - 1] ?? track.entries[0];
      return entry === undefined || entry.encrypted ? [] : [{ track, entry }];
    });
    this.#outputs = tracks.map((track) => new OutputTrack(track));
    this.#head = writeInit(segment.init, tracks);
    for (const { track } of tracks) this.#count(track, 0);
  }

  /** The track that takes what comes from `track`: of the same id, else the one at the same place among those of its kind. */
  #outputOf(track: Mp4Track, init: Mp4Init): OutputTrack | undefined {
    const alike = this.#outputs.filter(({ written }) => written.track.kind === track.kind);
    const place = [...init.tracks.values()].filter(({ kind }) => kind === track.kind).indexOf(track);
    return alike.find(({ written }) => written.track.id === track.id) ?? alike[place];
  }

  #cut(part: Part, segment: Mp4Segment, data: Uint8Array, shift: Ticks): Uint8Array[] {
    const cuts = part.runs.flatMap((run) => this.#cutRun(run, segment.init, data, shift) ?? []);
    const filled = cuts.filter(({ written }) => written.samples.length > 0);
    if (filled.length === 0) return [];
    const whole = cuts.length === part.runs.length && cuts.every((cut) => cut.whole);
    const pieces = (whole ? move(part, cuts, data) : null) ?? this.#write(filled, data);
    if (this.#head !== null) pieces.unshift(this.#head);
    this.#head = null;
    return pieces;
  }

  #cutRun(run: SampleRun, init: Mp4Init, data: Uint8Array, shift: Ticks): CutRun | null {
    const output = this.#outputOf(run.track, init);
    if (output === undefined) return null;
    const cut = output.cut(run, data, windowIn(this.#window, shift, run.track.timescale), shift);
    this.#count(output.written.track, cut.written.samples.length);
    return cut;
  }

  #count({ id, kind }: Mp4Track, units: number): void {
    if (kind !== 'other') this.passed.set(id, { kind, units: (this.passed.get(id)?.units ?? 0) + units });
  }

  #write(cuts: readonly CutRun[], data: Uint8Array): Uint8Array[] {
    this.#sequence++;
    return writeFragment(
      this.#sequence,
      cuts.map(({ written }) => written),
      data,
    );
  }
}

/** The part as it is, with other times; `null` where that cannot be. */
function move({ movable }: Part, cuts: readonly CutRun[], data: Uint8Array): Uint8Array[] | null {
  if (movable === null) return null;
  const head = Buffer.from(data.subarray(movable.start, movable.head));
  for (const [index, { at, long: wide }] of movable.times.entries()) {
    const time = cuts[index]?.written.decodingTime ?? 0n;
    if (!wide && (time < 0n || time >= 2n ** 32n)) return null;
    head.set(wide ? long(time) : words(Number(time)), at - movable.start);
  }
  return [head, data.subarray(movable.head, movable.end)];
}
