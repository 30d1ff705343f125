import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { type ErrorCode, errorHelp, Failure } from '../../contract/errors.ts';
import type { FromWorker, LookJob } from '../../contract/worker-messages.ts';
import type { FoundVideo } from '../../engine/sources/video/found.ts';
import { listInfoOf, videoInfoOf } from '../../engine/sources/video/info.ts';
import { foundList, foundVideo } from '../sources/video/found-video.ts';

const errorCodes = Object.keys(errorHelp) as ErrorCode[];

/**
 * A look that asks no site; the query of the link says what it leads to: nothing for a video, `list=N` for a list of so many
 * whose videos are `at=…`, on two pages; `state=live` or `state=upcoming`: what the video is; `missing=N`: the video of this
 * number cannot be had; any error code: that is why it fails; `crash=N`: the process dies the first N times; `gate=FILE`:
 * answered once that is there. `note=FILE`: `begin` and `end` of each are written there.
 */
export class FixtureLook {
  readonly #job: LookJob;
  readonly #query: URLSearchParams;
  readonly #say: (message: FromWorker) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(job: LookJob, say: (message: FromWorker) => void) {
    this.#job = job;
    this.#query = new URL(job.url).searchParams;
    this.#say = say;
  }

  start(): void {
    this.#note('begin');
    const before = this.#notes().filter((line) => line === 'begin').length;
    const crashes = this.#query.get('crash');
    if (crashes !== null && before <= Number(crashes)) process.exit(3);
    const gate = this.#query.get('gate');
    if (gate === null) this.#answer();
    else this.#timer = setInterval(() => existsSync(gate) && this.#answer(), 5);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#note('stopped');
    this.#fail('canceled');
  }

  #answer(): void {
    clearInterval(this.#timer);
    this.#note('end');
    const refusal = errorCodes.find((code) => this.#query.has(code));
    const isList = this.#query.has('list');
    if (refusal !== undefined) this.#fail(refusal);
    else if (this.#job.as === 'list') this.#list();
    else if (isList) this.#fail('is-list');
    else this.#video();
  }

  /** Its channel says how it was asked for. */
  #video(): void {
    const { id, url, resolving, headers, auth, proxy } = this.#job;
    const channel = JSON.stringify({ resolver: resolving.resolver, headers, auth, proxy });
    this.#say({
      type: 'looked',
      id,
      found: videoInfoOf(foundVideo({ url, channel, ...stateOf(this.#query.get('state')) }), null),
    });
  }

  #list(): void {
    const { id, url, next } = this.#job;
    const length = Number(this.#query.get('list'));
    const page = { url, next: next === null ? 'page-2' : null };
    const list = foundList(this.#query.get('at') ?? 'http://fixture/', length, page);
    const missing = Number(this.#query.get('missing'));
    const entries = list.entries
      .map((entry) => ({ ...entry, number: next === null ? entry.number : entry.number + length }))
      .map((entry) => ({ ...entry, missing: entry.number === missing ? 'Private video' : null }));
    this.#say({ type: 'looked', id, found: listInfoOf({ ...list, entries }) });
  }

  #fail(code: ErrorCode): void {
    const { id } = this.#job;
    const progress = { fraction: null, done: 0, total: null };
    this.#say({
      ...{ type: 'failed', id, error: new Failure(code).toBody(), retryable: false, retryAfter: null, progress },
    });
  }

  #notes(): string[] {
    const file = this.#query.get('note');
    return file === null ? [] : readFileSync(file, 'utf8').split('\n');
  }

  #note(word: string): void {
    const file = this.#query.get('note');
    if (file !== null) appendFileSync(file, `${word}\n`);
  }
}

function stateOf(state: string | null): Pick<FoundVideo, 'live' | 'startsAt'> {
  return { live: state === 'live' || state === 'upcoming' ? state : 'no', startsAt: null };
}
