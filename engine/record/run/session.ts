import { Failure } from '../../../contract/errors.ts';
import type { Timeline } from '../../../contract/recording.ts';
import type { Artifact, Progress } from '../../../contract/task.ts';
import type { StreamJob } from '../../../contract/worker-messages.ts';
import type { TakerEnd } from '../fetch/taker-options.ts';
import { fileForms } from '../finish/file-form.ts';
import { openFeed } from '../media/open-feed.ts';
import type { StreamPlan } from '../plan.ts';
import type { RecordingReport } from '../recording.ts';
import type { Web } from '../web.ts';
import { artifactOf } from './artifact.ts';
import type { RecordingBook } from './book.ts';
import { Figures } from './figures.ts';
import { FragmentLine } from './fragment-line.ts';
import { Intake } from './intake.ts';
import { publishLedger } from './ledger-file.ts';
import { nothingRecorded } from './nothing.ts';
import type { SiteOptions } from './resolve.ts';
import { Room } from './room.ts';
import { ShownFiles } from './shown-files.ts';
import { Sides } from './sides.ts';
import { takingOf } from './take-tracks.ts';
import type { Taking } from './taking.ts';

/** What an attempt at a recording works with. */
export interface SessionParts {
  readonly job: StreamJob;
  readonly book: RecordingBook;
  /** the work folder */
  readonly folder: string;
  /** absolute path */
  readonly ffmpeg: string;
  readonly web: Web;
  /** `null`: nothing more is recorded, what is stored is put together */
  readonly plan: StreamPlan | null;
  readonly title: string;
  readonly report: RecordingReport;
  readonly sites: SiteOptions;
}

/** Milliseconds between two reports; each wakes two processes. */
const reportEvery = 1000;

