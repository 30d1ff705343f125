import type { ProgressDelta } from '../../contract/events.ts';
import type { LiveFigures } from '../../contract/recording.ts';
import type { Pace, Progress, StateName, Task, TaskId } from '../../contract/task.ts';
import type { EventHub } from '../events/hub.ts';
import type { Clock } from '../host.ts';
import { move, type TaskEvent } from '../queue/moves.ts';
import type { Store } from '../store/index.ts';
import { type TaskRecord, viewOf } from '../store/record.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import { GroupTotals } from './group-totals.ts';

/** Milliseconds between two writes of a running task's progress; after a crash the worker knows the true figures anyway. */
const writeEvery = 2_000;

interface Live {
  record: TaskRecord;
  /** the record as it is stored */
  stored: TaskRecord;
  writtenAt: number;
}

/**
 * The present truth about tasks: what is stored, and in front of it, in memory, the tasks that a worker has in its hands.
 * Every change goes through here, so it is on disk (progress: soon) and clients hear of it.
 */
export class Book {
  /** the totals of groups, as they are now */
  readonly groups: GroupTotals;
  readonly #store: Store;
  readonly #clock: Clock;
  #live = new Map<TaskId, Live>();
  #hub: EventHub | undefined;
  #outbox: Pick<Outbox, 'settled'> | undefined;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    this.groups = new GroupTotals(store.groups, (id) => this.#live.get(id)?.record);
  }

  /** Clients of this hub hear of changes from now on. */
  tell(hub: EventHub): void {
    this.#hub = hub;
  }

  /** Webhooks hear of how tasks end from now on. */
  tellWebhooks(outbox: Pick<Outbox, 'settled'>): void {
    this.#outbox = outbox;
  }

  get(id: TaskId): TaskRecord | undefined {
    return this.#live.get(id)?.record ?? this.#store.tasks.get(id);
  }

  /** The task as front ends see it. */
  view(id: TaskId): Task | undefined {
    const record = this.get(id);
    return record && viewOf(record);
  }

  /** The record in memory when there is one, else the given one that was read from the store. */
  newest(stored: TaskRecord): TaskRecord {
    return this.#live.get(stored.id)?.record ?? stored;
  }

  /** What a task does that is worked on. */
  stateOf(id: TaskId): StateName | undefined {
    return this.#live.get(id)?.record.state.name;
  }

  /** Progress and pace of a task that is worked on. */
  progressOf(id: TaskId): ProgressDelta | undefined {
    const record = this.#live.get(id)?.record;
    if (record === undefined) return undefined;
    const { pace, live } = record.state.name === 'running' ? record.state : { pace: null, live: null };
    return { id, progress: record.progress, pace, live };
  }

  /** All or nothing, in memory as on disk. */
  transaction<T>(work: () => T): T {
    const before = new Map([...this.#live].map(([id, live]) => [id, { ...live }]));
    try {
      return this.#store.transaction(work);
    } catch (error) {
      this.#live = before;
      this.groups.forget();
      throw error;
    }
  }

  /** Adds a task. */
  add(record: TaskRecord): void {
    this.#store.tasks.insert(record);
    this.#changed(record, 'task');
  }

  /** Forgets a task, and its group with the last one. */
  remove(id: TaskId): void {
    const group = this.get(id)?.group ?? null;
    this.#live.delete(id);
    this.#store.tasks.delete(id);
    this.#hub?.changed(id, 'removed');
    if (group !== null) this.#left(group.id, id);
  }

  /** Takes a task out of its group. */
  leaveGroup(record: TaskRecord): void {
    if (record.group === null) return;
    this.save({ ...record, group: null });
    this.#left(record.group.id, record.id);
  }

  /**
   * Writes a record over the one of the same id.
   * @returns false when its reserved path belongs to another task; nothing has then changed
   */
  save(record: TaskRecord): boolean {
    const live = this.#live.get(record.id);
    if (!this.#store.tasks.save(record, live?.stored)) return false;
    if (live !== undefined) {
      live.record = record;
      live.stored = record;
      live.writtenAt = this.#clock.now();
    }
    this.#changed(record, 'task');
    return true;
  }

  /**
   * Makes a legal move, together with other changes of the record.
   * @returns the record as it is now; the same object when nothing changed
   * @throws Failure `conflict` when the move is illegal
   */
  move(record: TaskRecord, event: TaskEvent, changes: Partial<TaskRecord> = {}): TaskRecord {
    const state = move(record.state, event, this.#clock.now());
    if (state === record.state && Object.keys(changes).length === 0) return record;
    const moved = { ...record, ...changes, state };
    this.#store.transaction(() => {
      this.save(moved);
      this.#outbox?.settled(viewOf(moved));
    });
    return moved;
  }

  /**
   * Makes a legal move of a task that is held, in memory alone: between the states of one attempt, which a crash makes
   * equal, there is nothing to remember.
   */
  step(id: TaskId, event: Extract<TaskEvent, { type: 'run' | 'finish' }>): void {
    const live = this.#live.get(id);
    if (live === undefined) return;
    const state = move(live.record.state, event, this.#clock.now());
    if (state === live.record.state) return;
    live.record = { ...live.record, state };
    this.#changed(live.record, 'task');
  }

  /** Those of the held tasks that are in one of these states. */
  heldIn(states: readonly StateName[]): TaskId[] {
    return [...this.#live].flatMap(([id, { record }]) => (states.includes(record.state.name) ? [id] : []));
  }

  /** Keeps a task in memory while it is worked on. @param record as it is stored */
  hold(record: TaskRecord): void {
    this.#live.set(record.id, { record, stored: record, writtenAt: this.#clock.now() });
  }

  /** Nobody works on the task any more; its last move has been saved. */
  drop(id: TaskId): void {
    this.#live.delete(id);
  }

  /** New figures of a running task. */
  progress(id: TaskId, progress: Progress, figures: { pace: Pace; live: LiveFigures | null } | null): void {
    const live = this.#live.get(id);
    if (live === undefined) return;
    const { record } = live;
    const state = record.state.name === 'running' && figures !== null ? { ...record.state, ...figures } : record.state;
    live.record = { ...record, progress, state };
    const now = this.#clock.now();
    if (now - live.writtenAt >= writeEvery) {
      this.#store.tasks.saveProgress(id, progress);
      live.stored = { ...live.stored, progress };
      live.writtenAt = now;
    }
    this.#changed(live.record, 'progress');
  }

  #changed(record: TaskRecord, kind: 'task' | 'progress'): void {
    this.#hub?.changed(record.id, kind);
    if (record.group === null) return;
    this.groups.changed(record.group.id, record);
    this.#hub?.changed(record.group.id, 'group');
  }

  #left(group: string, task: TaskId): void {
    this.groups.removed(group, task);
    const isGone = this.#store.groups.release(group);
    this.#hub?.changed(group, isGone ? 'removed' : 'group');
  }
}
