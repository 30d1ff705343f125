import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const program = fileURLToPath(new URL('./fixture-engine.ts', import.meta.url));

/** Starts a process with an engine of its own; ready when it says so. */
export async function engineProcess(
  folder: string,
  what: 'stay' | 'close' | 'close-when-told',
  links: readonly string[] = [],
  environment: NodeJS.ProcessEnv = {},
): Promise<{ child: ChildProcess; own: boolean; total: number }> {
  const child = spawn(process.execPath, [program, folder, what, ...links], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
  });
  return { child, ...JSON.parse(line) };
}

/** Waits for the end of a process. */
export function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}
