import type { ZodError } from 'zod';
import { type CallInput, type CallOutput, calls, type EngineCallName } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { failure, type Reply, success } from '../../contract/reply.ts';
import { examine } from '../doctor/index.ts';
import { storeFailure } from '../store/sqlite-error.ts';
import { addTasks } from './add.ts';
import { changeTasks } from './change.ts';
import { listGroups } from './groups.ts';
import { listTasks } from './list.ts';
import { moveTasks } from './move.ts';
import { takeNotices } from './notices.ts';
import type { Handler, Parts } from './parts.ts';
import { recognise } from './recognise.ts';
import { removeTasks } from './remove.ts';
import { getSettings, setSettings } from './settings.ts';
import { showTask } from './show.ts';
import { showTimeline } from './timeline.ts';
import { cancelTasks, pauseTasks, resumeTasks, retryTasks, stopTasks } from './verbs.ts';
import { lookAtVideo, moreOfList } from './videos.ts';
import { addWebhook, listWebhooks, removeWebhook, testWebhook } from './webhooks.ts';

const handlers: { readonly [N in EngineCallName]: Handler<N> } = {
  'links.recognise': recognise,
  'tasks.add': addTasks,
  'videos.look': lookAtVideo,
  'videos.more': moreOfList,
  'groups.list': listGroups,
  'tasks.list': listTasks,
  'tasks.show': showTask,
  'tasks.pause': pauseTasks,
  'tasks.resume': resumeTasks,
  'tasks.cancel': cancelTasks,
  'tasks.retry': retryTasks,
  'tasks.stop': stopTasks,
  'tasks.timeline': showTimeline,
  'tasks.remove': removeTasks,
  'tasks.move': moveTasks,
  'tasks.change': changeTasks,
  'settings.get': getSettings,
  'settings.set': setSettings,
  'webhooks.list': listWebhooks,
  'webhooks.add': addWebhook,
  'webhooks.remove': removeWebhook,
  'webhooks.test': testWebhook,
  'notices.take': takeNotices,
  doctor: examine,
};

/** True for the name of a call that an engine answers; names come from other processes too. */
function isEngineCall(name: string): name is EngineCallName {
  return Object.hasOwn(handlers, name);
}

/** Answers one call: parses the input and turns whatever is thrown into a reply. Never throws. */
export async function answer<N extends EngineCallName>(
  parts: Parts,
  name: N,
  input: CallInput<N>,
): Promise<Reply<CallOutput<N>>> {
  try {
    if (!isEngineCall(name)) throw new Failure('invalid-input', { detail: 'no such call' });
    const parsed = calls[name].input.safeParse(input);
    if (!parsed.success) throw new Failure('invalid-input', { detail: describe(parsed.error) });
    const handler: Handler<N> = handlers[name];
    // the handler and the schema stand under the same name, which the compiler cannot see through a generic one
    return success(await handler(parts, parsed.data as Parameters<typeof handler>[1]));
  } catch (thrown) {
    const error = storeFailure(thrown, parts.host.paths.data);
    if (!(error instanceof Failure) || error.code === 'internal') {
      parts.host.log.error('a call failed', {
        call: name,
        reason: thrown instanceof Error ? thrown.stack : String(thrown),
      });
    }
    return failure(error);
  }
}

/** The first thing that is wrong and where; never the value, which may be a secret. */
function describe(error: ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? 'invalid' : `${issue.path.join('.')}: ${issue.message}`;
}
