import type { TaskId } from '../../contract/task.ts';

/** When a task or a group last changed; 0 is never. */
interface Change {
  readonly task: number;
  readonly progress: number;
  readonly removed: number;
  readonly group: number;
}

/** What kind of change it was; `progress` is bytes and pace alone, `group` any change of a group. */
export type ChangeKind = keyof Change;

/** Tasks and groups whose last change is remembered. A client that was away for longer asks for the whole list again. */
const remembered = 20_000;

/** The last change of each task and group, newest last, so that a client can catch up from any number that is not too old. */
export class Changes {
  readonly #last = new Map<TaskId, Change>();
  #seq: number;
  /** everything after this number is remembered */
  #floor: number;

  /** @param start higher than any number an earlier run gave out, so that those are told from its own */
  constructor(start: number) {
    this.#seq = start;
    this.#floor = start;
  }

  /** The number of the newest change. */
  get seq(): number {
    return this.#seq;
  }

  /** Takes note of a change and gives it the next number. */
  note(id: TaskId, kind: ChangeKind): void {
    const before = this.#last.get(id) ?? { task: 0, progress: 0, removed: 0, group: 0 };
    this.#last.delete(id);
    this.#last.set(id, { ...before, [kind]: ++this.#seq });
    if (this.#last.size > remembered) this.#forgetOldest();
  }

  /** Counts a change that belongs to no task. */
  count(): void {
    this.#seq++;
  }

  /** What changed after a number, or `undefined` when that is not remembered (too old, or of another run). */
  since(after: number): { id: TaskId; kind: ChangeKind }[] | undefined {
    if (after < this.#floor || after > this.#seq) return undefined;
    const changed: { id: TaskId; kind: ChangeKind }[] = [];
    for (const [id, last] of this.#last) {
      if (last.removed > after && last.removed > last.task) changed.push({ id, kind: 'removed' });
      else if (last.task > after) changed.push({ id, kind: 'task' });
      else if (last.progress > after) changed.push({ id, kind: 'progress' });
      else if (last.group > after) changed.push({ id, kind: 'group' });
    }
    return changed;
  }

  #forgetOldest(): void {
    for (const [id, { task, progress, removed, group }] of this.#last) {
      this.#last.delete(id);
      this.#floor = Math.max(this.#floor, task, progress, removed, group);
      return;
    }
  }
}
