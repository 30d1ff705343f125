import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { HttpClient } from '../../../engine/net/client.ts';
import { WebSession } from '../../../engine/net/session.ts';
import type { TrackOutage } from '../../../engine/record/fetch/sink.ts';
import { TrackTaker, type TrackTakerOptions } from '../../../engine/record/fetch/taker.ts';
import type { TakerEnd } from '../../../engine/record/fetch/taker-options.ts';
import type { Missing } from '../../../engine/record/journal-entry.ts';
import type { MediaSummary, StoredSegment } from '../../../engine/record/stored.ts';
import { startOrigin } from '../../servers/faulty-server.ts';
import { contentOf, Live } from './live.ts';

/** What a test sees of a taker. */
export class Taking {
  readonly #options: TrackTakerOptions;
  readonly taker: TrackTaker;
  readonly folder: string;
  /** `0:5` stored, `0:5+3 outage` missing, `epoch 1` */
  readonly told: string[] = [];
  readonly stored: StoredSegment[] = [];
  readonly missing: Missing[] = [];
  readonly outages: (TrackOutage | null)[] = [];
  readonly logged: string[] = [];
  duplicates = 0;
  stuck = 0;
  /** seconds before the live edge */
  readonly begun: (number | null)[] = [];
  behind: number | null = null;
  ending: TakerEnd | Failure | undefined;
  #done: Promise<void> = Promise.resolve();

  constructor(options: Omit<TrackTakerOptions, 'sink'>, onStored: () => void = () => {}) {
    this.folder = options.folder;
    this.#options = {
      ...options,
      sink: {
        begins: (_, behind) => void this.begun.push(behind),
        stored: (segment) => {
          onStored();
          this.stored.push(segment);
          this.told.push(`${segment.epoch}:${segment.sequence}`);
        },
        missing: (missing) => {
          this.missing.push(missing);
          this.told.push(`${missing.epoch}:${missing.sequence}+${missing.count} ${missing.cause}`);
        },
        epoch: ({ epoch }) => void this.told.push(`epoch ${epoch}`),
        stuck: () => {
          this.stuck += 1;
        },
        duplicates: (_, count) => {
          this.duplicates += count;
        },
        behind: (_, seconds) => {
          this.behind = seconds;
        },
        outage: (_, state) => void this.outages.push(state),
        log: (_, message) => void this.logged.push(message),
      },
    };
    this.taker = new TrackTaker(this.#options);
  }

  start(): this {
    this.#done = this.taker.run().then(
      (ending) => {
        this.ending = ending;
      },
      (error: unknown) => {
        this.ending = error instanceof Failure ? error : new Failure('internal', { cause: error });
      },
    );
    return this;
  }

  async end(): Promise<TakerEnd | Failure | undefined> {
    await this.#done;
    return this.ending;
  }

  async stop(): Promise<TakerEnd | Failure | undefined> {
    this.taker.stop();
    return this.end();
  }

  /** The stored bytes in their order. */
  async bytes(): Promise<string[]> {
    return Promise.all(this.stored.map(({ file }) => readFile(join(this.folder, file), 'latin1')));
  }

  files(): Promise<string[]> {
    return readdir(this.folder);
  }
}

interface Setting {
  readonly live: Live;
  readonly web: WebSession;
  readonly folder: string;
  /** begins to take; `more` instead of what is usual */
  take(more?: Partial<Omit<TrackTakerOptions, 'sink'>>, onStored?: () => void): Taking;
}

/** A live stream and somebody who takes it; all gone when the test is over. */
export async function setting(link?: string, proxy = 'direct'): Promise<Setting> {
  const origin = await startOrigin();
  const folder = await mkdtemp(join(tmpdir(), 'sluice-take-'));
  const client = new HttpClient({});
  const over = new AbortController();
  const takings: Taking[] = [];
  onTestFinished(async () => {
    over.abort(new Error('the test is over'));
    await Promise.all(takings.map((taking) => taking.end()));
    client.close();
    await origin.close();
    await rm(folder, { recursive: true });
  });
  const live = new Live(origin);
  const web = new WebSession({
    client,
    link: link ?? origin.url('/'),
    headers: [],
    auth: null,
    cookies: null,
    proxy,
    idleMs: 20_000,
    limits: [],
  });
  const take: Setting['take'] = (more = {}, onStored) => {
    const usual = {
      track: live.track(web),
      known: null,
      from: 'start',
      giveUp: 600,
      web,
      referer: null,
      beside: null,
      read: readMarked,
      resolveAnew: () => Promise.resolve(live.track(web)),
      resumeCause: 'paused',
      clock: Date.now,
      random: Math.random,
      signal: over.signal,
    } as const;
    const taking = new Taking({ folder, ...usual, ...more }, onStored).start();
    takings.push(taking);
    return taking;
  };
  return { live, web, folder, take };
}

/** Reads what `contentOf` made, and knows when it is something else. */
function readMarked(data: Uint8Array): MediaSummary {
  const text = Buffer.from(data).toString('latin1');
  const name = /^SEGMENT (\S+) /.exec(text)?.[1] ?? '';
  if (text !== contentOf(name).toString('latin1')) throw new Failure('corrupt-media', { detail: 'no segment' });
  return { container: 'ts', streams: [], wrap: null, timed: true };
}
