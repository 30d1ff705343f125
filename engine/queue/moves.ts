import { type ErrorBody, Failure } from '../../contract/errors.ts';
import type { LiveFigures } from '../../contract/recording.ts';
import type { Artifact, FinishingStep, Pace, StateName, TaskState, Waiting } from '../../contract/task.ts';

/** What can happen to a task. The first five are asked for by a person, the others come from the engine and its workers. */
export type TaskEvent =
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'retry' }
  | { readonly type: 'cancel' }
  /** its start time has come */
  | { readonly type: 'due' }
  | { readonly type: 'admit' }
  | { readonly type: 'run'; readonly pace: Pace; readonly live: LiveFigures | null }
  | { readonly type: 'finish'; readonly step: FinishingStep }
  | { readonly type: 'complete'; readonly artifacts: readonly Artifact[] }
  | { readonly type: 'fail'; readonly error: ErrorBody; readonly retryable: boolean }
  /** back into the queue until something has passed */
  | { readonly type: 'wait'; readonly waiting: Waiting }
  /** there is room on the disk again, or a slot */
  | { readonly type: 'go-on' }
  /** a recording could start, but as many run as may */
  | { readonly type: 'hold' }
  /** its site turned another one away */
  | { readonly type: 'hold-back'; readonly until: number; readonly error: ErrorBody }
  /** what was taken for a video is live: it gets in line as a recording */
  | { readonly type: 'live' }
  /** its process is gone, or the program ends */
  | { readonly type: 'lose' };

type EventType = TaskEvent['type'];

/**
 * The one table of legal moves: what an event does in a state. `go` moves, `stay` is a success that changes nothing
 * (verbs are idempotent), everything that is missing is illegal.
 *
 * `complete` is legal in states outside the work too: a file may be published in the very moment its task is paused,
 * and then the truth is that it is complete. `resume` respects a start time, `retry` means at once.
 */
export const legalMoves: Readonly<Record<StateName, Partial<Record<EventType, 'go' | 'stay'>>>> = {
  scheduled: { pause: 'go', resume: 'stay', retry: 'go', cancel: 'go', due: 'go', fail: 'go' },
  queued: {
    pause: 'go',
    resume: 'go',
    retry: 'go',
    cancel: 'go',
    admit: 'go',
    complete: 'go',
    'go-on': 'go',
    hold: 'go',
    'hold-back': 'go',
    lose: 'stay',
  },
  resolving: active(),
  running: active(),
  finishing: { ...active(), run: 'stay' },
  paused: { pause: 'stay', resume: 'go', retry: 'go', cancel: 'go', complete: 'go', lose: 'stay' },
  completed: {},
  failed: { resume: 'go', retry: 'go', cancel: 'go' },
  canceled: { retry: 'go', cancel: 'stay', complete: 'go', lose: 'stay' },
};

function active(): Partial<Record<EventType, 'go' | 'stay'>> {
  return {
    pause: 'go',
    resume: 'stay',
    retry: 'stay',
    cancel: 'go',
    run: 'go',
    finish: 'go',
    complete: 'go',
    fail: 'go',
    wait: 'go',
    live: 'go',
    lose: 'go',
  };
}

/**
 * The state after an event; the very same object when the event changes nothing.
 * @param now milliseconds since the epoch
 * @throws Failure `conflict` when the event makes no sense in this state
 */
export function move(state: TaskState, event: TaskEvent, now: number): TaskState {
  const legal = legalMoves[state.name][event.type];
  if (legal === undefined) throw new Failure('conflict', { detail: `${event.type} while ${state.name}` });
  if (legal === 'stay') return state;
  switch (event.type) {
    case 'pause':
      return state.name === 'scheduled'
        ? { name: 'paused', since: now, startAt: state.startAt }
        : { name: 'paused', since: now };
    case 'resume':
      return awaitsItsTime(state, now) ? { name: 'scheduled', startAt: state.startAt } : queuedNow(state, now);
    case 'retry':
    case 'due':
    case 'go-on':
      return queuedNow(state, now);
    case 'hold':
      return held(state, now);
    case 'hold-back':
      return {
        name: 'queued',
        since: state.name === 'queued' ? state.since : now,
        waiting: { why: 'site', until: event.until, error: event.error },
      };
    case 'cancel':
      return { name: 'canceled', at: now };
    case 'admit':
      return { name: 'resolving', since: now };
    case 'run':
      return {
        name: 'running',
        since: state.name === 'running' ? state.since : now,
        pace: event.pace,
        live: event.live,
      };
    case 'finish':
      return { name: 'finishing', since: state.name === 'finishing' ? state.since : now, step: event.step };
    case 'complete':
      return { name: 'completed', at: now, artifacts: [...event.artifacts] };
    case 'fail':
      return { name: 'failed', at: now, error: event.error, retryable: event.retryable };
    case 'wait':
      return { name: 'queued', since: now, waiting: event.waiting };
    case 'live':
    case 'lose':
      return { name: 'queued', since: now, waiting: null };
  }
}

/** Whether a paused task has a time of its own that is still to come. */
function awaitsItsTime(state: TaskState, now: number): state is TaskState & { startAt: number } {
  return state.name === 'paused' && state.startAt !== undefined && state.startAt > now;
}

/** A task that is in the queue already keeps its place in time and only stops waiting. */
function queuedNow(state: TaskState, now: number): TaskState {
  if (state.name !== 'queued') return { name: 'queued', since: now, waiting: null };
  return state.waiting === null ? state : { ...state, waiting: null };
}

/** A task that is told again that there is no slot has heard nothing new. */
function held(state: TaskState, now: number): TaskState {
  if (state.name === 'queued' && state.waiting?.why === 'slot') return state;
  return { name: 'queued', since: state.name === 'queued' ? state.since : now, waiting: { why: 'slot' } };
}

/** The states of an attempt. */
export const activeStates = ['resolving', 'running', 'finishing'] as const satisfies StateName[];

/** True while a worker has, or is about to have, the task in its hands. */
export function isActive(name: StateName): name is (typeof activeStates)[number] {
  return name === 'resolving' || name === 'running' || name === 'finishing';
}

/** True when a task is at its end: nothing more happens unless somebody asks. */
export function isOver(name: StateName): name is 'completed' | 'canceled' {
  return name === 'completed' || name === 'canceled';
}
