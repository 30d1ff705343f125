import process from 'node:process';
import { powerMonitor } from 'electron';

/** Calls `end` when it is not a person who ends the program: a signal, or the platform that shuts down or logs out. */
export function onPlatformEnd(end: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, end);
  powerMonitor.on('shutdown', end);
}
