import { z } from 'zod';
import type { CallInput } from '../../contract/calls.ts';
import { longestDuration, parseDuration } from '../../contract/duration.ts';
import { type ErrorCode, Failure } from '../../contract/errors.ts';
import { unwrap } from '../../contract/reply.ts';
import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Answered, type Operation, operation } from '../operation/operation.ts';
import { askAllowed } from './calls.ts';
import { oldTask, oldTaskOf } from './old-task.ts';

type NewTask = CallInput<'tasks.add'>['tasks'][number];

const url = z.string().min(1).max(100_000);

/** Seconds as a number, or a length as people write it; nothing at all, or an empty field of a form, is none. */
const length = z
  .union([z.number().positive().max(longestDuration), z.string()])
  .nullish()
  .describe('Seconds, or as people write it: `1h30m`, `00:10:00`')
  .transform((given, context) => {
    if (given === null || given === undefined || given === '') return null;
    const seconds = typeof given === 'number' ? given : parseDuration(given);
    if (seconds !== undefined && seconds > 0 && seconds <= longestDuration) return seconds;
    context.addIssue({ code: 'custom', message: 'is no length of time' });
    return z.NEVER;
  });

const answers = {
  200: {
    description: 'There is a task for it: a new one, or the one that was there for the same link',
    schema: z.object({ task_id: z.string() }),
    headers: { Location: 'Where it is, as these calls have it' },
  },
};
const problems: readonly ErrorCode[] = ['unsupported', 'is-list', 'private-address', 'disk-full'];

/** The calls of the service that came before, under their names. */
export function oldOperations(engine: Engine): readonly Operation[] {
  const shared = { method: 'POST', tag: 'old', answers, problems } as const;
  const one = { schema: z.object({ url }), form: true };
  const video = async (given: string): Promise<Answered> => {
    const { videoFormat } = unwrap(await engine.call('settings.get', {}));
    return answerOf(await taskFor(engine, { url: given, video: { format: videoFormat } }));
  };
  return [
    ...['', 'LowerCase'].map((spelling) =>
      operation({
        ...{ ...shared, id: `oldDownloadVideo${spelling}`, body: one },
        path: `/download/${spelling === '' ? 'YouTube' : 'youtube'}`,
        summary: `Download a video${spelling === '' ? '' : ' (in lower case)'}`,
        handle: ({ body }) => video(body.url),
      }),
    ),
    operation({
      ...{ ...shared, id: 'oldDownloadFile', path: '/download/file', summary: 'Download a file', body: one },
      handle: async ({ body }) => answerOf(await taskFor(engine, { url: body.url })),
    }),
    operation({
      ...{ ...shared, id: 'oldRecordStream', path: '/download/stream', summary: 'Record a stream' },
      description:
        'A recording of the same link that is not at its end is answered with; after it, a new one begins. Without a duration it goes on until the stream ends, without a fragment length it is one file.',
      body: {
        schema: z.object({ playlist_url: url, recording_duration: length, max_fragment_duration: length }),
        form: true,
      },
      handle: async ({ body: { playlist_url, recording_duration, max_fragment_duration } }) => {
        const recording = { duration: recording_duration, fragment: max_fragment_duration };
        return answerOf(await taskFor(engine, { url: playlist_url, recording }));
      },
    }),
    operation({
      id: 'oldShowTask',
      method: 'GET',
      path: '/tasks/{task_id}',
      tag: 'old',
      summary: 'See how a task is doing',
      params: z.object({ task_id: z.string() }),
      answers: { 200: { description: 'The task', schema: oldTask } },
      problems: ['no-such-task'],
      handle: async ({ params: { task_id: id } }) => ({
        status: 200,
        body: oldTaskOf(unwrap(await engine.call('tasks.show', { id }))),
      }),
    }),
  ];
}

/**
 * The task for what is asked: the one that is at it already, or has it; of a stream, which shows something else each time, a finished
 * one does not count.
 */
async function taskFor(engine: Engine, asked: NewTask): Promise<Task> {
  const duplicates = asked.recording === undefined ? 'skip' : 'ask';
  const first = await askAllowed(engine, 'tasks.add', { tasks: [asked], duplicates });
  const isRecorded = first.refused[0]?.error.code === 'conflict';
  const { added, existing, refused } = isRecorded
    ? await askAllowed(engine, 'tasks.add', { tasks: [asked], duplicates: 'keep' })
    : first;
  const task = added[0] ?? existing[0]?.task;
  if (task !== undefined) return task;
  const { code, detail } = refused[0]?.error ?? { code: 'internal', detail: undefined };
  throw new Failure(code, detail === undefined ? {} : { detail });
}

function answerOf({ id }: Task): Answered {
  return { status: 200, headers: { location: `/tasks/${id}` }, body: { task_id: id } };
}
