import { z } from 'zod';
import { calls } from '../../contract/calls.ts';
import { apiRoot } from '../../contract/routes.ts';
import { task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Operation, operation } from '../operation/operation.ts';
import { Refusal } from '../problem/problem.ts';
import { askAllowed, idempotency, transferOptionsHere } from './calls.ts';

const { tasks, directory, priority, start, startAt, duplicates } = calls['tasks.add'].input.shape;

/** One new task: what is said of it, and what `tasks.add` says of all. */
const oneTask = z.object({
  ...tasks.element.omit({ number: true }).shape,
  ...{ directory, options: transferOptionsHere.optional(), priority, start, startAt, duplicates },
});

/** `POST /tasks`: adds one task. */
export function addOneOperation(engine: Engine): Operation {
  return operation({
    id: 'addTask',
    method: 'POST',
    path: `${apiRoot}/tasks`,
    tag: 'tasks',
    summary: 'Add a task',
    description:
      'A link that is plainly a playlist is recorded, one of a video site is fetched as a video, everything else as a file; `recording` and `video` say so of any link. The folder is inside the download folder; a relative one lies below it.',
    headers: idempotency,
    body: { schema: oneTask },
    answers: {
      201: { description: 'Added', schema: task, headers: { Location: 'Where it is' } },
      200: {
        description:
          'There is a task for it already: an unfinished one is taken up again, a finished one is left as it is',
        schema: task,
        headers: { Location: 'Where it is' },
      },
    },
    problems: ['conflict', 'unsupported', 'private-address', 'is-list', 'outside-folder', 'key-reused', 'disk-full'],
    handle: async ({ body, headers }) => {
      const { directory, options, priority, start, startAt, duplicates, ...one } = body;
      const key = headers['idempotency-key'];
      const { added, existing, refused } = await askAllowed(engine, 'tasks.add', {
        tasks: [one],
        ...{ directory, options, priority, start, startAt, duplicates, key },
      });
      const [refusal] = refused;
      if (refusal !== undefined) {
        const { error, duplicateOf } = refusal;
        throw new Refusal(error.code, {
          ...(error.detail === undefined ? {} : { detail: error.detail }),
          ...(duplicateOf === null ? {} : { duplicateOf }),
        });
      }
      const there = added[0] ?? existing[0]?.task;
      if (there === undefined) throw new Refusal('internal');
      return {
        status: added.length > 0 ? 201 : 200,
        headers: { location: `${apiRoot}/tasks/${there.id}` },
        body: there,
      };
    },
  });
}
