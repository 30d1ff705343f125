import { exits } from '../exit.ts';

/**
 * Runs what a command does and leaves its exit code for the end of the process. Errors go up to the entry, which tells
 * them.
 */
export async function runWith(run: () => Promise<number>): Promise<void> {
  const code = await run();
  if (code !== exits.done.code) process.exitCode = code;
}
