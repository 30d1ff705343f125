import type { TaskId } from '../../contract/task.ts';
import type { ChangeKind } from './changes.ts';

/** Changed tasks above which it is cheaper for a client to ask for the list again. */
const tooMany = 5_000;

/** What one client has not been told yet; many changes of a task are one. */
export class Fold {
  readonly tasks = new Set<TaskId>();
  readonly progress = new Set<TaskId>();
  /** tasks and groups that are gone */
  readonly removed = new Set<string>();
  readonly groups = new Set<string>();
  settings = false;
  reset = false;

  get empty(): boolean {
    const changed = this.tasks.size + this.progress.size + this.removed.size + this.groups.size;
    return !this.reset && !this.settings && changed === 0;
  }

  add(id: TaskId, kind: ChangeKind): void {
    if (this.reset) return;
    if (kind === 'removed') {
      this.tasks.delete(id);
      this.progress.delete(id);
      this.groups.delete(id);
      this.removed.add(id);
    } else if (kind === 'task') {
      // a task may come back under its id; clients take `tasks` in before `removed`, so it must not stand in both
      this.removed.delete(id);
      this.progress.delete(id);
      this.tasks.add(id);
    } else if (kind === 'group') {
      this.groups.add(id);
    } else if (!this.tasks.has(id)) {
      this.progress.add(id);
    }
    if (this.tasks.size + this.removed.size > tooMany) this.startOver();
  }

  /** The client shall forget everything. */
  startOver(): void {
    this.tasks.clear();
    this.progress.clear();
    this.removed.clear();
    this.groups.clear();
    this.reset = true;
  }
}
