import { access, constants, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { Failure } from '../../contract/errors.ts';

/** The programs that come with ffmpeg. */
export type ToolName = 'ffmpeg' | 'ffprobe';

/** Where to look besides the user's setting. */
export interface ToolPlaces {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** the folder in which the application brings programs along, or `null` */
  readonly bundled: string | null;
}

/** What the environment calls each program. */
const variables = { ffmpeg: 'FFMPEG_BIN', ffprobe: 'FFPROBE_BIN' } as const;

/** Folders of package managers that the environment of a desktop application does not name. */
const usualFolders: readonly string[] =
  process.platform === 'win32' ? [] : ['/opt/homebrew/bin', '/usr/local/bin', '/usr/bin', '/snap/bin'];

const suffix = process.platform === 'win32' ? '.exe' : '';

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
  if (setting !== '') return (await programAt(setting, 'ffmpeg', places)) ?? refuse(`the setting names ${setting}`);
  return (await findNamed('ffmpeg', places)) ?? (await findAnywhere('ffmpeg', places));
}

/** What the environment names. */
async function findNamed(name: ToolName, places: ToolPlaces): Promise<string | undefined> {
  const path = places.environment[variables[name]];
  if (path === undefined || path === '') return undefined;
  return (await programAt(path, name, places)) ?? refuse(`${variables[name]} names ${path}`);
}

async function findAnywhere(name: ToolName, places: ToolPlaces): Promise<string> {
  const bundled = places.bundled === null ? [] : [places.bundled];
  for (const folder of [...bundled, ...searchPath(places), ...usualFolders]) {
    const path = await programIn(folder, name);
    if (path !== undefined) return path;
  }
  throw new Failure('tool-missing', {
    detail: `${name} was not found; ${advice[process.platform] ?? 'install ffmpeg'}`,
  });
}

/** A path, a folder, or a name without any separator. */
async function programAt(path: string, name: ToolName, places: ToolPlaces): Promise<string | undefined> {
  if (/[/\\]/u.test(path)) {
    const absolute = resolve(path);
    return (await program(absolute)) ?? (await program(absolute + suffix)) ?? (await programIn(absolute, name));
  }
  for (const folder of searchPath(places)) {
    const found = (await program(join(folder, path))) ?? (await program(join(folder, path + suffix)));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The folders of PATH. Relative ones are left out: what lies in the current folder is not to be run. */
function searchPath({ environment }: ToolPlaces): string[] {
  const path = environment['PATH'] ?? environment['Path'] ?? '';
  return path
    .split(delimiter)
    .map((folder) => folder.replace(/^"(.*)"$/u, '$1'))
    .filter((folder) => isAbsolute(folder));
}

function programIn(folder: string, name: string): Promise<string | undefined> {
  return program(join(folder, name + suffix));
}

async function program(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile() ? path : undefined;
  } catch {
    return undefined;
  }
}

function refuse(what: string): never {
  throw new Failure('tool-missing', { detail: `${what}, which is no program that can be run` });
}

function ownPlaces(): ToolPlaces {
  return { environment: process.env, bundled: null };
}
