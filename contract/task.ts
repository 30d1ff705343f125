import { z } from 'zod';
import { errorBody } from './errors.ts';
import { liveFigures, recordingOptions } from './recording.ts';
import { type TaskId, taskId } from './task-id.ts';
import { videoOptions } from './video.ts';

export type { TaskId };

/** Milliseconds since the epoch. */
const instant = z.number().int().nonnegative();

/** Why a queued task does not run yet. A file that only waits for its turn has no reason of its own. */
const waiting = z.discriminatedUnion('why', [
  z.object({ why: z.literal('retry'), until: instant, error: errorBody }),
  z.object({ why: z.literal('space'), error: errorBody }),
  /** its site turned another one away that asked it: whoever goes on asking is turned away for longer */
  z.object({ why: z.literal('site'), until: instant, error: errorBody }),
  /** the stream is not live yet; it is looked after again and again */
  z.object({ why: z.literal('live'), until: instant, error: errorBody }),
  /** as many recordings run as may at a time; it begins when one of them ends */
  z.object({ why: z.literal('slot') }),
]);
export type Waiting = z.infer<typeof waiting>;

/** Figures that are true only while bytes move. */
export const pace = z.object({
  /** bytes a second, smoothed over some seconds */
  speed: z.number().nonnegative(),
  /** seconds until the transfer ends; `null` while unknown */
  eta: z.number().nonnegative().nullable(),
  connections: z.number().int().nonnegative(),
});
export type Pace = z.infer<typeof pace>;

/** A file that a task has put in its place. */
export const artifact = z.object({
  path: z.string(),
  size: z.number().int().nonnegative(),
  /** the media type the server named, or `null` */
  type: z.string().nullable(),
  /** `algorithm:hex` that was checked and fits, or `null` if none was known */
  verified: z.string().nullable(),
  /** path of an older artifact with the very same content, or `null` */
  sameAs: z.string().nullable(),
});
export type Artifact = z.infer<typeof artifact>;

/** What is done to a task when all its bytes are there: the digest checked, the last fragments put together, the name given. */
const finishingStep = z.enum(['verify', 'assemble', 'publish']);
export type FinishingStep = z.infer<typeof finishingStep>;

/** The one lifecycle field of a task; a state carries only what is true in it. */
export const taskState = z.discriminatedUnion('name', [
  z.object({ name: z.literal('scheduled'), startAt: instant }),
  z.object({ name: z.literal('queued'), since: instant, waiting: waiting.nullable() }),
  z.object({ name: z.literal('resolving'), since: instant }),
  /** `live` are the figures of a recording; `null` for a file */
  z.object({ name: z.literal('running'), since: instant, pace, live: liveFigures.nullable() }),
  z.object({ name: z.literal('finishing'), since: instant, step: finishingStep }),
  /** `startAt` of one that was paused before its time: until then, resuming has it wait for it again */
  z.object({ name: z.literal('paused'), since: instant, startAt: instant.optional() }),
  z.object({ name: z.literal('completed'), at: instant, artifacts: z.array(artifact) }),
  z.object({ name: z.literal('failed'), at: instant, error: errorBody, retryable: z.boolean() }),
  z.object({ name: z.literal('canceled'), at: instant }),
]);
export type TaskState = z.infer<typeof taskState>;
export type StateName = TaskState['name'];
/** The names of all states. */
export const stateName = z.enum(taskState.options.map(({ shape }) => shape.name.value) as [StateName, ...StateName[]]);

/** How far a task is; true in every state. */
export const progress = z.object({
  /**
   * 0 to 1 over all phases, or `null` while the size is unknown; falls only when what was stored is thrown away, 1 only
   * when completed
   */
  fraction: z.number().min(0).max(1).nullable(),
  /** bytes stored */
  done: z.number().int().nonnegative(),
  /** bytes in all, or `null` while unknown */
  total: z.number().int().nonnegative().nullable(),
});
export type Progress = z.infer<typeof progress>;

const taskBase = {
  id: taskId,
  /** the link without user, password and fragment */
  url: z.string(),
  /** the final name once it is reserved, before that a guess from the link */
  name: z.string(),
  /** absolute path of the folder it is saved in */
  directory: z.string(),
  createdAt: instant,
  /** higher goes first */
  priority: z.number().int().min(-10).max(10),
  /** rank inside a priority, lower goes first */
  position: z.number(),
  progress,
  state: taskState,
  /** the list it was taken from, and its place there; `null` for what stands alone */
  group: z.object({ id: z.string(), number: z.number().int().positive() }).nullable(),
  /** the options as far as they hold no secret */
  options: z.object({
    connections: z.number().int().nullable(),
    limitRate: z.number().int().nullable(),
    checksum: z.string().nullable(),
    headerNames: z.array(z.string()),
    cookies: z.boolean(),
    /** the proxy without user and password, or `null` for the setting's */
    proxy: z.string().nullable(),
    /** this computer and private networks are refused to it */
    publicOnly: z.boolean(),
  }),
};

const fileTask = z.object({ ...taskBase, kind: z.literal('file') });

const streamTask = z.object({
  ...taskBase,
  kind: z.literal('stream'),
  recording: recordingOptions,
  /** somebody asked to end it and keep what is recorded */
  stopping: z.boolean(),
});
export type StreamTask = z.infer<typeof streamTask>;

const videoTask = z.object({ ...taskBase, kind: z.literal('video'), video: videoOptions });
export type VideoTask = z.infer<typeof videoTask>;

/** A task as front ends see it. */
export const task = z.discriminatedUnion('kind', [fileTask, videoTask, streamTask]);
export type Task = z.infer<typeof task>;
export type TaskOptions = Task['options'];

/** One try at a task. */
const attempt = z.object({
  number: z.number().int().positive(),
  startedAt: instant,
  endedAt: instant.nullable(),
  /** process id of the worker that did it, or `null` if none was reached */
  worker: z.number().int().nullable(),
  /** how it ended; `null` while it lasts. `live`: what was taken for a video is live, and the next attempt records it */
  outcome: z.enum(['completed', 'paused', 'canceled', 'failed', 'lost', 'live']).nullable(),
  error: errorBody.nullable(),
  /** the last lines of its log */
  log: z.array(z.string()),
});
export type Attempt = z.infer<typeof attempt>;

/** Everything there is to know about one task. */
export const taskDetails = z.object({
  task,
  attempts: z.array(attempt),
  logFile: z.string().nullable(),
  /** the files that are in their places, in the order they came; those of a recording also while more may come */
  artifacts: z.array(artifact),
});
export type TaskDetails = z.infer<typeof taskDetails>;
