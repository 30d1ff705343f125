import type { GapCause, LiveFigures, Timeline } from '../../../contract/recording.ts';
import type { ClosedCut, JournalEntry, Missing } from '../journal-entry.ts';
import type { StoredSegment } from '../stored.ts';
import { beganAt, type ClockFacts, timeAt } from './clock.ts';
import { closeOf, countBehind, mainBegin, sideBegin } from './close.ts';
import { Gaps, type Lack } from './gaps.ts';
import { Interner } from './intern.ts';
import { grain, secondsOf } from './line.ts';
import { MainTrack } from './main-track.ts';
import { endOf, firstOf, type Kept, type Placed } from './placed.ts';
import { addedBy, storedBehind } from './recorded.ts';
import { neededSpans, splitReleased } from './release.ts';
import { rounded, roundedTimeline } from './rounded.ts';
import { type SideSegment, SideTrack } from './side-track.ts';
import { type Span, Spans } from './spans.ts';
import { type KnownTrack, Tracks } from './tracks.ts';

/** What the timeline says that the journal does not know. */
export interface TimelineMeta {
  /** the link without user and password */
  readonly url: string;
  /** languages of tracks, by their id: BCP 47 */
  readonly languages?: ReadonlyMap<string, string>;
}

type Ended = Extract<JournalEntry, { type: 'ended' }>['why'];

/** The first track of a plan. */
const mainId = 'main';

/**
 * Everything a recording knows of itself, folded from its journal. What is applied while it runs and what is read again after a
 * crash give the same. All times are seconds from the beginning of the recording, unless said otherwise.
 */
export class Ledger {
  readonly #asked: number | null;
  readonly #gaps = new Gaps();
  readonly #main = new MainTrack(this.#gaps);
  readonly #sides = new Map<string, SideTrack>();
  readonly #spans = new Spans();
  readonly #tracks = new Tracks();
  readonly #interner = new Interner();
  #revision = 0;
  #title = '';
  #startedAt: number | null = null;
  #streamStartedAt: number | null = null;
  #begins: ClockFacts['begins'] = null;
  /** nothing comes behind the fragment that was closed last */
  #isLast = false;
  #recorded = 0;
  #ended: Ended | null = null;
  #interruption: GapCause = 'not-running';
  #stopped: GapCause | null = null;

  /** @param asked how long the recording shall be, seconds; `null`: as long as the stream */
  constructor(asked: number | null = null) {
    this.#asked = asked;
  }

