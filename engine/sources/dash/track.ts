import type { PlannedTrack, Reload } from '../../record/plan.ts';
import type { MediaPlaylist, PlaylistSegment } from '../../record/playlist.ts';
import type { Web } from '../../record/web.ts';
import { indexedSegments } from './indexed.ts';
import type { Manifest, Period } from './manifest.ts';
import { commonLength, type Numbering, type PeriodRun } from './numbering.ts';
import type { PeriodNumbers } from './period-numbers.ts';
import type { Representation } from './representation.ts';
import type { DashSegment } from './segment.ts';
import { segmentsOf } from './segments.ts';
import type { DashSource, Version } from './source.ts';

/**
 * Target durations after which a manifest is looked at again although its segments are known by the clock alone: the stream may
 * have ended, whatever the manifest promised.
 */
const lookAgain = 2;
/** Seconds of a target duration where the manifest tells nothing. */
const usualTarget = 4;

/** What the tracks of one stream share. */
export interface DashShared {
  readonly source: DashSource;
  readonly periods: PeriodNumbers;
  /** the representation of the main track: the others are cut at the same places */
  readonly main: (period: Period) => Representation | null;
  readonly web: Web;
  readonly referer: string | null;
  readonly now: () => number;
}

/** What a track consists of in a period. */
interface ChosenPeriod {
  readonly period: Period;
  readonly representation: Representation;
  readonly segments: readonly DashSegment[];
}

/** A track of a DASH stream: its representation in each period, told as one playlist. */
export class DashTrack {
  readonly #shared: DashShared;
  readonly #choose: (period: Period) => Representation | null;
  readonly #numbering: Numbering;
  readonly #indexed = new Map<string, DashSegment[]>();
  /** the version that was told last */
  #told = 0;
  #target = usualTarget;
  /** seconds since 1970, kept when the manifest becomes static at the end; `null` when it never was live */
  #epoch: number | null = null;
  /** the first of the window while it was live */
  #oldest: number | null = null;

  /** @param numbering of the same track of an earlier plan, whose numbers are gone on with */
  constructor(shared: DashShared, choose: (period: Period) => Representation | null, numbering: Numbering) {
    this.#shared = shared;
    this.#choose = choose;
    this.#numbering = numbering;
  }

  /** As a track of a plan. */
  planned(about: Omit<PlannedTrack, 'load'>): PlannedTrack {
    return { ...about, load: (reload) => this.load(reload) };
  }

  /**
   * The playlist as it is now; the manifest is fetched when it is old, or has been told already.
   * @throws Failure of the HTTP client, `corrupt-media`, `protected`, `unsupported`
   */
  async load(reload: Reload): Promise<MediaPlaylist> {
    const version = await this.#current(reload.signal);
    this.#told = version.count;
    const { manifest } = version;
    const now = this.#shared.now() + version.offset;
    const chosen: ChosenPeriod[] = [];
    for (const period of manifest.periods) {
      const representation = this.#choose(period);
      if (representation === null) continue;
      const segments = await this.#segments(manifest, period, representation, now, reload.signal);
      chosen.push({ period, representation, segments });
    }
    const segments = this.#placed(manifest, chosen, now);
    this.#target = targetOf(manifest, chosen);
    return {
      url: manifest.url,
      targetDuration: this.#target,
      segments,
      ended: hasEnded(manifest, now),
      control: { canBlockReload: false, canSkipUntil: null, partTarget: null },
      reloadAfter: byClock(chosen.at(-1)?.representation) ? null : pauseOf(manifest),
      holdBack: manifest.dynamic && manifest.suggestedDelay !== 0 ? manifest.suggestedDelay : null,
    };
  }

