import { mkdir } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import type { FragmentEntry, GapCause, LiveFigures } from '../../contract/recording.ts';
import type { Artifact, FinishingStep, Pace, Progress } from '../../contract/task.ts';
import type { StreamJob } from '../../contract/worker-messages.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import { findTool } from '../ffmpeg/find-tool.ts';
import { fileFailure } from '../files/failure.ts';
import { makeUnfinishedFolder, removeUnfinished, unfinishedPaths } from '../files/unfinished.ts';
import { askerOf } from '../net/asker.ts';
import type { HttpClient } from '../net/client.ts';
import { WebSession } from '../net/session.ts';
import type { VideoSites } from '../sources/video/sites.ts';
import { removeHalfMade } from './finish/finaliser.ts';
import type { StreamPlan } from './plan.ts';
import { RecordingBook } from './run/book.ts';
import { lengthLeft } from './run/length-left.ts';
import { progressOf } from './run/progress.ts';
import { resolvePatiently, type SiteOptions } from './run/resolve.ts';
import { Session } from './run/session.ts';
import { titleOf } from './run/title.ts';
import { workFiles } from './work-files.ts';

/** What a recording tells while it runs. */
export interface RecordingReport {
  /** what the stream calls itself */
  named(name: string): void;
  running(progress: Progress): void;
  finishing(step: FinishingStep, progress: Progress): void;
  progress(progress: Progress, pace: Pace, live: LiveFigures): void;
  /** a file is in its place, while more may come; with what the ledger says of it, `null` for what lies beside a fragment */
  fragment(artifact: Artifact, entry: FragmentEntry | null): void;
  /** a program was started, or has ended */
  child(pid: number, running: boolean): void;
  log(level: 'info' | 'warn', message: string, fields: Record<string, string | number | boolean | null>): void;
}

/** What a recording works with. */
export interface RecordingTools {
  readonly client: HttpClient;
  readonly limits: readonly RateLimit[];
  readonly report: RecordingReport;
  /** sites that are asked where their streams lie */
  readonly sites?: VideoSites;
  /** the link was found and not given by the user, see `WebSession` */
  readonly publicOnly?: boolean;
}

const nothing: Progress = { fraction: null, done: 0, total: null };

/** Records one stream: from its link, or from where an earlier attempt stopped, to its last fragment. */
export class Recording {
  #job: StreamJob;
  readonly #tools: RecordingTools;
  /** ends everything at once */
  readonly #stop = new AbortController();
  /** ends the wait for a stream that shall not be gone on with */
  readonly #resolving = new AbortController();
  readonly #folder: string;
  #book: RecordingBook | undefined;
  #session: Session | undefined;
  #finish: boolean;
  #cause: GapCause = 'not-running';

  constructor(job: StreamJob, tools: RecordingTools) {
    this.#job = job;
    this.#tools = tools;
    this.#finish = job.finish;
    this.#folder = unfinishedPaths(job.directory, job.id).recording;
  }

  /** What is stored counts from the moment the journal is read, however the attempt goes on. */
  get progress(): Progress {
    return this.#book === undefined ? nothing : progressOf(this.#book, this.#job.recording.duration);
  }

  /** Takes no more; `run` then ends like one whose stream has ended. */
  finish(): void {
    this.#finish = true;
    this.#session?.finish();
    this.#resolving.abort(new Failure('canceled'));
  }

  /** Stops at once so that a later attempt can go on; `run` then rejects with `canceled`. */
  leave(cause: GapCause): void {
    this.#cause = cause;
    this.#stop.abort(new Failure('canceled'));
  }

