import type { TaskId } from '../../contract/task.ts';
import type { Group } from '../../contract/video.ts';
import { GroupTotal } from '../queue/group-total.ts';
import type { GroupTable } from '../store/groups.ts';
import type { TaskRecord } from '../store/record.ts';

/** Groups whose totals are kept; that of another one is added up from the store when somebody wants it. */
const kept = 100;

/** The totals of groups. */
export class GroupTotals {
  readonly #table: GroupTable;
  readonly #live: (id: TaskId) => TaskRecord | undefined;
  /** the one that was used last comes last */
  readonly #totals = new Map<string, GroupTotal>();

  /** @param live a task in memory, which is ahead of what is stored */
  constructor(table: GroupTable, live: (id: TaskId) => TaskRecord | undefined) {
    this.#table = table;
    this.#live = live;
  }

  /** A group as front ends see it. */
  view(id: string): Group | undefined {
    const group = this.#table.get(id);
    if (group === undefined) return undefined;
    const { url, title, createdAt } = group;
    const { counts, progress } = this.#total(id);
    return { id, url, title, createdAt, counts, progress };
  }

  /** A task of a group has changed, or is new in it. */
  changed(group: string, { id, state, progress }: TaskRecord): void {
    this.#totals.get(group)?.set(id, { state: state.name, progress });
  }

  /** A task is in a group no more. */
  removed(group: string, id: TaskId): void {
    this.#totals.get(group)?.delete(id);
  }

  /** What was added up may be wrong. */
  forget(): void {
    this.#totals.clear();
  }

  #total(id: string): GroupTotal {
    const total = this.#totals.get(id) ?? this.#addedUp(id);
    this.#totals.delete(id);
    this.#totals.set(id, total);
    const [oldest] = this.#totals.keys();
    if (this.#totals.size > kept && oldest !== undefined) this.#totals.delete(oldest);
    return total;
  }

  #addedUp(id: string): GroupTotal {
    const total = new GroupTotal();
    for (const stored of this.#table.members(id)) {
      const live = this.#live(stored.id);
      total.set(stored.id, live === undefined ? stored : { state: live.state.name, progress: live.progress });
    }
    return total;
  }
}
