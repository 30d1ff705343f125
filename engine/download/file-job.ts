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
import { spaceFor } from '../files/space.ts';
import { removeUnfinished, type UnfinishedPaths, unfinishedPaths } from '../files/unfinished.ts';
import type { ClientResponse, HttpClient } from '../net/client.ts';
import { type Beginning, begin } from './begin.ts';
import { storeDecoded } from './decoded-body.ts';
import { backoffMs, delay } from './delay.ts';
import { dropJournal, type Journal, readJournal, writeJournal } from './journal.ts';
import { PartFile } from './part-file.ts';
import { RangeSet } from './ranges.ts';
import type { RateLimit } from './rate-limit.ts';
import { Source } from './source.ts';
import { type FirstAnswer, RangesGone, Transfer } from './transfer.ts';
import { ifRange, type Validator } from './validator.ts';

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

/** Tries from the first byte on, where a server gives no parts. */
const WHOLE_TRIES = 5;
/** Milliseconds between two looks at the free space. */
const SPACE_EVERY_MS = 2000;

/** What is known of the file, apart from its bytes. */
type Facts = Omit<Journal, 'version' | 'ranges'> & Validator & { readonly ranges: boolean };

/** Fetches one file: from the link, or from where an earlier attempt stopped, to its final name. */
export class FileFetch {
  readonly #job: FileJob;
  readonly #tools: JobTools;
  readonly #paths: UnfinishedPaths;
  readonly #source: Source;
  #stored = new RangeSet();
  #facts: Facts | undefined;
  #reserved: Promise<string> | undefined;
  #spaceAt = 0;

  /** @throws Failure `invalid-input`, `unsupported` */
  constructor(job: FileJob, tools: JobTools) {
    this.#job = job;
    this.#tools = tools;
    this.#paths = unfinishedPaths(job.directory, job.id);
    this.#source = new Source(tools.client, { ...job, idleMs: job.idleTimeout * 1000 });
  }

  /** Bytes that a later attempt can build on. */
  get progress(): Progress {
    const useful = this.#facts === undefined || this.#facts.ranges;
    return this.#progressNow(useful ? this.#stored.size : 0);
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
    // Where the file can be made anew, an earlier attempt has left nothing, or has moved what there was to its name.
    const made = await PartFile.create(directory, this.#paths);
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
    return this.#complete(await PartFile.open(directory, this.#paths), journal);
  }

  async #complete(file: PartFile, journal: Journal | undefined): Promise<Fetched> {
    try {
      this.#takeUp(journal, file);
      const size = await this.#fetch(file);
      const { content } = file;
      if (file.size !== size) await file.truncate(size);
      const artifact = await this.#finish(file, size);
      return { artifact, sample: content?.length === size ? sampleOfContent(content) : null };
    } finally {
      await file.close();
    }
  }