  /**
   * @returns all files of the recording that this and earlier attempts have put in their places
   * @throws Failure of the source where nothing is recorded yet, of the disk, `tool-missing`, `corrupt-media` (a fragment could
   * not be put together; its media segments stay), `missed` (its time is over), `canceled`
   */
  async run(): Promise<readonly Artifact[]> {
    const { directory, id, fresh } = this.#job;
    if (fresh) await removeUnfinished(directory, id);
    const ffmpeg = await findTool('ffmpeg', this.#job.ffmpeg);
    await this.#makeFolder();
    const book = await this.#openBook();
    this.#book = book;
    try {
      await removeHalfMade(this.#folder);
      return await this.#record(book, ffmpeg);
    } catch (error) {
      // What went before says nothing of the next attempt: it begins as if it were the first.
      if (!this.#stop.signal.aborted && book.ledger.startedAt === null) await this.#forget();
      else await this.#tellStopped(book, error);
      throw this.#stop.signal.aborted ? this.#stop.signal.reason : error;
    } finally {
      await book.close();
    }
  }

  async #tellStopped(book: RecordingBook, error: unknown): Promise<void> {
    const cause = error instanceof Failure && error.code === 'disk-full' ? 'disk-full' : this.#cause;
    // Without it the next attempt says that nothing ran, which is true as well.
    await book.write({ type: 'stopped', at: Date.now(), cause }).catch(() => {});
  }

  async #openBook(): Promise<RecordingBook> {
    try {
      return await RecordingBook.open(workFiles(this.#folder).journal, (startedAt) => this.#takeLength(startedAt));
    } catch (error) {
      if (error instanceof Failure && error.code === 'missed') await this.#forget();
      throw error;
    }
  }

  /** @returns how long the recording is to be with what it is late, in seconds; from here on the job says so too */
  #takeLength(startedAt: number | null): number | null {
    const { recording } = this.#job;
    const duration = lengthLeft(this.#job, startedAt, Date.now());
    if (duration !== recording.duration) {
      this.#tools.report.log('warn', 'it begins late and ends at its time', { seconds: duration });
      this.#job = { ...this.#job, recording: { ...recording, duration } };
    }
    return duration;
  }

  async #record(book: RecordingBook, ffmpeg: string): Promise<readonly Artifact[]> {
    const job = this.#job;
    if (book.damaged !== null) this.#tools.report.log('warn', 'the journal was damaged', { setAside: book.damaged });
    const web = this.#web();
    const over = this.#finish || book.ledger.ended !== null;
    const plan = over ? null : await this.#resolve(book, web);
    const title = titleOf(job, book.title, plan);
    const session = new Session({
      job,
      book,
      folder: this.#folder,
      ffmpeg,
      web,
      plan,
      title,
      report: this.#tools.report,
      sites: this.#sites(web),
    });
    this.#session = session;
    if (this.#finish) session.finish();
    return session.run(this.#stop.signal);
  }

  /** `null` where there is something to finish and no stream to go on with. */
  async #resolve(book: RecordingBook, web: WebSession): Promise<StreamPlan | null> {
    const signal = AbortSignal.any([this.#stop.signal, this.#resolving.signal]);
    const { url, recording } = this.#job;
    try {
      return await resolvePatiently(url, recording, web, {
        goesOn: book.ledger.startedAt !== null,
        signal,
        log: this.#tools.report.log,
        ...this.#sites(web),
      });
    } catch (error) {
      // Somebody wants the end: what is there is put together.
      if (this.#finish && !this.#stop.signal.aborted && book.ledger.startedAt !== null) return null;
      throw error;
    }
  }

  #sites(web: WebSession): SiteOptions {
    const { sites } = this.#tools;
    return sites === undefined ? {} : { sites, introduce: (fields) => web.introduce(fields) };
  }

  #web(): WebSession {
    const { url: link, headers } = this.#job;
    const referer = headers.find(({ name }) => name.toLowerCase() === 'referer')?.value ?? null;
    const { client, limits, publicOnly = false } = this.#tools;
    return new WebSession({ ...askerOf(this.#job), client, link, limits, userReferer: referer, publicOnly });
  }

  async #forget(): Promise<void> {
    await removeUnfinished(this.#job.directory, this.#job.id).catch((error: unknown) => {
      this.#tools.report.log('warn', 'the traces of nothing could not be removed', { reason: String(error) });
    });
  }

  async #makeFolder(): Promise<void> {
    try {
      await makeUnfinishedFolder(this.#job.directory);
      await mkdir(this.#folder, { recursive: true });
    } catch (error) {
      throw fileFailure(error, this.#folder);
    }
  }
}