  /** Seconds of a segment of the main track, where they are all alike. */
  #pace(manifest: Manifest, now: number): number | null {
    for (const period of manifest.periods) {
      const representation = this.#shared.main(period);
      if (representation === null || representation.addressing.form === 'base') continue;
      const segments = segmentsOf(manifest, period, representation, now);
      if (segments.length > 0) return commonLength(segments);
    }
    return null;
  }

  async #current(signal: AbortSignal): Promise<Version> {
    const { source, now } = this.#shared;
    const version = source.version;
    if (version === null) return source.fetch(signal);
    const { manifest, count, fetchedAt } = version;
    if (!manifest.dynamic) return version;
    const age = (now() - fetchedAt) / 1000;
    const seen = count === this.#told;
    if (!isByClock(manifest, this.#choose)) return seen || age > this.#target / 2 ? source.fetch(signal) : version;
    const valid = manifest.updatePeriod ?? Number.POSITIVE_INFINITY;
    if (age < Math.min(lookAgain * this.#target, Math.max(valid, this.#target))) return version;
    return source.fetch(signal).catch((error: unknown) => {
      // What the clock tells is true as long as the server promised.
      if (signal.aborted || age >= valid) throw error;
      return version;
    });
  }

  async #segments(
    manifest: Manifest,
    period: Period,
    representation: Representation,
    now: number,
    signal: AbortSignal,
  ): Promise<readonly DashSegment[]> {
    if (representation.addressing.form !== 'base') return segmentsOf(manifest, period, representation, now);
    const { web, referer } = this.#shared;
    const key = `${period.key} ${representation.addressing.base} ${representation.addressing.indexRange ?? ''}`;
    const segments =
      this.#indexed.get(key) ?? (await indexedSegments(period, representation, { web, referer, signal }));
    this.#indexed.set(key, segments);
    return segments;
  }

  #placed(manifest: Manifest, chosen: readonly ChosenPeriod[], now: number): PlaylistSegment[] {
    if (manifest.epoch !== null) this.#epoch = manifest.epoch / 1000;
    const runs = chosen.map(({ period, segments }): PeriodRun => ({ period: period.key, segments }));
    const epoch = this.#epoch;
    const places = this.#numbering.assign(runs, epoch ?? 0, () => this.#pace(manifest, now));
    const placed = chosen.flatMap(({ period, representation, segments }, at) => {
      const place = places[at] ?? null;
      if (place === null) return [];
      const dated = hasTimes(representation);
      const discontinuity = this.#shared.periods.numberOf(period, epoch === null ? null : epoch * 1000);
      return segments.map(
        (segment, index): PlaylistSegment => ({
          sequence: place + index,
          discontinuity,
          url: segment.url,
          range: segment.range,
          duration: segment.duration,
          dateTime: epoch !== null && dated ? Math.round((epoch + segment.start) * 1000) : null,
          map: segment.map,
          key: null,
          gap: false,
          byClock: manifest.dynamic && byClock(representation),
        }),
      );
    });
    // A manifest that becomes static often names again what the server deleted long ago.
    const oldest = manifest.dynamic ? null : this.#oldest;
    if (manifest.dynamic) this.#oldest = placed[0]?.sequence ?? this.#oldest;
    return oldest === null ? placed : placed.filter((segment) => segment.sequence >= oldest);
  }
}

/** Whether its segments follow from the clock, without anything new in the manifest. */
function byClock(representation: Representation | undefined): boolean {
  const { form, timeline, duration } = representation?.addressing ?? {};
  return form === 'template' && timeline === null && duration !== null;
}

/** A list that moves on and only says how long each segment is does not tell when the first of them begins. */
function hasTimes({ addressing }: Representation): boolean {
  return addressing.form !== 'list' || addressing.timeline !== null;
}

function isByClock(manifest: Manifest, choose: (period: Period) => Representation | null): boolean {
  const last = manifest.periods.at(-1);
  return last !== undefined && byClock(choose(last) ?? undefined);
}

function targetOf(manifest: Manifest, chosen: readonly ChosenPeriod[]): number {
  const lengths = chosen.flatMap(({ segments }) => segments.map((segment) => segment.duration));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const { duration = null, timescale = 1 } = chosen.at(-1)?.representation.addressing ?? {};
  if (longest > 0) return longest;
  return duration === null ? (manifest.longestSegment ?? usualTarget) : duration / timescale;
}

function hasEnded(manifest: Manifest, now: number): boolean {
  if (!manifest.dynamic) return true;
  // One that is never updated ends when its time has come.
  const { epoch, duration, updatePeriod } = manifest;
  return updatePeriod === null && epoch !== null && duration !== null && now > epoch + duration * 1000 + 1000;
}

/** Seconds between two reloads; never so many that segments leave the window unseen. */
function pauseOf(manifest: Manifest): number | null {
  const { updatePeriod, windowDepth } = manifest;
  if (!manifest.dynamic || updatePeriod === null || updatePeriod === 0) return null;
  return windowDepth === null || windowDepth === 0 ? updatePeriod : Math.min(updatePeriod, windowDepth / 2);
}
