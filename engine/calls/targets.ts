import type { StateName, TaskId } from '../../contract/task.ts';
import { isActive } from '../queue/moves.ts';
import type { Parts } from './parts.ts';

/** A task that a verb is for. */
interface Target {
  readonly id: TaskId;
  /** the group whose id was given instead of its own, or `null` */
  readonly group: string | null;
}

/** What ids stand for. */
export interface Targets {
  readonly tasks: readonly Target[];
  /** groups that were given */
  readonly groups: readonly string[];
}

/** A task of a group and what it does. */
export interface GroupMember {
  readonly id: TaskId;
  readonly state: StateName;
}

/**
 * The tasks that ids stand for, each once: the id of a group stands for its tasks. Of a group those that wait come first, the last
 * in line before the first, then those at work: so nothing of it comes to its turn while it is stopped.
 * @param choose which tasks of a group are meant
 */
export function targetsOf(
  { store, book }: Parts,
  ids: readonly string[],
  choose: (members: readonly GroupMember[]) => readonly GroupMember[] = (members) => members,
): Targets {
  const groups: string[] = [];
  const targets = new Map<TaskId, Target>();
  for (const given of new Set(ids)) {
    if (store.groups.get(given) === undefined) {
      targets.set(given, { id: given, group: null });
      continue;
    }
    groups.push(given);
    const members = store.groups.members(given).map(({ id, state }) => ({ id, state: book.stateOf(id) ?? state }));
    const chosen = choose(members).toReversed();
    for (const { id } of chosen.toSorted((a, b) => Number(isActive(a.state)) - Number(isActive(b.state)))) {
      // who names a task as well wants to hear of it
      if (!targets.has(id)) targets.set(id, { id, group: given });
    }
  }
  return { tasks: [...targets.values()], groups };
}
