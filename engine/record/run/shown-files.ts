import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Timeline } from '../../../contract/recording.ts';
import { type WatchItem, type WatchRendition, watchIndex, watchPlaylist } from '../finish/watch-playlist.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { workFiles } from '../work-files.ts';

/** Milliseconds between two writes of what front ends look at, at least and at most. */
const [least, most] = [2_000, 15_000];
/**
 * How many times longer than the last write took the next is waited for: what is written grows with the recording, and must not
 * come to be what a long one spends its time with.
 */
const rest = 500;

/** What is written. */
export interface ShownParts {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly timeline: () => Timeline;
  /** tracks besides the main one, by their id */
  readonly names: ReadonlyMap<string, { readonly language: string | null; readonly name: string | null }>;
}

/**
 * Keeps the files by which a running recording is shown: its timeline, and the playlists by which it is watched. They are a
 * view of the journal, so nothing is lost with them and nothing is flushed.
 */
export class ShownFiles {
  readonly #parts: ShownParts;
  /** of each track, what its playlist named last, and what it names no more */
  readonly #named = new Map<string, { items: readonly WatchItem[]; segments: number; breaks: number }>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #over = false;
  #revision = 0;
  /** milliseconds the last write took */
  #took = 0;

  constructor(parts: ShownParts) {
    this.#parts = parts;
  }

  /** The revision of the ledger that front ends can look at; they look when it grows. */
  get revision(): number {
    return this.#revision;
  }

  /** Something changed; many changes are one write. */
  changed(): void {
    const wait = Math.min(most, Math.max(least, rest * this.#took));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#writing = this.#write().catch(() => {
        // a full disk is found by what matters more
      });
    }, wait);
  }

  /** Writes the last state. */
  async end(over: boolean): Promise<void> {
    this.#over = over;
    clearTimeout(this.#timer);
    await this.#writing;
    await this.#write().catch(() => {});
  }

  async #write(): Promise<void> {
    const { folder, timeline, ledger } = this.#parts;
    const files = workFiles(folder);
    const { revision } = ledger;
    const began = performance.now();
    await replace(files.timeline, JSON.stringify(timeline()));
    this.#revision = revision;
    await this.#writePlaylists(files.watch);
    this.#took = performance.now() - began;
  }

  async #writePlaylists(watch: string): Promise<void> {
    const { folder } = this.#parts;
    const [main, ...sides] = this.#tracks();
    if (main === undefined) return;
    if (sides.length === 0) return replace(watch, this.#playlist(main));
    for (const track of [main, ...sides]) await replace(join(folder, fileOf(track)), this.#playlist(track));
    await replace(
      watch,
      watchIndex(
        [main, ...sides].map((track) => this.#rendition(track)),
        5_000_000,
      ),
    );
  }

  #tracks(): string[] {
    const { ledger } = this.#parts;
    return ledger.main.length === 0 ? [] : ['main', ...ledger.sides.keys()];
  }

  #playlist(track: string): string {
    const items = this.#items(track);
    const before = this.#named.get(track) ?? { items: [], segments: 0, breaks: 0 };
    // From the beginning, but for those of a fragment that could not be made.
    const there = new Set(items.map(({ segment }) => segment.file));
    const gone = before.items.filter(({ segment }) => !there.has(segment.file));
    const segments = before.segments + gone.length;
    const breaks = before.breaks + gone.filter(({ isBreak }, index) => isBreak && before.segments + index > 0).length;
    this.#named.set(track, { items, segments, breaks });
    return watchPlaylist({ items, dropped: { segments, breaks }, over: this.#over });
  }

  #items(track: string): WatchItem[] {
    return this.#parts.ledger.segments(track).map(({ segment, join }) => ({ segment, isBreak: join !== null }));
  }

  #rendition(track: string): WatchRendition {
    const { language = null, name = null } = this.#parts.names.get(track) ?? {};
    const kind = track === 'main' ? 'main' : track.startsWith('subtitles') ? 'subtitles' : 'audio';
    return { kind, playlist: fileOf(track), language, name };
  }
}

function fileOf(track: string): string {
  return `watch-${track}.m3u8`;
}

/** Whoever reads sees the old or the new, never a half. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
