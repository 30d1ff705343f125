import { type UtilityProcess, utilityProcess } from 'electron';
import type { FromWorker, ToWorker, WorkerKind } from '../contract/worker-messages.ts';
import { workerEnvironment } from '../engine/headless/worker-environment.ts';
import type { Log, WorkerPort } from '../engine/host.ts';

/** Starts a job process of Electron's own kind; what it writes to its outputs goes to the log. */
export function forkWorker(entry: string, kind: WorkerKind, log: Log): WorkerPort {
  const child = utilityProcess.fork(entry, [], {
    serviceName: `sluice-${kind}`,
    stdio: 'pipe',
    env: workerEnvironment(process.env),
  });
  logOutput(child, log);
  return {
    get pid() {
      return child.pid;
    },
    send: (message: ToWorker) => child.postMessage(message),
    onMessage: (listen: (message: FromWorker) => void) => void child.on('message', listen),
    onExit: (listen) => void child.once('exit', listen),
    kill: () => killAtOnce(child),
  };
}

/** `UtilityProcess.kill` asks with SIGTERM, which a process that hangs does not hear. */
function killAtOnce(child: UtilityProcess): void {
  if (child.pid === undefined) return void child.kill();
  try {
    process.kill(child.pid, 'SIGKILL');
  } catch {
    child.kill();
  }
}

function logOutput(child: UtilityProcess, log: Log): void {
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8');
    stream?.on('data', (text: string) => {
      for (const line of text.split('\n')) {
        if (line.trim() !== '') log.warn('worker output', { line: line.slice(0, 2000), worker: child.pid });
      }
    });
  }
}
