import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = join(import.meta.dirname, '..', '..', 'out', 'cli', 'sluice.js');

/** How a command ended: the objects it wrote to standard output, a line each. */
export interface Ended {
  readonly code: number | null;
  readonly lines: readonly unknown[];
  readonly stderr: string;
}

/** A command that runs. */
export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** a line of its output, from 0. @throws Error when it ends before */
  line(index: number): Promise<unknown>;
}

/** The built command line with everything it keeps in one folder. */
export class Commands {
  readonly #home: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #running = new Set<Command>();

  constructor(home: string, environment: Readonly<Record<string, string>>) {
    this.#home = home;
    this.#environment = environment;
  }

  /** @param hear gets each object as it is written */
  start(args: readonly string[], hear: (line: unknown) => void = () => {}): Command {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.#home,
      env: { ...process.env, SLUICE_HOME: this.#home, ...this.#environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: unknown[] = [];
    const looks = new Set<() => void>();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const read = createInterface({ input: child.stdout }).on('line', (text) => {
      const line: unknown = args.includes('--json') ? JSON.parse(text) : text;
      lines.push(line);
      hear(line);
      for (const look of looks) look();
    });
    const allRead = new Promise((resolve) => read.once('close', resolve));
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code) => void allRead.then(() => resolve({ code, lines, stderr })));
    });
    const command: Command = {
      child,
      ended,
      line: (index) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            if (lines.length > index) resolve(lines[index]);
          };
          looks.add(look);
          look();
          void ended.then(({ code }) => reject(new Error(`sluice ${args.join(' ')} ended with ${code}: ${stderr}`)));
        }),
    };
    this.#running.add(command);
    void ended.then(() => this.#running.delete(command));
    return command;
  }

  run(args: readonly string[]): Promise<Ended> {
    return this.start(args).ended;
  }

  /** Ends those that run still. */
  async close(): Promise<void> {
    const left = [...this.#running];
    for (const { child } of left) child.kill('SIGKILL');
    await Promise.all(left.map(({ ended }) => ended));
  }
}