  /** Takes the next entry of the journal. @throws Failure `internal` where a fragment ends at a place that is not known */
  apply(entry: JournalEntry): void {
    switch (entry.type) {
      case 'attempt':
        this.#interruption = this.#stopped ?? 'not-running';
        this.#stopped = null;
        this.#title = entry.title === '' ? this.#title : entry.title;
        break;
      case 'stored':
        this.#store(this.#interner.segment(entry.segment), entry.at);
        return;
      case 'missing':
        this.#miss(entry);
        break;
      case 'begins':
        if (this.#startedAt === null) this.#begins = entry;
        break;
      case 'duplicates':
        this.#tracks.duplicate(entry.count);
        return;
      case 'epoch':
        this.#tracks.renumber(entry);
        if (entry.track === mainId) this.#main.renumber(entry);
        return;
      case 'stopped':
        this.#stopped = entry.cause;
        return;
      case 'closed':
        this.#spans.closed(entry.part, entry.cut, entry.tooLong ?? false, this.#main.placed);
        this.#isLast = entry.last ?? false;
        break;
      case 'published':
        this.#spans.publish(entry.part, entry.path, entry.size);
        for (const forgone of entry.without ?? []) this.#named(forgone.track).forgo(forgone);
        break;
      case 'failed':
        this.#spans.fail(entry.part);
        break;
      case 'ended':
        this.#ended = entry.why;
        this.#settle();
        for (const { track, detail } of entry.unended ?? []) this.#named(track).end(this.length, track, detail);
        break;
    }
    this.#revision += 1;
  }

  /** Grows whenever the timeline changed in more than its length; the same after the journal was read again. */
  get revision(): number {
    return this.#revision;
  }

  /** Why nothing will be added any more, or `null` while something may. */
  get ended(): Ended | null {
    return this.#ended;
  }

  /**
   * Why nothing was recorded between the last attempt that stored something and the present one, or the next: what it said when
   * it stopped, else that nothing ran.
   */
  get interruption(): GapCause {
    return this.#stopped ?? this.#interruption;
  }

  /** Where the last closed fragment ends, for the cutter to go on; `null` before the first. */
  get lastCut(): ClosedCut | null {
    return this.#spans.last?.cut ?? null;
  }

  /** The number of the fragment that is closed next. */
  get nextPart(): number {
    return this.#spans.nextPart;
  }

  /** Milliseconds since the epoch when the first segment was stored; `null` before. */
  get startedAt(): number | null {
    return this.#startedAt;
  }

  /** When the beginning was sent, see `beganAt`; milliseconds since the epoch, or `null`. */
  get beganAt(): number | null {
    return beganAt(this.#clock);
  }

  /** The time a place goes by, see `timeAt`. */
  timeAt(seconds: number, storedAt: number): number {
    return timeAt(seconds, storedAt, this.#clock);
  }

  /** The main track, as far as it is kept. */
  get main(): readonly Placed[] {
    return this.#main.placed;
  }

  /** Where the main track ends so far, seconds. */
  get mainEnd(): number {
    return this.#main.end;
  }

  /** How long the recording is so far, gaps included: up to where it ends, whatever is known beyond. Seconds. */
  get length(): number {
    return this.#close ?? Math.min(this.#main.end, this.#latest);
  }

  /** Up to where on the timeline a track was taken, as far as anybody knows. Seconds. */
  reached(track: string): number {
    return track === mainId ? this.#main.end : (this.#sides.get(track)?.taken ?? 0);
  }

  /** The other tracks by their id, as far as they are kept, in the order in which they came up. */
  get sides(): ReadonlyMap<string, { readonly segments: readonly SideSegment[]; readonly reach: number }> {
    return this.#sides;
  }

  /** A fragment that is closed and not published. */
  span(part: number): Span | undefined {
    return this.#spans.held.get(part);
  }

  /** Whether there is one fragment, and will never be another. */
  get isSingle(): boolean {
    const { entries, open } = this.#spans;
    return entries.length === 1 && (this.#isLast || (this.#ended !== null && open === null));
  }

  /** Fragments that are closed, but neither published nor failed: they have still to be made. */
  unfinished(): readonly Span[] {
    return this.#spans.unfinished();
  }

  /** The stored segments of a track that are kept, in their order. */
  segments(track: string): readonly Kept[] {
    return track === mainId ? this.#main.placed : (this.#sides.get(track)?.segments ?? []);
  }

  /** What is known of a track, to go on behind it; `null`: nothing. */
  known(track: string): KnownTrack | null {
    return this.#tracks.known(track);
  }

  /**
   * Lets go of segments that no fragment to come needs and that lie more than `keep` seconds behind the end of the recording.
   * @returns them, so that their files can be removed
   */
  release(keep: number): StoredSegment[] {
    const needed = neededSpans(this.#spans);
    const before = this.length - keep;
    const released = splitReleased(this.#main.placed, needed, before, (placed) => ({
      at: secondsOf(firstOf(placed)),
      end: secondsOf(endOf(placed)),
    }));
    for (const { segments } of this.#sides.values())
      released.push(...splitReleased(segments, needed, before, ({ place }) => place));
    return released;
  }

  figures(): Omit<LiveFigures, 'behind' | 'outage' | 'asked'> {
    const { length } = this;
    const { gaps, seconds } = this.#lack;
    return {
      length: rounded(length),
      missing: rounded(Math.min(seconds, length)),
      gaps: gaps.length,
      fragments: this.#spans.published,
      revision: this.#revision,
    };
  }

  timeline({ url, languages }: TimelineMeta): Timeline {
    const { placed, breaks } = this.#main;
    const close = this.#close;
    const { gaps, segments } = this.#lack;
    const open = close === null ? this.#spans.openEntry(this.#storedEnd) : null;
    const inside = ({ at }: { readonly at: number }): boolean => close === null || at < close - grain;
    return roundedTimeline({
      version: 1,
      url,
      title: this.#title,
      startedAt: this.#startedAt,
      streamStartedAt: this.#streamStartedAt,
      beganAt: this.beganAt,
      length: this.length,
      recorded: this.#recorded - (close === null ? 0 : storedBehind(placed, close)),
      asked: this.#asked,
      ended: this.#ended !== null,
      ...(this.#ended === null ? {} : { end: this.#ended }),
      segments: this.#tracks.counts(segments, this.#behind),
      tracks: this.#tracks.entries(languages),
      fragments: open === null ? this.#spans.entries : [...this.#spans.entries, open],
      gaps: [...gaps],
      breaks: breaks.filter(inside),
      leading: this.#spans.leadingIn(placed, this.#ended !== null && close === null).filter(inside),
    });
  }

  #store(segment: StoredSegment, at: number): void {
    this.#interruption = 'not-running';
    if (this.#tracks.store(segment)) this.#revision += 1;
    this.#startedAt ??= at;
    if (segment.track === mainId) this.#storeMain(segment, at);
    else this.#sideOf(segment.track).store(segment);
    this.#settle();
  }

  #storeMain(segment: StoredSegment, at: number): void {
    const before = this.#main.placed.at(-1);
    const placed = this.#main.store(segment, at);
    if (placed === undefined) return;
    if (placed.join !== null) this.#revision += 1;
    if (this.#spans.stored(this.#main.placed)) this.#revision += 1;
    if (!this.#main.begun) return;
    this.#recorded += addedBy(placed, before);
    if (this.#streamStartedAt !== null || segment.dateTime === null) return;
    this.#streamStartedAt = Math.round(segment.dateTime - secondsOf(firstOf(placed)) * 1000);
    this.#revision += 1;
  }

  #miss(missing: Missing): void {
    this.#tracks.miss(missing);
    if (missing.track === mainId) this.#main.miss(missing);
    else this.#sideOf(missing.track).miss(missing);
  }

  #settle(): void {
    for (const side of this.#sides.values()) side.settle(this.#ended !== null);
  }

  /** A track beside the main one, of which nothing need be stored. */
  #named(track: string): SideTrack {
    this.#tracks.name(track);
    return this.#sideOf(track);
  }

  #sideOf(track: string): SideTrack {
    const known = this.#sides.get(track);
    if (known !== undefined) return known;
    const side = new SideTrack(this.#main, this.#gaps);
    this.#sides.set(track, side);
    return side;
  }

  get #clock(): ClockFacts {
    return { dated: this.#streamStartedAt, startedAt: this.#startedAt, begins: this.#begins };
  }

  /** See `closeOf`. */
  get #close(): number | null {
    return closeOf(this.#spans, { asked: this.#asked, ended: this.#ended, placed: this.#main.placed });
  }

  /** Where it ends at the latest. While enough is not there, with what was asked for, or with the pictures that reach over that. */
  get #latest(): number {
    const most = this.#asked === null ? Number.POSITIVE_INFINITY : Math.max(this.#asked, this.#storedEnd);
    return this.#close ?? most;
  }

  /** What is missing of the recording. */
  get #lack(): Lack {
    return this.#gaps.before(this.#ended === null ? this.#latest : this.length);
  }

  /** Stored segments that lie behind the end. */
  get #behind(): number {
    const end = this.#latest;
    if (!Number.isFinite(end)) return 0;
    const sides = [...this.#sides.values()].map(({ segments }) => countBehind(segments, end, sideBegin));
    return sides.reduce((sum, count) => sum + count, countBehind(this.#main.placed, end, mainBegin));
  }

  get #storedEnd(): number {
    const last = this.#main.placed.at(-1);
    return last === undefined || !this.#main.begun ? 0 : secondsOf(endOf(last));
  }
}
