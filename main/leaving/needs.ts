import type { LeaveQuestion } from '../../contract/leaving.ts';
import type { StateName, StreamTask, Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';

/** What needs the program to run. */
export interface Needs {
  /** recordings that run, or would go on any moment: what they miss cannot be had again */
  readonly recording: readonly StreamTask[];
  /** recordings that begin later */
  readonly waiting: readonly StreamTask[];
  /** recordings that take no more and are being put together */
  readonly ending: number;
  /** tasks of any kind that are at work */
  readonly busy: number;
}

export const noNeeds: Needs = { recording: [], waiting: [], ending: 0, busy: 0 };

const pageSize = 10_000;

/** Tells from all unfinished tasks what needs the program. */
export function needsOf(tasks: readonly Task[]): Needs {
  const recording: StreamTask[] = [];
  const waiting: StreamTask[] = [];
  let ending = 0;
  let busy = 0;
  for (const task of tasks) {
    const { state } = task;
    const atWork = state.name === 'resolving' || state.name === 'running' || state.name === 'finishing';
    if (atWork) busy += 1;
    if (task.kind !== 'stream') continue;
    if (state.name === 'scheduled') waiting.push(task);
    else if (!atWork && state.name !== 'queued') continue;
    else if (task.stopping || state.name === 'finishing') ending += 1;
    else if (state.name === 'queued' && isForLater(state.waiting)) waiting.push(task);
    else recording.push(task);
  }
  return { recording, waiting, ending, busy };
}

/** What is to be asked before the program ends; `null` when nothing would be missed. */
export function questionOf({ recording, waiting }: Needs): LeaveQuestion | null {
  if (recording.length + waiting.length === 0) return null;
  const [only] = recording.length === 1 ? recording : [];
  const times = waiting.flatMap(({ state }) => (state.name === 'scheduled' ? [state.startAt] : []));
  return {
    recording: recording.length,
    name: only?.name ?? null,
    waiting: waiting.length,
    next: times.length === 0 ? null : Math.min(...times),
  };
}

/** Asks an engine; one that does not answer has nothing that could be missed. */
export async function readNeeds(engine: Engine): Promise<Needs> {
  const states: StateName[] = ['scheduled', 'queued', 'resolving', 'running', 'finishing'];
  const tasks: Task[] = [];
  let cursor: string | undefined;
  do {
    const reply = await engine.call('tasks.list', { states, limit: pageSize, ...(cursor ? { cursor } : {}) });
    if (!reply.ok) return noNeeds;
    tasks.push(...reply.value.tasks);
    cursor = reply.value.next ?? undefined;
  } while (cursor !== undefined);
  return needsOf(tasks);
}

/** A recording that waits for its stream or its turn has not begun; one that is tried again has. */
function isForLater(waiting: (StreamTask['state'] & { name: 'queued' })['waiting']): boolean {
  return waiting?.why === 'live' || waiting?.why === 'slot';
}
