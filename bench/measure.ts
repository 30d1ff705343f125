import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a program took, all its processes together. */
export interface Measure {
  /** seconds */
  readonly wall: number;
  /** seconds of user and system time of the program and the children it waited for */
  readonly cpu: number;
  /** bytes: highest sum of resident memory over its processes; shared pages count once a process */
  readonly rss: number;
  /** bytes: highest sum of proportional memory over its processes; shared pages are divided among those that share them */
  readonly pss: number;
}

const SAMPLE_MS = 25;
/** A proportional figure costs a walk through the page tables, so it is taken less often. */
const PSS_EVERY = 6;

/**
 * Runs a command to its end.
 * @param options `sampleMs`: how often memory is looked at, in milliseconds; less often for what runs for minutes
 * @throws Error when it fails
 */
export async function measure(
  command: readonly string[],
  options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>>; readonly sampleMs?: number },
): Promise<Measure> {
  const [program = '', ...args] = command;
  // bash's own `time` accounts for the program and every child it waited for, to the millisecond.
  const child = spawn(
    'bash',
    ['-c', 'TIMEFORMAT=\'%3R %3U %3S\'; time "$0" "$@" >/dev/null 2>/dev/null', program, ...args],
    {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  let rss = 0;
  let pss = 0;
  let ticks = 0;
  const timer = setInterval(() => {
    const pids = child.pid === undefined ? [] : below(child.pid);
    rss = Math.max(rss, sum(pids, residentBytes));
    if (ticks % PSS_EVERY === 0) pss = Math.max(pss, sum(pids, proportionalBytes));
    ticks += 1;
  }, options.sampleMs ?? SAMPLE_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(timer);
  if (code !== 0) throw new Error(`${command.join(' ').slice(0, 200)} ended with ${code}`);
  const [wall = 0, user = 0, system = 0] = (said.trim().split('\n').at(-1) ?? '').split(' ').map(Number);
  return { wall, cpu: user + system, rss, pss };
}

/** Memory of a running process and all below it. */
export function memoryOf(pid: number): { rss: number; pss: number } {
  const pids = [pid, ...below(pid)];
  return { rss: sum(pids, residentBytes), pss: sum(pids, proportionalBytes) };
}

function below(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return children.flatMap((child) => [child, ...below(child)]);
}

function sum(pids: readonly number[], of: (pid: number) => number): number {
  return pids.reduce((total, pid) => total + of(pid), 0);
}

function residentBytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) * 1024;
}

function proportionalBytes(pid: number): number {
  return Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The middle one of some numbers. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
