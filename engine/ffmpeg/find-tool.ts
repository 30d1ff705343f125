import { dirname } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { type Environment, programAnywhere, programIn, programNamed } from '../programs/find.ts';

/** The programs that come with ffmpeg. */
export type ToolName = 'ffmpeg' | 'ffprobe';

/** Where to look besides the user's setting. */
export interface ToolPlaces {
  readonly environment: Environment;
  /** the folder in which the application brings programs along, or `null` */
  readonly bundled: string | null;
}

/** What the environment calls each program. */
const variables = { ffmpeg: 'FFMPEG_BIN', ffprobe: 'FFPROBE_BIN' } as const;

const advice: Readonly<Record<string, string>> = {
  linux: 'install the package ffmpeg (Debian, Ubuntu: apt-get install ffmpeg)',
  darwin: 'install it with Homebrew: brew install ffmpeg',
  win32: 'install it with: winget install ffmpeg',
};

/**
 * The absolute path of ffmpeg, in this order: the user's setting, `FFMPEG_BIN`, what the application brings along, PATH, the
 * usual folders. What the user names is never passed over for another. ffprobe is looked for beside that ffmpeg first.
 * @param setting path of ffmpeg, of its folder, or a name to be found on the PATH; empty for none
 * @throws Failure `tool-missing`, whose detail says where was looked or how to get it
 */
export async function findTool(name: ToolName, setting: string, places: ToolPlaces = ownPlaces()): Promise<string> {
  if (name === 'ffmpeg') return findFfmpeg(setting, places);
  const ffmpeg = await findFfmpeg(setting, places).catch(() => undefined);
  const beside = ffmpeg === undefined ? undefined : await programIn(dirname(ffmpeg), 'ffprobe');
  return beside ?? (await findNamed('ffprobe', places)) ?? (await findAnywhere('ffprobe', places));
}

async function findFfmpeg(setting: string, places: ToolPlaces): Promise<string> {
  if (setting !== '')
    return (await programNamed(setting, 'ffmpeg', places.environment)) ?? refuse(`the setting names ${setting}`);
  return (await findNamed('ffmpeg', places)) ?? (await findAnywhere('ffmpeg', places));
}

/** What the environment names. */
async function findNamed(name: ToolName, { environment }: ToolPlaces): Promise<string | undefined> {
  const path = environment[variables[name]];
  if (path === undefined || path === '') return undefined;
  return (await programNamed(path, name, environment)) ?? refuse(`${variables[name]} names ${path}`);
}

async function findAnywhere(name: ToolName, { environment, bundled }: ToolPlaces): Promise<string> {
  const path = await programAnywhere(name, environment, bundled === null ? [] : [bundled]);
  if (path !== undefined) return path;
  throw new Failure('tool-missing', {
    detail: `${name} was not found; ${advice[process.platform] ?? 'install ffmpeg'}`,
  });
}

function refuse(what: string): never {
  throw new Failure('tool-missing', { detail: `${what}, which is no program that can be run` });
}

function ownPlaces(): ToolPlaces {
  return { environment: process.env, bundled: null };
}
