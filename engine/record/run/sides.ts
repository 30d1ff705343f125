import type { TrackOutage } from '../fetch/sink.ts';
import type { Forgone, Unended } from '../journal-entry.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { overhang } from '../ledger/side-track.ts';
import type { PlannedTrack } from '../plan.ts';
import { patienceFor } from './side-patience.ts';

/** What the tracks beside the main one are judged by. */
export interface SidesParts {
  readonly tracks: readonly PlannedTrack[];
  readonly ledger: Ledger;
  /** what is wrong with a track just now, or `null` */
  readonly outageOf: (track: string) => TrackOutage | null;
  /** milliseconds since the epoch */
  readonly now: () => number;
}

/** The tracks of a recording beside the main one: what of them is waited for, and what is missing. */
export class Sides {
  readonly #parts: SidesParts;
  readonly #over = new Set<string>();

  constructor(parts: SidesParts) {
    this.#parts = parts;
  }

  /** A track has ended in order. */
  ended(track: string): void {
    this.#over.add(track);
  }

  /** Whether each has reached the end of what is wanted of the main track, or is not worth waiting for. */
  get covered(): boolean {
    const { tracks, ledger, outageOf } = this.#parts;
    return tracks.every(({ id, kind }) => {
      const isGone = kind === 'subtitles' && outageOf(id) !== null;
      return isGone || this.#over.has(id) || this.#reach(id) >= ledger.length - 1e-3;
    });
  }

  /** How far the main track may go on behind a fragment that waits for a track, by its id. Seconds. */
  get patience(): ReadonlyMap<string, number> {
    const { tracks, ledger, outageOf, now } = this.#parts;
    return new Map(
      tracks.map(({ id, kind }) => {
        const outage = outageOf(id);
        const failingFor = outage === null ? null : (now() - outage.since) / 1000;
        const came = (ledger.sides.get(id)?.segments.length ?? 0) > 0;
        return [id, patienceFor({ kind, over: this.#over.has(id), came, failingFor })];
      }),
    );
  }

  /** What a fragment that is made now is without. @param end of the fragment, seconds */
  without(end: number): Forgone[] {
    return this.#open.flatMap(({ id }) => {
      const from = this.#reach(id);
      return end - from > overhang ? [{ track: id, from, to: end, detail: this.#detailOf(id) }] : [];
    });
  }

  /** Those that have not ended in order, at the end of the recording. */
  get unended(): Unended[] {
    return this.#open.map(({ id }) => ({ track: id, detail: this.#detailOf(id) }));
  }

  get #open(): readonly PlannedTrack[] {
    return this.#parts.tracks.filter(({ id }) => !this.#over.has(id));
  }

  #reach(id: string): number {
    return this.#parts.ledger.sides.get(id)?.reach ?? 0;
  }

  #detailOf(id: string): string | null {
    return this.#parts.outageOf(id)?.detail ?? null;
  }
}
