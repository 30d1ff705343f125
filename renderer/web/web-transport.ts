import type { CallInput, CallName, CallOutput, EngineCallName } from '../../contract/calls.ts';
import type { Reply } from '../../contract/reply.ts';
import { apiRoot, routes } from '../../contract/routes.ts';
import type { TaskId } from '../../contract/task.ts';
import type { Place } from '../place.ts';
import type { Transport } from '../transport.ts';
import { ask } from './ask.ts';
import type { ConnectionStore } from './connection-store.ts';
import { followEvents } from './follow-events.ts';
import { platformOf } from './platform-of.ts';
import { requestFor } from './request.ts';
import { signOut } from './session.ts';

/** Asks for calls over HTTP and hears of changes by server-sent events. */
export function webTransport(connection: ConnectionStore): Transport {
  return {
    call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>> {
      if (!isEngineCall(name)) {
        return Promise.resolve({ ok: false, error: { code: 'unsupported', message: name } });
      }
      // a call of the engine has an input of the engine
      return ask(requestFor(name, input as CallInput<EngineCallName>), connection);
    },
    onEvents: (after, listen) => followEvents(after, listen, connection),
    home: 'web',
    platform: platformOf(navigator.platform),
  };
}

/** A page in somebody's browser. */
export function webPlace(connection: ConnectionStore): Place {
  const file = (id: TaskId, number: number) => `${apiRoot}/tasks/${id}/artifacts/${number}`;
  return {
    media: (id, source) =>
      source.kind === 'live' ? `${apiRoot}/tasks/${id}/live/watch.m3u8` : `${file(id, source.file)}?inline=true`,
    web: { connection, download: file, signOut: () => signOut(connection) },
  };
}

function isEngineCall(name: CallName): name is EngineCallName {
  return Object.hasOwn(routes, name);
}
