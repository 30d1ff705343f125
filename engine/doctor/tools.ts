import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from '../../contract/doctor.ts';
import { Failure } from '../../contract/errors.ts';
import { findTool } from '../ffmpeg/find-tool.ts';
import { examineYtDlp } from './yt-dlp.ts';

/** A program that is looked for. */
interface Tool {
  readonly name: string;
  /** what is to be run; @throws Failure `tool-missing` */
  find(): Promise<string>;
  readonly versionFlag: string;
  /** what to do when it is not there; `null` when it is not needed */
  readonly advice: string | null;
}

/**
 * Which outside programs are there, where and of which version.
 * @param ffmpeg the user's setting, empty for the one that is found
 * @param ytDlp the same for yt-dlp
 */
export async function examineTools(ffmpeg: string, ytDlp: string): Promise<Finding[]> {
  const tools: readonly Tool[] = [
    {
      name: 'ffmpeg',
      find: () => findTool('ffmpeg', ffmpeg),
      versionFlag: '-version',
      advice:
        'Install ffmpeg (Debian: apt-get install ffmpeg). Plain files download without it; recording and joining video need it.',
    },
    // Nothing is based on it, but whoever looks into a file with it wants the one that fits.
    { name: 'ffprobe', find: () => findTool('ffprobe', ffmpeg), versionFlag: '-version', advice: null },
  ];
  return Promise.all([...tools.map(examineTool), examineYtDlp(ytDlp)]);
}

async function examineTool({ name, find, versionFlag, advice }: Tool): Promise<Finding> {
  try {
    const program = await find();
    const { stdout } = await promisify(execFile)(program, [versionFlag], { timeout: 10_000, windowsHide: true });
    return { name, status: 'ok', found: `${program}: ${stdout.split('\n', 1)[0] ?? ''}`.trim(), advice: '' };
  } catch (error) {
    const found = describe(error);
    return advice === null
      ? { name, status: 'ok', found: `${found} (optional)`, advice: '' }
      : { name, status: 'warning', found, advice };
  }
}

function describe(error: unknown): string {
  if (error instanceof Failure) return error.detail ?? 'not found';
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'not found';
  return `does not run: ${error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error)}`;
}
