import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { Writable } from 'node:stream';
import { Failure } from '../../contract/errors.ts';
import { Ending, toChild } from '../programs/ending.ts';
import { Tail } from '../programs/tail.ts';
import { pour } from './pour.ts';

/** One run of ffmpeg. */
export interface FfmpegRun<Expected extends string> {
  /** absolute path */
  readonly program: string;
  /** all but the beginning that every run shares; inputs are named by `inputUrl`, files by `fileUrl` */
  readonly args: readonly string[];
  /** what ffmpeg reads from `inputUrl(0)`, `inputUrl(1)`, … */
  readonly inputs: readonly AsyncIterable<readonly Uint8Array[]>[];
  readonly signal: AbortSignal;
  /** a process was started, or has ended, that would outlive this one when it is killed */
  readonly onChild: (pid: number, running: boolean) => void;
  /** milliseconds without a byte read or written after which ffmpeg counts as stuck */
  readonly stallMs: number;
  /** what it writes to its standard output */
  readonly onOutput?: (bytes: Buffer) => void;
  /** failures the caller can do something about, by what ffmpeg says when it fails */
  readonly expected?: Readonly<Record<Expected, RegExp>>;
}

/** How a run ended, with the end of what ffmpeg complained of. */
export interface FfmpegOutcome<Expected extends string> {
  readonly outcome: 'done' | Expected;
  readonly complaints: string;
}

const complaintBytes = 8192;

/** How the arguments name the pipe of an input. The first is the standard input, which works everywhere. */
export function inputUrl(index: number): string {
  return `pipe:${descriptorOf(index)}`;
}

/** How the arguments name a file: nothing in its path is ever taken for an option or a protocol. */
export function fileUrl(path: string): string {
  return `file:${path}`;
}

function descriptorOf(index: number): number {
  return index === 0 ? 0 : index + 2;
}

/**
 * Runs ffmpeg to its end, at low priority. It is always gone when this settles.
 * @throws Failure `disk-full` and `permission` where writing failed, `tool-missing` where it does not start, `internal` for any
 * other failure that was not expected, with what ffmpeg said; the reason of the signal; what an input throws
 */
export async function runFfmpeg<Expected extends string = never>(
  run: FfmpegRun<Expected>,
): Promise<FfmpegOutcome<Expected>> {
  run.signal.throwIfAborted();
  const child = start(run);
  const complaints = new Tail(complaintBytes);
  child.stderr?.on('data', (bytes: Buffer) => complaints.add(bytes));
  const ending = new Ending(child, toChild);
  const onAbort = (): void => ending.end(run.signal.reason);
  run.signal.addEventListener('abort', onAbort, { once: true });
  // It may have been aborted by whoever was told of the process.
  if (run.signal.aborted) onAbort();
  const stall = setTimeout(() => {
    ending.end(new Failure('internal', { detail: `ffmpeg did nothing for ${run.stallMs / 1000} s` }));
  }, run.stallMs);
  const onProgress = (): void => void stall.refresh();
  child.stdout?.on('data', (bytes: Buffer) => {
    onProgress();
    run.onOutput?.(bytes);
  });
  const pouring = run.inputs.map(async (source, index) => {
    const pipe = child.stdio[descriptorOf(index)];
    if (!(pipe instanceof Writable)) return;
    await pour(source, pipe, { signal: ending.signal, onProgress }).catch((error: unknown) => ending.end(error));
  });
  try {
    const ended = await endOf(child, run.program);
    clearTimeout(stall);
    const result = typeof ended === 'string' ? judge(ended, complaints.text, run.expected) : ended;
    if (result instanceof Failure) ending.end(result);
    // A source that hangs is not waited for once nothing is wanted of it.
    await Promise.race([Promise.all(pouring), ending.begun]);
    ending.signal.throwIfAborted();
    if (result instanceof Failure) throw result;
    return { outcome: result ?? 'done', complaints: complaints.text };
  } finally {
    clearTimeout(stall);
    run.signal.removeEventListener('abort', onAbort);
    ending.over();
    if (child.pid !== undefined) run.onChild(child.pid, false);
  }
}

function start<Expected extends string>(run: FfmpegRun<Expected>): ChildProcess {
  const stdio: StdioOptions = ['ignore', run.onOutput === undefined ? 'ignore' : 'pipe', 'pipe'];
  run.inputs.forEach((_, index) => {
    stdio[descriptorOf(index)] = 'pipe';
  });
  const child = spawn(run.program, ['-hide_banner', '-nostdin', '-loglevel', 'error', '-y', ...run.args], {
    stdio,
    windowsHide: true,
    // What it says is matched, so it has to be English.
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (child.pid !== undefined) {
    run.onChild(child.pid, true);
    lower(child.pid);
  }
  return child;
}

/** Putting together what is recorded must not take the processor from what is being recorded. */
function lower(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the platform does not allow it.
  }
}

/** How it ended; `null` for a success, a failure where it never started. */
function endOf(child: ChildProcess, program: string): Promise<string | Failure | null> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      if (child.pid !== undefined) return;
      resolve(new Failure('tool-missing', { detail: `${program} does not start: ${error.message}`, cause: error }));
    });
    child.once('close', (code, signal) => {
      resolve(code === 0 ? null : code === null ? `signal ${signal}` : `code ${code}`);
    });
  });
}

const diskFull = /No space left on device|Disk quota exceeded|File too large/;
const denied = /Permission denied|Read-only file system/;

function judge<Expected extends string>(
  failed: string,
  complaints: string,
  expected: Readonly<Record<Expected, RegExp>> | undefined,
): Expected | Failure {
  const detail = `ffmpeg ended with ${failed}: ${complaints}`;
  if (diskFull.test(complaints)) return new Failure('disk-full', { detail });
  if (denied.test(complaints)) return new Failure('permission', { detail });
  if (expected !== undefined) for (const name in expected) if (expected[name].test(complaints)) return name;
  return new Failure('internal', { detail });
}
