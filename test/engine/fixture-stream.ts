import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorCode, errorHelp, Failure } from '../../contract/errors.ts';
import { type GapCause, gapCause, type LiveFigures, type Timeline, timeline } from '../../contract/recording.ts';
import type { Artifact, Progress } from '../../contract/task.ts';
import type { FromWorker, StreamJob } from '../../contract/worker-messages.ts';
import { unfinishedPaths } from '../../engine/files/unfinished.ts';
import { lengthLeft } from '../../engine/record/run/length-left.ts';
import { ledgerType, workFiles } from '../../engine/record/work-files.ts';

/** Milliseconds in which a second of the stream passes. */
const fast = 5;
const bytesASecond = 1000;
const errorCodes = Object.keys(errorHelp) as ErrorCode[];

/** What the query of the link says, see `fixture-worker.ts`. */
interface Script {
  readonly ends: number;
  readonly hold: number;
  readonly outage: number;
  readonly failAt: number;
  readonly gaps: readonly { readonly at: number; readonly length: number; readonly cause: GapCause }[];
  readonly broken: number;
  readonly slowEnd: boolean;
  readonly refusal: ErrorCode | null;
  readonly down: boolean;
  readonly title: string | null;
}

/** A recording that follows the protocol, keeps a real ledger and writes real files, and fetches nothing. */
export class FixtureStream {
  #job: StreamJob;
  readonly #say: (message: FromWorker) => void;
  readonly #script: Script;
  readonly #folder: string;
  readonly #artifacts: Artifact[] = [];
  #ledger: Timeline;
  #outage: LiveFigures['outage'] = null;
  #revision = 0;
  #finish: boolean;
  #timer: NodeJS.Timeout | undefined;

  constructor(job: StreamJob, say: (message: FromWorker) => void) {
    this.#job = job;
    this.#say = say;
    this.#script = scriptOf(new URL(job.url).searchParams);
    this.#folder = unfinishedPaths(job.directory, job.id).recording;
    this.#finish = job.finish;
    this.#ledger = this.#before();
  }

