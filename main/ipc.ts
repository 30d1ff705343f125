import { ipcMain, type WebFrameMain } from 'electron';
import { type CallInput, type CallName, calls, type DesktopCallName, type EngineCallName } from '../contract/calls.ts';
import { Failure } from '../contract/errors.ts';
import { failure, type Reply } from '../contract/reply.ts';
import type { Engine } from '../engine/engine.ts';
import type { DesktopCalls } from './desktop-calls.ts';
import { APP_PAGE } from './page-address.ts';
import { Subscriptions } from './subscriptions.ts';

/** What the page's calls are answered by. */
export interface Answerers {
  readonly engine: Engine;
  readonly desktop: DesktopCalls;
}

/** Opens the channels of the bridge: `call`, and `subscribe`/`unsubscribe` with `events` as their answer. */
export function openBridge({ engine, desktop }: Answerers): void {
  const subscriptions = new Subscriptions(engine);
  ipcMain.handle('call', (event, name: unknown, input: unknown): Promise<Reply<unknown>> => {
    checkSender(event.senderFrame);
    if (!isCallName(name)) return Promise.resolve(failure(new Failure('invalid-input', { detail: 'unknown call' })));
    // The input is of no type yet: both sides parse it by the call's schema before they use it.
    if (isDesktopCall(name)) return desktop.call(name, input);
    return engine.call(name, input as CallInput<EngineCallName>);
  });
  ipcMain.on('subscribe', (event, id: unknown, after: unknown) => {
    checkSender(event.senderFrame);
    if (Number.isSafeInteger(id) && Number.isSafeInteger(after)) {
      subscriptions.add(event.sender, Number(id), Number(after));
    }
  });
  ipcMain.on('unsubscribe', (event, id: unknown) => {
    checkSender(event.senderFrame);
    subscriptions.end(event.sender, Number(id));
  });
}

/** Throws unless a message comes from the top frame of Sluice's own page. */
function checkSender(frame: WebFrameMain | null): void {
  if (frame === null || frame.parent !== null || frame.url !== APP_PAGE) throw new Error('not the page of Sluice');
}

function isCallName(name: unknown): name is CallName {
  return typeof name === 'string' && Object.hasOwn(calls, name);
}

function isDesktopCall(name: CallName): name is DesktopCallName {
  return calls[name].where === 'desktop';
}