/** One attempt at a recording, from the resolved source to the last fragment. */
export class Session {
  readonly #parts: SessionParts;
  readonly #figures: Figures;
  readonly #abort = new AbortController();
  readonly #line: FragmentLine;
  readonly #intake: Intake;
  readonly #shown: ShownFiles;
  readonly #sides: Sides;
  #taking: Taking | null = null;
  #enough = false;
  #finish = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { job, book, folder, ffmpeg, plan, title, report } = parts;
    const { recording: rules } = job;
    const tracks = plan?.form === 'segmented' ? plan.tracks : [];
    const names = new Map(tracks.map((track) => [track.id, track]));
    this.#figures = new Figures(book, rules.duration);
    this.#sides = new Sides({
      ...{ tracks: tracks.slice(1), ledger: book.ledger, now: Date.now },
      outageOf: (track) => this.#figures.outageOf(track),
    });
    this.#line = new FragmentLine({
      book,
      rules,
      shop: {
        ...{ folder, output: rules.output, openFeed, ffmpeg, signal: this.#abort.signal, onChild: report.child },
        labels: { title, tracks: names },
      },
      destination: { directory: job.directory, naming: this.#naming },
      sides: this.#sides,
      now: Date.now,
      onFile: (file) => this.#tellFiles([file]),
      onNote: (message, fields) => report.log('warn', message, fields),
      onFailed: (reason) => this.#abort.abort(reason),
    });
    this.#shown = new ShownFiles({ folder, ledger: book.ledger, timeline: () => this.#timeline(), names });
    book.onWritten = () => this.#shown.changed();
    this.#intake = new Intake({
      ...{ book, rules, line: this.#line, figures: this.#figures, now: Date.now },
      room: new Room(job.directory, job.reserve, Date.now),
      onEnough: () => this.#isEnough(),
      log: report.log,
    });
  }

  get #progress(): Progress {
    return this.#figures.progress;
  }

  /** Takes no more, and puts together what is stored. */
  finish(): void {
    this.#finish = true;
    this.#taking?.stop('now');
  }

  /** @returns the files of the recording. @throws Failure; the reason of the signal, at once */
  async run(signal: AbortSignal): Promise<readonly Artifact[]> {
    const onAbort = (): void => this.#abort.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    const { report, book, title } = this.#parts;
    const timer = setInterval(() => this.#report(), reportEvery);
    try {
      if (title !== book.title) report.named(title);
      this.#tellFiles(this.#files());
      await book.write({ type: 'attempt', at: Date.now(), title });
      report.running(this.#progress);
      await this.#line.release();
      await this.#intake.begin();
      this.#line.look();
      const end = await this.#take();
      return await this.#end(end);
    } finally {
      clearInterval(timer);
      signal.removeEventListener('abort', onAbort);
      this.#abort.abort(new Failure('canceled'));
      await this.#line.idle();
      await this.#shown.end(book.ledger.ended !== null);
    }
  }

  /** Takes the stream to its end, or as far as it is wanted. `null` when nothing was to be taken. */
  async #take(): Promise<TakerEnd | null> {
    const { plan } = this.#parts;
    if (plan === null || this.#enough || this.#finish) return null;
    const { signal } = this.#abort;
    const onSideEnded = (track: string): void => this.#sides.ended(track);
    this.#taking = takingOf(plan, { ...this.#parts, sink: this.#intake, onSideEnded, signal });
    try {
      return await this.#taking.run(() => this.#sides.covered, signal);
    } catch (error) {
      if (error instanceof Failure && error.code === 'disk-full') await this.#saveOpen();
      throw error;
    } finally {
      this.#taking = null;
    }
  }

  /** The disk is full: what is stored becomes a fragment, for which room was left. */
  async #saveOpen(): Promise<void> {
    try {
      await this.#intake.closeOpen();
      await this.#line.finish();
    } catch (error) {
      this.#parts.report.log('warn', 'the open fragment has to wait', { reason: String(error) });
    }
  }

  async #end(taken: TakerEnd | null): Promise<readonly Artifact[]> {
    const { book, report, job, folder } = this.#parts;
    if (book.ledger.startedAt === null) {
      throw nothingRecorded(taken, this.#finish, this.#timeline().gaps, this.#figures.live.outage);
    }
    report.finishing('assemble', this.#progress);
    // First the end, then the last fragment: what outlasts the pictures at the end of a stream belongs to that one.
    if (book.ledger.ended === null) {
      const unended = taken === null ? {} : { unended: this.#sides.unended };
      await book.write({ type: 'ended', at: Date.now(), why: this.#why(taken), ...unended });
    }
    await this.#intake.closeOpen();
    await this.#line.finish();
    const timeline = this.#timeline();
    const failed = timeline.fragments.filter(({ state }) => state === 'failed').map(({ part }) => part);
    if (failed.length > 0) {
      const detail = `part ${failed.join(', ')} could not be put together; the media segments are kept in ${folder}`;
      throw new Failure('corrupt-media', { detail, retryable: false });
    }
    report.finishing('publish', this.#progress);
    const date = book.ledger.beganAt ?? timeline.startedAt ?? job.startedAt;
    const ledger = await publishLedger(timeline, folder, { directory: job.directory, naming: this.#naming, date });
    return [...this.#files(), ledger];
  }

  #why(taken: TakerEnd | null): 'stream' | 'duration' | 'stopped' | 'gave-up' {
    if (this.#enough) return 'duration';
    if (this.#finish) return 'stopped';
    return taken === 'ended' ? 'stream' : 'gave-up';
  }

  #isEnough(): void {
    this.#enough = true;
    this.#taking?.stop('enough');
  }

  get #naming() {
    const { job, title } = this.#parts;
    return { template: job.template, title, id: job.id, single: job.recording.fragment === null };
  }

  #timeline(): Timeline {
    const { job, book, plan } = this.#parts;
    const tracks = plan?.form === 'segmented' ? plan.tracks : [];
    const languages = new Map(
      tracks.flatMap(({ id, language }) => (language === null ? [] : [[id, language] as const])),
    );
    return book.ledger.timeline({ url: job.url, languages });
  }

  #tellFiles(files: readonly Artifact[]): void {
    if (files.length === 0) return;
    const entries = new Map(this.#timeline().fragments.map((entry) => [entry.path, entry]));
    for (const file of files) this.#parts.report.fragment(file, entries.get(file.path) ?? null);
  }

  /** The fragments in their places, as they go on record. */
  #files(): Artifact[] {
    return this.#parts.book.published.map(({ path, size }) => {
      const type = fileForms.find(({ extension }) => path.endsWith(`.${extension}`))?.type ?? null;
      return artifactOf({ path, size, type });
    });
  }

  #report(): void {
    const { report } = this.#parts;
    const live = { ...this.#figures.live, revision: this.#shown.revision };
    report.progress(this.#progress, this.#figures.pace(), live);
  }
}
