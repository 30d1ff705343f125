import { type ChildProcess, spawn } from 'node:child_process';
import { parse } from 'node:path';
import { Failure } from '../../../contract/errors.ts';
import { Tail } from '../../ffmpeg/tail.ts';
import { Ending, toGroup } from '../../programs/ending.ts';

/** One run of yt-dlp. */
export interface YtDlpRun {
  /** absolute path */
  readonly program: string;
  readonly args: readonly string[];
  /** what it reads from its standard input; `null` closes that at once */
  readonly input: string | null;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** a process was started, or has ended, that would outlive this one when it is killed */
  readonly onChild: (pid: number, running: boolean) => void;
  readonly limits: RunLimits;
}

/** How long it may take, and how much it may say. */
interface RunLimits {
  /** milliseconds */
  readonly time: number;
  /** bytes */
  readonly output: number;
}

/** What a run that came to an end of its own left. */
export interface YtDlpAnswer {
  /** `null` when it was ended by a signal of somebody else */
  readonly code: number | null;
  readonly output: string;
  /** the end of what it complained of */
  readonly complaints: string;
}

const complaintBytes = 65_536;
/** Milliseconds that its pipes may stay open after it has ended, in the hands of what it left behind. */
const lingerMs = 1000;

/**
 * Runs yt-dlp to its end. It is always gone when this settles, with all that it has started.
 * @throws Failure `tool-missing` where it does not start, `timeout`, `extractor-outdated` where it says more than anybody would read;
 * the reason of the signal
 */
export async function runYtDlp(run: YtDlpRun): Promise<YtDlpAnswer> {
  run.signal.throwIfAborted();
  const child = start(run);
  const ending = new Ending(child, toGroup);
  const onAbort = (): void => ending.end(run.signal.reason);
  run.signal.addEventListener('abort', onAbort, { once: true });
  // It may have been aborted by whoever was told of the process.
  if (run.signal.aborted) onAbort();
  const { time, output: most } = run.limits;
  const late = setTimeout(() => {
    ending.end(new Failure('timeout', { detail: `yt-dlp came to no end within ${time / 1000} s` }));
  }, time);
  const complaints = new Tail(complaintBytes);
  child.stderr?.on('data', (bytes: Buffer) => complaints.add(bytes));
  const output: Buffer[] = [];
  let size = 0;
  child.stdout?.on('data', (bytes: Buffer) => {
    size += bytes.length;
    if (size <= most) output.push(bytes);
    else ending.end(new Failure('extractor-outdated', { detail: `yt-dlp wrote more than ${most} bytes` }));
  });
  // It may have ended before it has read all, which is for its answer to tell.
  child.stdin?.on('error', () => {});
  child.stdin?.end(run.input);
  try {
    const code = await endOf(child, run.program);
    ending.signal.throwIfAborted();
    return { code, output: Buffer.concat(output).toString('utf8'), complaints: complaints.text };
  } finally {
    clearTimeout(late);
    run.signal.removeEventListener('abort', onAbort);
    ending.over();
    if (child.pid !== undefined) run.onChild(child.pid, false);
  }
}

function start(run: YtDlpRun): ChildProcess {
  const child = spawn(run.program, [...run.args], {
    stdio: [run.input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    // In a group of its own, so that what it starts (a runtime of JavaScript) can be ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    // Nothing that lies where Sluice was started is looked at.
    cwd: parse(run.program).root,
    env: run.environment,
  });
  if (child.pid !== undefined) run.onChild(child.pid, true);
  return child;
}

/** The code it ended with. */
function endOf(child: ChildProcess, program: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      if (child.pid !== undefined) return;
      reject(new Failure('tool-missing', { detail: `${program} does not start: ${error.message}`, cause: error }));
    });
    let linger: NodeJS.Timeout | undefined;
    child.once('exit', () => {
      if (process.platform !== 'win32') toGroup(child, 'SIGKILL');
      linger = setTimeout(() => {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }, lingerMs);
    });
    child.once('close', (code) => {
      clearTimeout(linger);
      resolve(code);
    });
  });
}
