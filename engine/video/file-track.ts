import { Failure } from '../../contract/errors.ts';
import type { Pace } from '../../contract/task.ts';
import { readJournal } from '../download/journal.ts';
import type { Part, PartHost } from '../download/part.ts';
import { PartFetch } from '../download/part-fetch.ts';
import { PartFile } from '../download/part-file.ts';
import type { Range } from '../download/ranges.ts';
import { Source } from '../download/source.ts';
import { readSegmentIndex } from '../sources/dash/sidx.ts';
import type { FoundFormat } from '../sources/video/found.ts';
import { clipWindow } from './clip-window.ts';
import { accessTo } from './place-access.ts';
import type { FetchedTrack, Track, TrackFigures } from './track.ts';
import type { TrackParts } from './track-parts.ts';

/** Bytes of the head of a file, and of its index: those of a day have less than one MiB. What says more is read as a whole. */
const headAtMost = 16 * 1024 * 1024;

/** A track that is one file on its server: the file engine fetches it. */
export class FileTrack implements Track {
  readonly #parts: TrackParts;
  /** as it is to be had now */
  #format: FoundFormat;
  #fetch: PartFetch | undefined;
  #pace: Pace | null = null;
  /** bytes that an earlier attempt has left */
  #kept = 0;
  /** bytes that are wanted, where that is not all */
  #wanted: number | null = null;

  constructor(parts: TrackParts) {
    this.#parts = parts;
    this.#format = parts.format;
  }

  get figures(): TrackFigures {
    const facts = this.#fetch?.facts;
    const { clip } = this.#parts;
    const total = facts?.total ?? (clip === null ? this.#format.size : null);
    return {
      done: this.#fetch?.stored ?? this.#kept,
      useful: this.#fetch?.useful ?? this.#kept,
      total: this.#wanted ?? (this.#isPart ? null : total),
      pace: this.#pace,
    };
  }

  async look(): Promise<void> {
    const { folder, role } = this.#parts;
    const journal = await readJournal(folder.journal(role));
    if (journal?.format !== this.#format.id) return;
    this.#kept = journal.ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  }

  async fetch(): Promise<FetchedTrack> {
    const { job, client, folder, role } = this.#parts;
    const renew = async (): Promise<ReturnType<typeof accessTo>> => {
      this.#format = await this.#parts.resolution.renewed(this.#format);
      return accessTo(job, this.#format.place);
    };
    const source = new Source(client, { ...accessTo(job, this.#format.place), renew });
    await source.prepare();
    const file = await PartFile.open(folder.part(role));
    try {
      const part = new PartFetch(this.#partOf(source, file), this.#host());
      // The address that was found anew may be one of another server.
      part.takeUp(await readJournal(folder.journal(role)), true);
      // Not before: while the journal is read, the other track tells the figures of both.
      this.#fetch = part;
      const fetched = await this.#fetchInto(part, file);
      await part.checkpoint();
      return fetched;
    } finally {
      this.#pace = null;
      await file.close();
    }
  }

  async #fetchInto(part: PartFetch, file: PartFile): Promise<FetchedTrack> {
    const path = this.#parts.folder.part(this.#parts.role).data;
    const pieces = this.#isPart ? await this.#fetchClip(part, file) : null;
    if (pieces !== null) return { path, size: pieces.reduce((sum, { start, end }) => sum + end - start, 0), pieces };
    this.#wanted = null;
    const size = await part.run(null);
    if (file.size !== size) await file.truncate(size);
    return { path, size, pieces: null };
  }

  /** @returns `null` where all of it is needed */
  async #fetchClip(part: PartFetch, file: PartFile): Promise<readonly Range[] | null> {
    const { clip } = this.#parts;
    const places = this.#format.index;
    if (clip === null || places === null) return null;
    const { init, index } = places;
    if (init.length > headAtMost || index.length > headAtMost) return null;
    const head: Range = { start: 0, end: Math.max(init.start + init.length, index.start + index.length) };
    await part.run([head]);
    if (part.facts?.ranges !== true) return null;
    await file.idle();
    const found = readSegmentIndex(await file.read(index.start, index.length), index.start);
    const window = found === null ? null : clipWindow(found, clip);
    const { total } = part.facts;
    if (window === null || (total !== null && window.end > total)) return null;
    this.#wanted = head.end + window.end - window.start;
    await part.run([head, window]);
    if (part.facts?.ranges !== true) return null;
    return [{ start: init.start, end: init.start + init.length }, window];
  }

  get #isPart(): boolean {
    return this.#parts.clip !== null && this.#format.index !== null;
  }

  #partOf(source: Source, file: PartFile): Part {
    const { job, folder, role, connections } = this.#parts;
    const { id, place } = this.#format;
    return {
      ...{ source, file, connections, checksum: null, format: id, chunk: place.chunk },
      journal: folder.journal(role),
      directory: job.directory,
      reserve: job.reserve,
    };
  }

  #host(): PartHost {
    const { limits, signal, headroom, log, onBegun, onProgress } = this.#parts;
    return {
      ...{ limits, signal, headroom, log },
      announce: async ({ type, total }) => {
        if (type !== null && /^(?:text\/html|application\/(?:json|xml|xhtml))/u.test(type)) {
          throw new Failure('source-unavailable', { detail: `${type} came where media should` });
        }
        if (total === 0) throw new Failure('source-unavailable', { detail: 'an empty file came where media should' });
        onBegun();
      },
      progress: (_done, pace) => {
        this.#pace = pace;
        onProgress();
      },
    };
  }
}
