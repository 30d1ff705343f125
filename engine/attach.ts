import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from '../contract/errors.ts';
import type { Engine } from './engine.ts';
import type { Host } from './host.ts';
import { type OpenOptions, openEngine } from './index.ts';
import { connect } from './instance/connect.ts';
import type { RemoteEngine } from './instance/remote.ts';

/** Milliseconds another process gets to finish opening or closing. */
const patience = 15_000;

/** An engine to work with, and whether it is this process' own. */
export type Attached =
  | { readonly own: true; readonly engine: Engine }
  | { readonly own: false; readonly engine: RemoteEngine };

/**
 * The engine of a data folder: that of the process which has it, else one opened here. Of several processes that start at
 * once, one owns the folder and the others reach it.
 * @throws Failure `already-running` when another process has the folder and does not answer; those of `openEngine`
 */
export async function attachEngine(host: Host, options: OpenOptions = {}): Promise<Attached> {
  const giveUp = Date.now() + patience;
  for (;;) {
    const running = await connect(host.paths);
    if (running !== undefined) return { own: false, engine: running };
    try {
      return { own: true, engine: await openEngine(host, options) };
    } catch (error) {
      const taken = error instanceof Failure && error.code === 'already-running';
      if (!taken || Date.now() > giveUp) throw error;
    }
    // it has the folder but cannot be reached yet, or no more, or opened it only for a look
    await delay(25);
  }
}
