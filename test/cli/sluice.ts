import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The entry of the command line in the source tree. */
const entry = fileURLToPath(new URL('../../cli/index.ts', import.meta.url));
const fixtureJobs = fileURLToPath(new URL('./fixture-jobs.ts', import.meta.url));

/** How a command ended. */
interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** everything so far, of both streams in the order it arrived */
  output(): string;
  /** waits until the output fits; fails with what came instead when the command ends before or a generous time has passed */
  until(pattern: RegExp): Promise<string>;
  type(text: string): void;
}

/** A folder of its own with everything the command line keeps, and the means to run it there. */
export interface Home {
  readonly folder: string;
  readonly downloads: string;
  start(args: readonly string[], options?: StartOptions): Running;
  run(args: readonly string[], options?: StartOptions): Promise<Ended>;
}

interface StartOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** runs it on a terminal of this many columns; both streams are then one */
  readonly terminal?: number;
  readonly cwd?: string;
  /** its job processes do what the links say, see `fixture-worker.ts` */
  readonly scripted?: boolean;
}

/**
 * Makes a home that is deleted after the test, once everything that was started there has ended.
 * @param folder one that is there already, and that others use as well
 */
export function newHome(folder: string = mkdtempSync(join(tmpdir(), 'sluice-cli-'))): Home {
  const started: Running[] = [];
  onTestFinished(async () => {
    for (const { child } of started) child.kill('SIGKILL');
    await Promise.all(started.map(({ ended }) => ended));
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  });
  const start = (args: readonly string[], options: StartOptions = {}): Running => {
    const running = launch(folder, args, options);
    started.push(running);
    return running;
  };
  return {
    folder,
    downloads: join(folder, 'downloads'),
    start,
    run: (args, options) => start(args, options).ended,
  };
}

function launch(home: string, args: readonly string[], options: StartOptions): Running {
  const scripted = options.scripted === true ? ['--import', fixtureJobs] : [];
  const command = [process.execPath, ...scripted, entry, ...args];
  const [program = '', ...rest] = options.terminal === undefined ? command : onTerminal(command, options.terminal);
  const child = spawn(program, rest, {
    cwd: options.cwd ?? home,
    // CI takes colours away, which a person's terminal has.
    env: { ...process.env, CI: undefined, SLUICE_HOME: home, LANG: 'C.UTF-8', TERM: 'xterm-256color', ...options.env },
    stdio: 'pipe',
  });
  let all = '';
  let stdout = '';
  let stderr = '';
  const look = new Set<() => void>();
  const take = (chunk: string): void => {
    all += chunk;
    for (const each of look) each();
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    take(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    take(chunk);
  });
  child.stdin.on('error', () => undefined);
  if (options.terminal === undefined) child.stdin.end(options.input ?? '');
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    ended,
    output: () => all,
    type: (text) => void child.stdin.write(text),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          if (!pattern.test(all)) return;
          look.delete(check);
          clearTimeout(giveUp);
          resolve(all);
        };
        const fail = (): void => {
          look.delete(check);
          clearTimeout(giveUp);
          reject(new Error(`never came: ${pattern}; instead:\n${all}`));
        };
        const giveUp = setTimeout(fail, 45_000);
        look.add(check);
        void ended.then(() => {
          if (look.has(check)) fail();
        });
        check();
      }),
  };
}

/** `script` of util-linux gives a command a terminal of its own. */
function onTerminal(command: readonly string[], columns: number): string[] {
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  return ['script', '-qec', `stty cols ${columns} rows 24; exec ${quoted}`, '/dev/null'];
}
