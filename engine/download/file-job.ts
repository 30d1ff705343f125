import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import type { Artifact, Pace, Progress } from '../../contract/task.ts';
import type { FileJob } from '../../contract/worker-messages.ts';
import { fileFailure } from '../files/failure.ts';
import { publish, wasPublished } from '../files/publish.ts';
import { movedTo } from '../files/publish-by-move.ts';
import { type HashAlgorithm, hashFile } from '../files/same-content.ts';
import { coversUpTo, sampleOfContent } from '../files/sample.ts';
import { makeUnfinishedFolder, removeUnfinished, type UnfinishedPaths, unfinishedPaths } from '../files/unfinished.ts';
import { askerOf } from '../net/asker.ts';
import type { HttpClient } from '../net/client.ts';
import { type Journal, readJournal } from './journal.ts';
import type { PartFacts } from './part.ts';
import { PartFetch } from './part-fetch.ts';
import { PartFile, type PartPlace } from './part-file.ts';
import type { RateLimit } from './rate-limit.ts';
import { Source } from './source.ts';

/** What a job tells and asks while it runs. */
export interface JobReport {
  /**
   * asks for a path nobody else has; `taken` says that the one of before is in use by another program. With `progress` it
   * says as well what `running` says.
   */
  reserve(path: string, taken: boolean, progress: Progress | null): Promise<string>;
  running(progress: Progress): void;
  finishing(step: 'verify' | 'publish', progress: Progress): void;
  progress(progress: Progress, pace: Pace): void;
  log(level: 'info' | 'warn', message: string, fields: Record<string, string | number | boolean | null>): void;
}

/** A file in its place. */
export interface Fetched {
  readonly artifact: Artifact;
  /** what `sampleOf` says of it, where that cost no reading */
  readonly sample: string | null;
}

/** What a job works with. */
export interface JobTools {
  readonly client: HttpClient;
  readonly limits: readonly RateLimit[];
  readonly report: JobReport;
  readonly signal: AbortSignal;
}

/** Fetches one file: from the link, or from where an earlier attempt stopped, to its final name. */
export class FileFetch {
  readonly #job: FileJob;
  readonly #tools: JobTools;
  readonly #paths: UnfinishedPaths;
  readonly #source: Source;
  #part: PartFetch | undefined;
  #reserved: Promise<string> | undefined;

  /** @throws Failure `invalid-input`, `unsupported` */
  constructor(job: FileJob, tools: JobTools) {
    this.#job = job;
    this.#tools = tools;
    this.#paths = unfinishedPaths(job.directory, job.id);
    this.#source = new Source(tools.client, { url: job.url, ...askerOf(job) });
  }

  /** Bytes that a later attempt can build on. */
  get progress(): Progress {
    return this.#progressNow(this.#part?.useful ?? 0);
  }

  /**
   * Runs the job to its end. The unfinished file is left as a second name until completion is on record.
   * @throws Failure; the reason of the signal when it is aborted. What is stored is then on record in the journal.
   */
  async run(): Promise<Fetched> {
    const { directory, id, fresh, reserved } = this.#job;
    if (fresh) await removeUnfinished(directory, id);
    await this.#source.prepare();
    const { data, journal: record } = this.#paths;
    const place: PartPlace = { data, makeFolder: () => makeUnfinishedFolder(directory) };
    // Where the file can be made anew, an earlier attempt has left nothing, or has moved what there was to its name.
    const made = await PartFile.create(place);
    if (made !== undefined && (fresh || (await movedTo(data)) === undefined)) return this.#complete(made, undefined);
    if (made !== undefined) {
      await made.close();
      await rm(data, { force: true });
    }
    const published = await wasPublished(data, directory, reserved);
    const journal = await readJournal(record);
    if (published !== undefined) {
      const artifact = await this.#found(published, journal?.type ?? null, journal?.digest ?? null);
      return { artifact, sample: null };
    }
    return this.#complete(await PartFile.open(place), journal);
  }

  async #complete(file: PartFile, journal: Journal | undefined): Promise<Fetched> {
    try {
      const part = this.#partOf(file);
      this.#part = part;
      part.takeUp(journal, false);
      const size = await part.run(null);
      const { content } = file;
      if (file.size !== size) await file.truncate(size);
      const artifact = await this.#finish(part, file, size);
      return { artifact, sample: content?.length === size ? sampleOfContent(content) : null };
    } finally {
      await file.close();
    }
  }

  #partOf(file: PartFile): PartFetch {
    const { limits, signal, report } = this.#tools;
    const { connections, checksum, directory, reserve } = this.#job;
    return new PartFetch(
      {
        ...{ source: this.#source, file, journal: this.#paths.journal, connections, checksum, directory, reserve },
        chunk: null,
        format: null,
      },
      {
        limits,
        signal,
        announce: async (facts, stored) => this.#announce(facts, stored),
        progress: (done, pace) => report.progress(this.#progressNow(done), pace),
        headroom: () => 0,
        log: report.log,
      },
    );
  }

  /** Says what was found: asks for the name. */
  #announce(facts: PartFacts, stored: number): void {
    const { directory, name, reserved } = this.#job;
    if (this.#reserved === undefined) {
      const path = reserved ?? join(directory, name ?? facts.name);
      this.#reserved = this.#tools.report.reserve(path, false, this.#progressNow(stored));
      this.#reserved.catch(() => {});
    } else this.#tools.report.running(this.#progressNow(stored));
  }

  async #finish(part: PartFetch, file: PartFile, size: number): Promise<Artifact> {
    const { report, signal } = this.#tools;
    const expected = this.#job.checksum ?? part.facts?.digest ?? null;
    if (expected !== null) {
      await part.checkpoint();
      report.finishing('verify', this.#progressNow(size));
      const [algorithm, hex] = expected.split(':');
      const actual = await hashFile(this.#paths.data, algorithm as HashAlgorithm, undefined, signal);
      if (actual !== hex) {
        throw new Failure('checksum-mismatch', { detail: `${algorithm} is ${actual}, not ${hex}`, retryable: false });
      }
    }
    // A small one is in its place before anybody could have read that it is about to be.
    if (size > coversUpTo || expected !== null) report.finishing('publish', this.#progressNow(size));
    await file.sync();
    signal.throwIfAborted();
    let path = await this.#reserved;
    if (path === undefined) throw new Failure('internal', { detail: 'no name was asked for' });
    while ((await publish(this.#paths.data, path)) === 'taken') path = await report.reserve(path, true, null);
    return { path, size, type: part.facts?.type ?? null, verified: expected, sameAs: null };
  }

  async #found(path: string, type: string | null, verified: string | null): Promise<Artifact> {
    try {
      const { size } = await stat(path);
      return { path, size, type, verified, sameAs: null };
    } catch (error) {
      throw fileFailure(error, path);
    }
  }

  #progressNow(done: number): Progress {
    return { fraction: null, done, total: this.#part?.facts?.total ?? null };
  }
}
