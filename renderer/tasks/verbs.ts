import type { CallName } from '../../contract/calls.ts';
import type { StateName, Task } from '../../contract/task.ts';
import type { Transport } from '../transport.ts';

/** What a person can do with tasks. */
export const verbs = [
  'resume',
  'pause',
  'stop',
  'retry',
  'cancel',
  'remove',
  'watch',
  'play',
  'open',
  'reveal',
  'download',
  'copy',
  'details',
  'top',
  'up',
  'down',
  'bottom',
] as const;
export type Verb = (typeof verbs)[number];

/** The verbs that are one call of the engine with nothing but ids. */
export type PlainVerb = 'resume' | 'pause' | 'stop' | 'retry' | 'cancel';

export const plainCalls = {
  resume: 'tasks.resume',
  pause: 'tasks.pause',
  stop: 'tasks.stop',
  retry: 'tasks.retry',
  cancel: 'tasks.cancel',
} as const satisfies Record<PlainVerb, CallName>;

const unfinished: readonly StateName[] = ['scheduled', 'queued', 'resolving', 'running', 'finishing', 'paused'];

const states: Readonly<Partial<Record<Verb, readonly StateName[]>>> = {
  pause: ['scheduled', 'queued', 'resolving', 'running', 'finishing'],
  resume: ['paused'],
  retry: ['failed', 'canceled'],
  cancel: [...unfinished, 'failed'],
  open: ['completed'],
  top: [...unfinished, 'failed'],
  up: [...unfinished, 'failed'],
  down: [...unfinished, 'failed'],
  bottom: [...unfinished, 'failed'],
};

/** Verbs that make sense for exactly one task. */
const single: ReadonlySet<Verb> = new Set<Verb>(['watch', 'play', 'open', 'reveal', 'download', 'details']);

/** Verbs that make sense in one place only: files lie on the computer of the desktop, and are fetched from there by a browser. */
const homes: Readonly<Partial<Record<Verb, Transport['home']>>> = {
  open: 'desktop',
  reveal: 'desktop',
  download: 'web',
};

/** Whether there is such a verb where the page is shown. */
export function isHere(verb: Verb, home: Transport['home']): boolean {
  return homes[verb] === undefined || homes[verb] === home;
}

/** Whether a verb can do something for a task. */
export function fits(verb: Verb, task: Task): boolean {
  if (verb === 'watch') return task.kind === 'stream';
  if (verb === 'play') return task.kind === 'video' && task.state.name === 'completed';
  if (verb === 'stop') return canStop(task);
  // several files are fetched one by one, from the window that shows them
  if (verb === 'download') return task.state.name === 'completed' && task.state.artifacts.length === 1;
  return states[verb]?.includes(task.state.name) ?? true;
}

/** A recording can be ended while there is something to keep or more could come. */
function canStop(task: Task): boolean {
  if (task.kind !== 'stream' || task.stopping) return false;
  const { name } = task.state;
  return name === 'running' || (['resolving', 'queued', 'paused', 'failed'].includes(name) && task.progress.done > 0);
}

/** The tasks of a selection that a verb is for; empty when it does not apply. */
export function targets(verb: Verb, selected: readonly Task[]): readonly Task[] {
  if (single.has(verb) && selected.length !== 1) return [];
  return selected.filter((task) => fits(verb, task));
}

/** All verbs that apply to a selection. */
export function applicable(selected: readonly Task[], home: Transport['home']): ReadonlySet<Verb> {
  return new Set(verbs.filter((verb) => isHere(verb, home) && targets(verb, selected).length > 0));
}
