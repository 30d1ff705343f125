import type { Engine } from '../../engine/engine.ts';
import { tellNotices } from './tell-notices.ts';

/** The engine that a command works with. */
export interface Session {
  readonly engine: Engine;
  /** true when it runs in this process, so that its work ends with the command */
  readonly alone: boolean;
  /** resolves when the process that has the engine is gone; never when it is this one */
  readonly lost: Promise<void> | undefined;
  /** stops the engine so that its work can be resumed, or leaves that of another process alone */
  close(): Promise<void>;
}

interface SessionOptions {
  /** how many tasks run at a time, when the command says so */
  readonly jobs?: number | undefined;
  /** tells a person one line; on standard error when absent */
  readonly note?: (line: string) => void;
}

/**
 * The engine of the Sluice that runs, else one opened here: `added` runs what is added or resumed through it, `none` only looks
 * at what is there. Tells what the engine wants a person to know.
 * @throws Failure those of `attachEngine`
 */
export async function openSession(only: 'added' | 'none', options: SessionOptions = {}): Promise<Session> {
  const session = await openSilentSession(only, options.jobs);
  await tellNotices(session.engine, options.note ?? ((line) => void process.stderr.write(`${line}\n`)));
  return session;
}

/** The same without a word, for who has nobody to talk to. */
export async function openSilentSession(only: 'added' | 'none', jobs?: number): Promise<Session> {
  const { openHeadlessHost } = await import('../../engine/headless/host.ts');
  const { connect } = await import('../../engine/instance/connect.ts');
  const { workerEntry } = await import('./worker-entry.ts');
  const host = openHeadlessHost({ worker: workerEntry() });
  // The whole engine is only loaded when nobody else has it.
  const running = await connect(host.paths);
  if (running !== undefined) return { engine: running, alone: false, lost: running.lost, close: () => running.close() };

  // A process takes as long to start as the engine takes to load.
  if (only === 'added') host.prepareWorker();
  try {
    const { attachEngine } = await import('../../engine/attach.ts');
    const limits = jobs === undefined ? {} : { limits: { maxActive: jobs, maxPerHost: jobs } };
    const attached = await attachEngine(host, { only, ...limits });
    const { engine } = attached;
    if (!attached.own) host.releaseWorker();
    return {
      engine,
      alone: attached.own,
      lost: attached.own ? undefined : attached.engine.lost,
      close: async () => {
        host.releaseWorker();
        await engine.close();
      },
    };
  } catch (error) {
    host.releaseWorker();
    throw error;
  }
}
