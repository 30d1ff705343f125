import type { EventBatch, ProgressDelta } from '../../contract/events.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Task, TaskId } from '../../contract/task.ts';
import type { Group } from '../../contract/video.ts';
import type { Clock, Log } from '../host.ts';
import { type ChangeKind, Changes } from './changes.ts';
import { Fold } from './fold.ts';

/** Milliseconds between two batches to the same client. */
const between = 100;
/** Milliseconds after which a batch that could not be made is made anew. */
const retryAfter = 5000;

/** Where the present state of things is read when a batch is made. */
export interface Present {
  task(id: TaskId): Task | undefined;
  progress(id: TaskId): ProgressDelta | undefined;
  group(id: string): Group | undefined;
  settings(): Settings;
}

interface Client {
  readonly listen: (batch: EventBatch) => void;
  fold: Fold;
  lastSent: number;
  cancel: (() => void) | undefined;
}

/** Tells clients what changed, in batches. A batch is made when it is due, so it holds the newest state and no history. */
export class EventHub {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #present: Present;
  readonly #changes: Changes;
  readonly #clients = new Set<Client>();
  /** number of the last change of the settings */
  #settingsAt: number;

  constructor(clock: Clock, log: Log, present: Present) {
    this.#clock = clock;
    this.#log = log;
    this.#present = present;
    // a thousand changes a millisecond are never reached, so the numbers of two runs cannot meet
    this.#changes = new Changes(clock.now() * 1000);
    this.#settingsAt = this.#changes.seq;
  }

  /** The number of the newest change. */
  get seq(): number {
    return this.#changes.seq;
  }

  /** A task or a group changed in a way a client should hear of. */
  changed(id: string, kind: ChangeKind): void {
    this.#changes.note(id, kind);
    for (const client of this.#clients) {
      client.fold.add(id, kind);
      this.#schedule(client);
    }
  }

  settingsChanged(): void {
    this.#changes.count();
    this.#settingsAt = this.#changes.seq;
    for (const client of this.#clients) {
      client.fold.settings = true;
      this.#schedule(client);
    }
  }

  /** See `Engine.subscribe`. A listener that throws is noted in the log and goes on to be called. */
  subscribe(after: number, listen: (batch: EventBatch) => void): () => void {
    const client: Client = { listen, fold: new Fold(), lastSent: Number.NEGATIVE_INFINITY, cancel: undefined };
    const missed = this.#changes.since(after);
    if (missed === undefined) client.fold.startOver();
    else for (const { id, kind } of missed) client.fold.add(id, kind);
    client.fold.settings = this.#settingsAt > after;
    this.#clients.add(client);
    if (!client.fold.empty) this.#schedule(client);
    return () => {
      client.cancel?.();
      this.#clients.delete(client);
    };
  }

  /** Ends all subscriptions. */
  close(): void {
    for (const client of this.#clients) client.cancel?.();
    this.#clients.clear();
  }

  #schedule(client: Client): void {
    if (client.cancel !== undefined) return;
    const wait = Math.max(0, client.lastSent + between - this.#clock.now());
    client.cancel = this.#clock.after(Math.min(between, wait), () => this.#flush(client));
  }

  #flush(client: Client): void {
    const { fold } = client;
    client.fold = new Fold();
    client.cancel = undefined;
    client.lastSent = this.#clock.now();
    let batch: EventBatch;
    try {
      batch = this.#batchOf(fold);
    } catch (error) {
      // the disk of the database may come back; that what happened meanwhile is told then takes a reset
      this.#log.error('what changed cannot be read', { reason: String(error) });
      client.fold.startOver();
      client.cancel = this.#clock.after(retryAfter, () => this.#flush(client));
      return;
    }
    try {
      client.listen(batch);
    } catch (error) {
      this.#log.error('a listener of events failed', { reason: String(error) });
    }
  }

  #batchOf(fold: Fold): EventBatch {
    return {
      seq: this.#changes.seq,
      reset: fold.reset,
      tasks: present(fold.tasks, (id) => this.#present.task(id)),
      progress: present(fold.progress, (id) => this.#present.progress(id)),
      removed: [...fold.removed],
      groups: present(fold.groups, (id) => this.#present.group(id)),
      settings: fold.settings || fold.reset ? this.#present.settings() : null,
    };
  }
}

function present<T>(ids: Iterable<TaskId>, read: (id: TaskId) => T | undefined): T[] {
  const values: T[] = [];
  for (const id of ids) {
    const value = read(id);
    if (value !== undefined) values.push(value);
  }
  return values;
}
