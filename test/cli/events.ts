import { z } from 'zod';
import { errorBody } from '../../contract/errors.ts';
import { gapEntry, liveFigures, timeline } from '../../contract/recording.ts';
import { artifact, pace, progress, taskId } from '../../contract/task.ts';

const ofTask = z.object({ id: taskId, url: z.string(), name: z.string() });
const count = z.number().int().nonnegative();
const seconds = z.number().nonnegative();

/** What docs/cli.md promises of each line of `--json`; a field that is not described fails. */
const event = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('added'),
    ...ofTask.shape,
    directory: z.string(),
    resumed: z.boolean(),
    group: z.strictObject({ id: taskId, number: z.number().int().positive() }).nullable(),
  }),
  z.strictObject({ event: z.literal('skipped'), id: taskId, url: z.string(), paths: z.array(z.string()) }),
  z.strictObject({ event: z.literal('refused'), url: z.string(), error: errorBody, duplicateOf: taskId.nullable() }),
  z.strictObject({
    event: z.literal('progress'),
    id: taskId,
    name: z.string(),
    state: z.enum(['resolving', 'running', 'finishing']),
    ...progress.shape,
    ...pace.shape,
    live: liveFigures.strict().nullable(),
  }),
  z.strictObject({
    event: z.literal('fragment'),
    id: taskId,
    part: z.number().int().positive(),
    path: z.string(),
    size: count,
    at: seconds,
    length: seconds,
    tooLong: z.boolean(),
  }),
  z.strictObject({ event: z.literal('gap'), id: taskId, ...gapEntry.shape }),
  z.strictObject({
    event: z.literal('outage'),
    id: taskId,
    track: z.string(),
    since: z.number().int(),
    code: z.string(),
    detail: z.string().nullable(),
    until: z.number().nullable(),
    lasted: seconds.nullable(),
  }),
  z.strictObject({
    event: z.literal('recorded'),
    ...ofTask.shape,
    complete: z.boolean(),
    length: seconds,
    recorded: seconds,
    asked: seconds.nullable(),
    end: timeline.shape.end.unwrap().nullable(),
    fragments: count,
    gaps: count,
    missing: seconds,
    segments: timeline.shape.segments,
    ledger: z.string().nullable(),
  }),
  z.strictObject({
    event: z.literal('waiting'),
    id: taskId,
    name: z.string(),
    why: z.enum(['retry', 'space', 'site', 'live', 'slot']),
    until: z.number().int().nullable(),
    error: errorBody.nullable(),
  }),
  z.strictObject({ event: z.literal('completed'), ...ofTask.shape, ...artifact.shape }),
  z.strictObject({ event: z.literal('failed'), ...ofTask.shape, error: errorBody, retryable: z.boolean() }),
  z.strictObject({ event: z.literal('paused'), ...ofTask.shape }),
  z.strictObject({ event: z.literal('canceled'), ...ofTask.shape }),
  z.strictObject({ event: z.literal('removed'), id: taskId, name: z.string() }),
  z.strictObject({
    event: z.literal('summary'),
    completed: count,
    incomplete: count,
    skipped: count,
    failed: count,
    refused: count,
    paused: count,
    canceled: count,
    removed: count,
    unfinished: count,
    bytes: count,
    seconds: z.number().nonnegative(),
    exitCode: count,
    signal: z.string().nullable(),
    resumable: z.array(taskId),
  }),
]);
export type Event = z.infer<typeof event>;

/** Every line of an output as the event it is. */
export function eventsIn(stdout: string): Event[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => event.parse(JSON.parse(line)));
}

/** Names of all events there are. */
export const eventNames: readonly string[] = event.options.map((option) => option.shape.event.value);
