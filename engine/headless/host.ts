import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import type { Host } from '../host.ts';
import { createLog } from '../log/lines.ts';
import { RotatingFile } from '../log/rotating-file.ts';
import { forkProcess } from './fork.ts';
import { headlessPaths } from './paths.ts';
import { fileSecrets } from './secrets.ts';

/** Bytes of the log before it is moved aside, and how many older ones stay. */
const logBytes = 4 * 1024 * 1024;
const logsKept = 4;

/** The host for plain Node: no window, no key store, job processes by `fork`. Touches the disk only when it has to. */
export function openHeadlessHost(options: { readonly worker: string; readonly paths?: Host['paths'] }): Host {
  const paths = options.paths ?? headlessPaths(process.env);
  const file = new RotatingFile(join(paths.logs, 'sluice.log'), logBytes, logsKept);
  const log = createLog(file, () => systemClock.now(), process.env['SLUICE_DEBUG'] === '1');
  return {
    paths,
    clock: systemClock,
    log,
    secrets: fileSecrets(paths.data),
    forkWorker: () => forkProcess(options.worker, log),
  };
}