  start(): void {
    mkdirSync(this.#folder, { recursive: true });
    const { title, refusal, down } = this.#script;
    try {
      this.#takeLength();
      if (down) throw new Failure('source-unavailable', { detail: '503 Service Unavailable' });
      if (refusal !== null) throw new Failure(refusal, { detail: '503 Service Unavailable' });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      this.#fail(error, down);
      return;
    }
    if (title !== null) this.#say({ type: 'named', id: this.#job.id, name: title });
    this.#say({ type: 'running', id: this.#job.id, progress: this.#progress() });
    this.#timer = setInterval(() => this.#tick(), fast);
  }

  finish(): void {
    this.#finish = true;
  }

  stop(keep: boolean): void {
    clearInterval(this.#timer);
    if (!keep) this.drop();
    const progress = keep ? this.#progress() : { fraction: null, done: 0, total: null };
    this.#say({ type: 'stopped', id: this.#job.id, progress });
  }

  get directory(): string {
    return this.#job.directory;
  }

  /** Removes what is in the work folder. */
  drop(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #takeLength(): void {
    const { recording } = this.#job;
    const duration = lengthLeft(this.#job, this.#ledger.startedAt, Date.now());
    this.#job = { ...this.#job, recording: { ...recording, duration } };
    this.#ledger.asked = duration;
  }

  #tick(): void {
    const { hold, outage, failAt } = this.#script;
    const { length } = this.#ledger;
    const why = this.#whyOver();
    if (why !== null) this.#end(why);
    else if (length >= failAt) this.#fail(new Failure('source-unavailable', { detail: '503 Service Unavailable' }));
    else {
      this.#outage = length >= outage && !this.#isOpen() ? (this.#outage ?? troubleNow()) : null;
      if (length < hold && this.#outage === null) this.#second();
      this.#mail();
    }
  }

  #whyOver(): NonNullable<Timeline['end']> | null {
    const { length } = this.#ledger;
    if (this.#finish) return 'stopped';
    if (length >= (this.#job.recording.duration ?? Number.POSITIVE_INFINITY)) return 'duration';
    return length >= this.#script.ends ? 'stream' : null;
  }

  /** The stream goes on by a second, or by a gap. */
  #second(): void {
    const ledger = this.#ledger;
    const gap = this.#script.gaps.find(({ at }) => at === ledger.length);
    const missed = ledger.gaps.some(({ at }) => at === ledger.length);
    if (gap !== undefined && !missed) {
      this.#close();
      const { at, length, cause } = gap;
      ledger.gaps.push({ at, length, cause, segments: length / 2, track: 'main', detail: '503 Service Unavailable' });
      ledger.segments.missing += length / 2;
      ledger.length += length;
      this.#revision += 1;
      return;
    }
    ledger.startedAt ??= Date.now();
    ledger.length += 1;
    ledger.recorded += 1;
    ledger.segments.stored += 1;
    if (ledger.length - this.#begin() >= (this.#job.recording.fragment ?? Number.POSITIVE_INFINITY)) this.#close();
  }

  /** Where the open fragment begins. */
  #begin(): number {
    const ends = [...this.#ledger.fragments, ...this.#ledger.gaps].map(({ at, length }) => at + length);
    return Math.max(0, ...ends);
  }

  #close(): void {
    const ledger = this.#ledger;
    const at = this.#begin();
    const length = ledger.length - at;
    if (length <= 0) return;
    const part = ledger.fragments.length + 1;
    this.#revision += 1;
    if (part === this.#script.broken) {
      ledger.fragments.push({ part, at, length, state: 'failed', path: null, size: null, tooLong: false });
      return;
    }
    const path = this.#file(`part ${String(part).padStart(3, '0')}.mp4`);
    const size = length * bytesASecond;
    writeFileSync(path, Buffer.alloc(size));
    ledger.fragments.push({ part, at, length, state: 'published', path, size, tooLong: false });
    const artifact = { path, size, type: 'video/mp4', verified: null, sameAs: null };
    this.#artifacts.push(artifact);
    this.#write();
    this.#say({ type: 'fragment', id: this.#job.id, artifact, entry: this.#ledger.fragments.at(-1) ?? null });
  }

  #end(why: NonNullable<Timeline['end']>): void {
    clearInterval(this.#timer);
    this.#say({ type: 'finishing', id: this.#job.id, step: 'assemble', progress: this.#progress() });
    const conclude = (): void => {
      if (this.#script.slowEnd && !this.#isOpen()) return;
      clearInterval(this.#timer);
      this.#close();
      this.#ledger = { ...this.#ledger, ended: true, end: why };
      const path = this.#file('ledger.json');
      writeFileSync(path, JSON.stringify(this.#ledger));
      this.#artifacts.push({ path, size: 1, type: ledgerType, verified: null, sameAs: null });
      this.#say({ type: 'recorded', id: this.#job.id, artifacts: this.#artifacts });
    };
    this.#timer = setInterval(conclude, fast);
  }

  #fail(failure: Failure, retryable = false): void {
    clearInterval(this.#timer);
    this.#write();
    const error = failure.toBody();
    const progress = this.#progress();
    this.#say({ type: 'failed', id: this.#job.id, error, retryable, retryAfter: null, progress });
  }

  #mail(): void {
    this.#write();
    const { length, asked, gaps, fragments } = this.#ledger;
    const live: LiveFigures = {
      length,
      missing: gaps.reduce((sum, gap) => sum + gap.length, 0),
      gaps: gaps.length,
      fragments: fragments.filter(({ state }) => state === 'published').length,
      ...{ asked, behind: 2, outage: this.#outage, revision: this.#revision },
    };
    const pace = { speed: bytesASecond, eta: null, connections: 1 };
    this.#say({ type: 'progress', jobs: [{ id: this.#job.id, progress: this.#progress(), pace, live }] });
  }

  #progress(): Progress {
    const { length, recorded, asked } = this.#ledger;
    return { fraction: asked === null ? null : length / asked, done: recorded * bytesASecond, total: null };
  }

  #file(ending: string): string {
    return join(this.#job.directory, `${this.#job.name ?? this.#script.title ?? 'stream'} ${ending}`);
  }

  #isOpen(): boolean {
    return existsSync(join(this.#job.directory, 'open'));
  }

  #write(): void {
    const path = workFiles(this.#folder).timeline;
    writeFileSync(`${path}.new`, JSON.stringify(this.#ledger));
    renameSync(`${path}.new`, path);
  }

  /** What an earlier attempt left. */
  #before(): Timeline {
    const path = workFiles(this.#folder).timeline;
    if (existsSync(path)) {
      const ledger = timeline.parse(JSON.parse(readFileSync(path, 'utf8')));
      for (const { path: file, size } of ledger.fragments) {
        if (file === null || size === null) continue;
        this.#artifacts.push({ path: file, size, type: 'video/mp4', verified: null, sameAs: null });
      }
      return ledger;
    }
    const { url, recording } = this.#job;
    return {
      ...{ version: 1, url, title: 'stream', startedAt: null, streamStartedAt: null, length: 0, recorded: 0 },
      ...{ asked: recording.duration, ended: false, tracks: [], fragments: [], gaps: [], breaks: [] },
      segments: { expected: 0, stored: 0, missing: 0, duplicates: 0 },
    };
  }
}

function troubleNow(): NonNullable<LiveFigures['outage']> {
  return { since: Date.now(), code: 'source-unavailable', detail: '503 Service Unavailable', track: 'main' };
}

function scriptOf(query: URLSearchParams): Script {
  const at = (name: string): number => Number(query.get(name) ?? Number.POSITIVE_INFINITY);
  return {
    ...{ ends: at('ends'), hold: at('hold'), outage: at('outage'), failAt: at('fail'), broken: at('broken') },
    gaps: query.getAll('gap').map((text) => {
      const [begin, length, cause = 'server'] = text.split(',');
      return { at: Number(begin), length: Number(length), cause: gapCause.parse(cause) };
    }),
    slowEnd: query.has('slow-end'),
    refusal: errorCodes.find((code) => query.has(code)) ?? null,
    down: query.has('down'),
    title: query.get('title'),
  };
}
