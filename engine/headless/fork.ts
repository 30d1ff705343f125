import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { FromWorker, ToWorker } from '../../contract/worker-messages.ts';
import type { Log, WorkerPort } from '../host.ts';
import { workerEnvironment } from './worker-environment.ts';

/**
 * Forks a job process of plain Node.
 * @param entry path of its program
 */
export function forkProcess(entry: string, log: Log): WorkerPort {
  const child = fork(entry, [], {
    // structured clone: keeps what JSON would lose, and is quicker for batches of progress
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // an inspector or loader of the parent is not meant for its children
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: workerEnvironment(process.env),
    windowsHide: true,
  });
  logOutput(child, log);
  return {
    get pid() {
      return child.pid;
    },
    send(message: ToWorker) {
      // one that is just ending is reported by its end
      if (child.connected) child.send(message, () => undefined);
    },
    onMessage: (listen) => void child.on('message', (message) => listen(message as FromWorker)),
    onExit(listen) {
      let told = false;
      const tell = (code: number | null): void => {
        if (!told) listen(code);
        told = true;
      };
      child.once('exit', tell);
      child.once('error', () => {
        if (child.pid === undefined) tell(null);
      });
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

/** What a job process prints was not meant to be seen, but says why it died. */
function logOutput(child: ChildProcess, log: Log): void {
  for (const output of [child.stdout, child.stderr]) {
    if (output === null) continue;
    createInterface({ input: output }).on('line', (line) => {
      log.warn('output of a job process', { worker: child.pid, line: line.slice(0, 2000) });
    });
  }
}