  /** Whether something proves that bytes of different answers belong to the same version of the source. */
  #isProvable(facts: Pick<Journal, 'etag' | 'lastModified' | 'digest'>): boolean {
    return ifRange(facts) !== undefined || facts.digest !== null || this.#job.checksum !== null;
  }

  /** Uses what an earlier attempt stored, where something proves that it still belongs to the source. */
  #takeUp(journal: Journal | undefined, file: PartFile): void {
    if (journal === undefined) return;
    const { etag, lastModified, ranges, total } = journal;
    if (!this.#isProvable(journal) || total === null) {
      this.#tools.report.log(
        'warn',
        'begins anew: the server gave nothing to tell one version of the file from another',
        {},
      );
      return;
    }
    const { size } = file;
    this.#stored = new RangeSet(
      ranges
        .map(([start, end]) => ({ start, end: Math.min(end, size, total) }))
        .filter(({ start, end }) => start < end),
    );
    if (this.#stored.size === 0) return;
    this.#facts = { ...journal, ranges: true, tag: etag, date: lastModified };
    this.#tools.report.log('info', 'goes on', { stored: this.#stored.size, total });
  }

  async #fetch(file: PartFile): Promise<number> {
    let plain = false;
    let anew = false;
    for (let failures = 0; ; ) {
      let whole = false;
      try {
        if (!anew && this.#facts !== undefined) return await this.#transfer(file, undefined, this.#facts);
        const beginning = await begin(this.#source, plain, this.#tools.signal);
        whole = !beginning.ranges;
        return await this.#fromBeginning(file, beginning);
      } catch (error) {
        if (error instanceof RangesGone) plain = true;
        else {
          failures += 1;
          const mayTry = error instanceof Failure && error.retryable && whole && failures < WHOLE_TRIES;
          if (!mayTry || this.#tools.signal.aborted) throw await this.#kept(file, error);
          await delay(error.retryAfterMs ?? backoffMs(failures, Math.random()), this.#tools.signal);
        }
        this.#tools.report.log('warn', 'begins anew: the server gives no parts of this file', {
          reason: describe(error),
        });
        anew = true;
        this.#source.restart();
      }
    }
  }

  async #fromBeginning(file: PartFile, beginning: Beginning): Promise<number> {
    const { response, validator, total, ranges, coded, name, type, digest } = beginning;
    // Only now, with an answer in hand, what is stored is given up: until then it may still be of use.
    this.#stored.clear();
    const facts: Facts = { ...validator, total, ranges, coded, name, type, digest };
    this.#facts = facts;
    try {
      if (file.size > 0) {
        // The journal goes first: it must never speak of bytes that are not those it knew.
        await dropJournal(this.#paths.journal);
        await file.truncate(0);
      }
      await this.#announce(facts);
    } catch (error) {
      // Nobody else would: it has been asked for already.
      response.cancel();
      throw error;
    }
    const { decode, end } = beginning;
    if (decode !== null) return this.#decode(file, response, decode);
    return this.#transfer(file, { response, overlap: 0, end }, facts);
  }

  async #decode(file: PartFile, response: ClientResponse, coding: string): Promise<number> {
    const { limits, signal, report } = this.#tools;
    const onAbort = (): void => response.cancel(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const pace = { speed: 0, eta: null, connections: 1 };
    try {
      const size = await storeDecoded(response, coding, file, limits, async (done) => {
        report.progress(this.#progressNow(done), pace);
        await this.#watchSpace();
      });
      this.#stored.add(0, size);
      return size;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** @param first its answer, when it was asked for and announced already */
  async #transfer(file: PartFile, first: FirstAnswer | undefined, facts: Facts): Promise<number> {
    if (first === undefined) await this.#announce(facts);
    const transfer = new Transfer({
      source: this.#source,
      file,
      total: facts.total,
      validator: facts,
      coded: facts.coded,
      ranges: facts.ranges,
      stored: this.#stored,
      // nothing would tell the parts of one version from those of another
      connections: this.#isProvable(facts) ? this.#job.connections : 1,
      limits: this.#tools.limits,
      signal: this.#tools.signal,
      onProgress: (done, pace) => this.#tools.report.progress(this.#progressNow(done), pace),
      checkpoint: () => this.#checkpoint(file),
    });
    await transfer.run(first);
    return facts.total ?? this.#stored.size;
  }

  /** Says what was found: asks for the name, and whether there is room for all of it. */
  async #announce(facts: Facts): Promise<void> {
    const { directory, name, reserved } = this.#job;
    if (this.#reserved === undefined) {
      const path = reserved ?? join(directory, name ?? facts.name);
      this.#reserved = this.#tools.report.reserve(path, false, this.#progressNow(this.#stored.size));
      this.#reserved.catch(() => {});
    } else this.#tools.report.running(this.#progressNow(this.#stored.size));
    await this.#checkSpace(facts.total === null ? 0 : facts.total - this.#stored.size);
  }

  /** The data first, then the journal: what the journal names is on the disk. */
  async #checkpoint(file: PartFile): Promise<void> {
    const facts = this.#facts;
    if (facts === undefined) return;
    if (facts.ranges) {
      const ranges = this.#stored.list.map(({ start, end }): [number, number] => [start, end]);
      await file.sync();
      const { total, etag, lastModified, name, type, digest, coded } = facts;
      await writeJournal(this.#paths.journal, {
        version: 1,
        total,
        etag,
        lastModified,
        name,
        type,
        digest,
        coded,
        ranges,
      });
    }
    await this.#watchSpace();
  }

  /** A look at the free space from time to time: others write as well. */
  async #watchSpace(): Promise<void> {
    if (performance.now() - this.#spaceAt >= SPACE_EVERY_MS) await this.#checkSpace(0);
  }

  /** After a failure or a stop: what is stored is put on record, unless that fails as well. */
  async #kept(file: PartFile, error: unknown): Promise<unknown> {
    try {
      await file.idle();
      await this.#checkpoint(file);
    } catch (second) {
      // A missing folder or a full disk explains more than the broken connection it led to.
      if (second instanceof Failure && second.code === 'folder-missing') return second;
    }
    return error;
  }

  async #checkSpace(needed: number): Promise<void> {
    this.#spaceAt = performance.now();
    const { free, reserve } = await spaceFor(needed, this.#job.directory, this.#job.reserve);
    if (free < needed + reserve) {
      throw new Failure('disk-full', {
        detail: `${free} bytes are free in ${this.#job.directory}, ${needed} are needed and ${reserve} stay in reserve`,
      });
    }
  }

  async #finish(file: PartFile, size: number): Promise<Artifact> {
    const { report, signal } = this.#tools;
    const expected = this.#job.checksum ?? this.#facts?.digest ?? null;
    if (expected !== null) {
      await this.#checkpoint(file);
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
    return { path, size, type: this.#facts?.type ?? null, verified: expected, sameAs: null };
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
    return { fraction: null, done, total: this.#facts?.total ?? null };
  }
}

function describe(error: unknown): string {
  return error instanceof Failure ? `${error.code}: ${error.detail ?? ''}` : String(error);
}
