import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from '../../contract/doctor.ts';

/** A program that is looked for. */
interface Tool {
  readonly name: string;
  /** the environment variable that names it, or `null` */
  readonly variable: string | null;
  readonly versionFlag: string;
  /** what to do when it is not there; `null` when it is not needed */
  readonly advice: string | null;
}

const tools: readonly Tool[] = [
  {
    name: 'ffmpeg',
    variable: 'FFMPEG_BIN',
    versionFlag: '-version',
    advice:
      'Install ffmpeg (Debian: apt-get install ffmpeg). Plain files download without it; recording and joining video need it.',
  },
  {
    name: 'ffprobe',
    variable: null,
    versionFlag: '-version',
    advice: 'Install ffmpeg, which brings ffprobe. Plain files download without it.',
  },
  { name: 'yt-dlp', variable: null, versionFlag: '--version', advice: null },
];

/** Which outside programs are there, where and of which version. */
export async function examineTools(): Promise<Finding[]> {
  return Promise.all(tools.map(examineTool));
}

async function examineTool({ name, variable, versionFlag, advice }: Tool): Promise<Finding> {
  const program = (variable === null ? undefined : process.env[variable]) ?? name;
  try {
    const { stdout } = await promisify(execFile)(program, [versionFlag], { timeout: 10_000, windowsHide: true });
    return { name, status: 'ok', found: `${program}: ${stdout.split('\n', 1)[0] ?? ''}`.trim(), advice: '' };
  } catch (error) {
    const found =
      error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'not found' : `${program} does not run`;
    return advice === null
      ? { name, status: 'ok', found: `${found} (optional)`, advice: '' }
      : { name, status: 'warning', found, advice };
  }
}
