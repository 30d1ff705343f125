import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Host, WorkerPort } from '../host.ts';
import { createLog } from '../log/lines.ts';
import { RotatingFile } from '../log/rotating-file.ts';
import { forkProcess } from './fork.ts';
import { headlessPaths } from './paths.ts';
import { fileSecrets } from './secrets.ts';

/** Bytes of the log before it is moved aside, and how many older ones stay. */
const logBytes = 4 * 1024 * 1024;
const logsKept = 4;

/** A host that can begin before there is an engine. */
export interface HeadlessHost extends Host {
  /** Starts the first job process now, while everything else is loaded. Until it is taken, `releaseWorker` must end it. */
  prepareWorker(): void;
  /** Ends the prepared job process if nobody took it. */
  releaseWorker(): void;
}

/** The host for plain Node: no window, no key store, job processes by `fork`. Touches the disk only when it has to. */
export function openHeadlessHost(options: { readonly worker: string; readonly paths?: Host['paths'] }): HeadlessHost {
  const paths = options.paths ?? headlessPaths(process.env);
  const file = new RotatingFile(join(paths.logs, 'sluice.log'), logBytes, logsKept);
  const log = createLog(file, () => systemClock.now(), process.env['SLUICE_DEBUG'] === '1');
  let prepared: WorkerPort | undefined;
  const take = (): WorkerPort | undefined => {
    const port = prepared;
    prepared = undefined;
    return port;
  };
  return {
    paths,
    clock: systemClock,
    log,
    secrets: fileSecrets(paths.data),
    forkWorker: () => take() ?? forkProcess(options.worker, log),
    prepareWorker: () => {
      const port = forkProcess(options.worker, log);
      port.onExit(() => {
        if (prepared === port) prepared = undefined;
      });
      prepared = port;
    },
    releaseWorker: () => take()?.kill(),
  };
}
