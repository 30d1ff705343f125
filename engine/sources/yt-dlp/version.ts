import { stat } from 'node:fs/promises';
import { Failure } from '../../../contract/errors.ts';
import { environmentFor } from './environment.ts';
import { ytDlpAdvice } from './find.ts';
import { runYtDlp } from './run.ts';

/** The first that can be run without plugins, which would be code of others in what Sluice starts. */
const oldest = '2025.03.21';
/**
 * The first that has YouTube's player code run by a runtime of JavaScript. Its own interpreter, on which those before it rely, does
 * not understand that code any more.
 */
export const oldestForYoutube = '2025.11.12';

/** What asking for a version may take and say. A program that is packed into one file unpacks itself first. */
const limits = { time: 30_000, output: 65_536 };

/** Versions by path, size and time of change: asking takes yt-dlp about half a second. */
const known = new Map<string, string>();

/**
 * The version of a yt-dlp, `2026.10.26` or `2026.10.26.234511`. Once asked it is known as long as the program stays the same.
 * @param program absolute path
 * @throws Failure `tool-missing` when it does not run or is something else; the reason of the signal
 */
export async function versionOf(
  program: string,
  signal: AbortSignal,
  onChild: (pid: number, running: boolean) => void,
): Promise<string> {
  const { size, mtimeMs } = await stat(program).catch(() => ({ size: 0, mtimeMs: 0 }));
  const key = JSON.stringify([program, size, mtimeMs]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const args = ['--ignore-config', '--version'];
  const environment = environmentFor(process.env, 'direct');
  const { output, complaints } = await runYtDlp({ program, args, input: null, environment, signal, onChild, limits });
  const version = /^\d{4}\.\d{2}\.\d{2}(?:\.\d{1,6})?$/u.exec(output.trim())?.[0];
  if (version === undefined) {
    const said = JSON.stringify((output.trim() || complaints).slice(0, 200));
    throw new Failure('tool-missing', { detail: `${program} does not say its version but ${said}. ${ytDlpAdvice}` });
  }
  known.set(key, version);
  return version;
}

/**
 * @param least the version that is needed at least
 * @throws Failure `tool-outdated` with both versions
 */
export function requireVersion(version: string, least: string = oldest): void {
  if (isBefore(version, least)) {
    const detail = `yt-dlp is of ${version}, and ${least} or later is needed. ${ytDlpAdvice}`;
    throw new Failure('tool-outdated', { detail });
  }
}

/** Whether a version is older than another. All parts have fixed widths but the last, which counts up. */
export function isBefore(version: string, other: string): boolean {
  const [mine, theirs] = [version, other].map((text) => text.split('.').map(Number));
  for (let at = 0; at < 4; at++) {
    const difference = (mine?.[at] ?? 0) - (theirs?.[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
