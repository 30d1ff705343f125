import type { Timeline } from '../../../contract/recording.ts';
import type { JournalEntry, Missing } from '../journal-entry.ts';
import type { MediaSummary, StoredSegment } from '../stored.ts';

/** What the follower of a track needs to go on behind what is known. */
export interface KnownTrack {
  readonly epoch: number;
  /** the last that is stored or missing in this epoch; -1: none */
  readonly sequence: number;
  /** of the last stored one; 0 before */
  readonly discontinuity: number;
  /** the stream's date where what is known ends, milliseconds since the epoch, or `null` */
  readonly dateTime: number | null;
}

interface Facts {
  known: KnownTrack | null;
  /** what the timeline says of it */
  entry: TrackEntry;
}

type TrackEntry = Timeline['tracks'][number];

/** What is known of each track, and how many of their segments are stored. */
export class Tracks {
  readonly #facts = new Map<string, Facts>();
  #stored = 0;
  #duplicates = 0;

  /** @returns whether the track now shows as something else */
  store(segment: StoredSegment): boolean {
    const { track, epoch, sequence, discontinuity, dateTime, duration, media } = segment;
    this.#stored += 1;
    const facts = this.#factsOf(track);
    const ends = dateTime === null ? null : dateTime + duration * 1000;
    facts.known = { epoch, sequence, discontinuity, dateTime: ends };
    const entry = entryOf(track, media, facts.entry);
    const isOther = entry.codec !== facts.entry.codec || entry.format !== facts.entry.format;
    facts.entry = entry;
    return isOther;
  }

  miss({ track, epoch, sequence, count, duration }: Missing): void {
    const facts = this.#factsOf(track);
    const before = facts.known;
    const last = sequence + count - 1;
    facts.known = {
      epoch,
      sequence: before?.epoch === epoch ? Math.max(before.sequence, last) : last,
      discontinuity: before?.discontinuity ?? 0,
      dateTime: before?.dateTime == null ? null : before.dateTime + duration * 1000,
    };
  }

  /** There is such a track, although nothing may be stored of it. */
  name(track: string): void {
    this.#factsOf(track);
  }

  duplicate(count: number): void {
    this.#duplicates += count;
  }

  renumber({ track, epoch }: Extract<JournalEntry, { type: 'epoch' }>): void {
    const facts = this.#factsOf(track);
    const before = facts.known;
    facts.known = {
      epoch,
      sequence: -1,
      discontinuity: before?.discontinuity ?? 0,
      dateTime: before?.dateTime ?? null,
    };
  }

  known(track: string): KnownTrack | null {
    return this.#facts.get(track)?.known ?? null;
  }

  /**
   * Media segments of the recording.
   * @param missing those that are missing of it
   * @param behind stored ones that lie behind its end
   */
  counts(missing: number, behind: number): Timeline['segments'] {
    const stored = this.#stored - behind;
    return { expected: stored + missing, stored, missing, duplicates: this.#duplicates };
  }

  /** @param languages by the id of a track */
  entries(languages: ReadonlyMap<string, string> | undefined): TrackEntry[] {
    const entries = [...this.#facts.values()].map(({ entry }) => entry);
    // The first to come may be another one; the main track is told first all the same.
    entries.sort((a, b) => Number(b.id === 'main') - Number(a.id === 'main'));
    return entries.map((entry) => ({ ...entry, language: languages?.get(entry.id) ?? null }));
  }

  #factsOf(track: string): Facts {
    const known = this.#facts.get(track);
    if (known !== undefined) return known;
    const facts: Facts = { known: null, entry: entryOf(track, null, null) };
    this.#facts.set(track, facts);
    return facts;
  }
}

/** @param before what it said so far: a segment without a keyframe does not tell everything */
function entryOf(id: string, media: MediaSummary | null, before: TrackEntry | null): TrackEntry {
  const streams = media?.streams.filter(({ units }) => units > 0) ?? [];
  const listed = (texts: readonly string[]): string | null => [...new Set(texts.filter(Boolean))].join(', ') || null;
  const codec = listed(streams.map(({ codec }) => codec)) ?? (media?.container === 'vtt' ? 'webvtt' : null);
  const isTold = streams.every(({ shown }) => shown !== '') || codec !== before?.codec;
  const format = isTold ? listed(streams.map(({ shown }) => shown)) : before.format;
  return { id, kind: kindOf(id, media), codec, language: null, format };
}

function kindOf(id: string, media: MediaSummary | null): TrackEntry['kind'] {
  if (media?.container === 'vtt' || id.startsWith('subtitles')) return 'subtitles';
  if (media === null) return id.startsWith('audio') ? 'audio' : 'video';
  return media.streams.some(({ kind, units }) => kind === 'video' && units > 0) ? 'video' : 'audio';
}
