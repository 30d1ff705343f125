import type { CallInput, CallName, CallOutput, EngineCallName } from '../../contract/calls.ts';
import type { EventBatch } from '../../contract/events.ts';
import { unwrap } from '../../contract/reply.ts';
import { launch, type Running } from '../e2e/launch.ts';
import type { Origin } from '../servers/faulty-server.ts';
import { ByCalls } from './by-calls.ts';

declare global {
  interface Window {
    heard?: (batch: EventBatch) => void;
  }
}

/** What the window's page can do: calls and events of `window.sluice`, in a real Electron. */
export class Ipc extends ByCalls {
  readonly name = 'IPC';
  readonly running: Running;

  constructor(home: string, origin: Origin, running: Running) {
    super(home, origin);
    this.running = running;
  }

  static async open(home: string, origin: Origin, environment: Readonly<Record<string, string>>): Promise<Ipc> {
    const ipc = new Ipc(home, origin, await launch(home, [], environment));
    const { page } = ipc.running;
    await page.exposeFunction('heard', (batch: EventBatch) => ipc.seen.take(batch));
    const { seq } = await ipc.ask('tasks.list', { limit: 1 });
    await page.evaluate((after) => void window.sluice?.onEvents(after, (batch) => window.heard?.(batch)), seq);
    return ipc;
  }

  async ask<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
    this.cover(name, input);
    const asked: [CallName, unknown] = [name, input];
    const reply = await this.running.page.evaluate(([call, what]) => window.sluice?.call(call, what as never), asked);
    if (reply === undefined) throw new Error('the page has no bridge');
    return unwrap(reply) as CallOutput<N>;
  }

  close(): Promise<void> {
    return this.running.end();
  }
}
