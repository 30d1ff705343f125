import { spawn } from 'node:child_process';

/** What a run of ffmpeg or ffprobe gave. */
export interface Run {
  readonly out: Buffer;
  /** what it complained of, at the level asked for in the arguments */
  readonly complaints: string;
}

/**
 * Runs a program to its end, with bytes for its standard input.
 * @throws when it ends with anything but 0
 */
export function run(program: 'ffmpeg' | 'ffprobe', args: readonly string[], input?: Uint8Array): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    const out: Buffer[] = [];
    const complaints: Buffer[] = [];
    child.stdout.on('data', (bytes: Buffer) => out.push(bytes));
    child.stderr.on('data', (bytes: Buffer) => complaints.push(bytes));
    // A program that has read enough closes its end.
    child.stdin.on('error', () => {});
    child.on('error', reject);
    child.on('close', (code) => {
      const text = Buffer.concat(complaints).toString();
      if (code === 0) resolve({ out: Buffer.concat(out), complaints: text });
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}: ${text}`));
    });
    child.stdin.end(input);
  });
}

/** Makes media: arguments of ffmpeg between its inputs and its output, which is read from a pipe. */
export async function make(args: readonly string[]): Promise<Buffer> {
  return (await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args, 'pipe:1'])).out;
}
