import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import envPaths from 'env-paths';
import type { Host } from '../host.ts';

/**
 * Where things lie without a desktop: all below `SLUICE_HOME` when that is set, else where the platform wants them. `SLUICE_DATA`
 * names the data folder alone, with the logs below it, and `SLUICE_DOWNLOADS` that of the files.
 */
export function headlessPaths(environment: NodeJS.ProcessEnv): Host['paths'] {
  const usual = usualPaths(environment);
  const { SLUICE_DATA: data = '', SLUICE_DOWNLOADS: downloads = '' } = environment;
  return {
    ...(data === '' ? usual : { data: resolve(data), logs: join(resolve(data), 'logs') }),
    downloads: downloads === '' ? usual.downloads : resolve(downloads),
  };
}

function usualPaths(environment: NodeJS.ProcessEnv): Host['paths'] {
  const home = environment['SLUICE_HOME'];
  if (home !== undefined && home !== '') {
    const root = resolve(home);
    return { data: join(root, 'data'), logs: join(root, 'logs'), downloads: join(root, 'downloads') };
  }
  const { data, log } = envPaths('sluice', { suffix: '' });
  return { data, logs: log, downloads: downloadsFolder(environment) };
}

function downloadsFolder(environment: NodeJS.ProcessEnv): string {
  const named = process.platform === 'linux' ? environment['XDG_DOWNLOAD_DIR'] || fromUserDirs(environment) : undefined;
  return named ?? join(homedir(), 'Downloads');
}

/**
 * `XDG_DOWNLOAD_DIR` of `user-dirs.dirs`: a shell assignment whose value is absolute or begins with `$HOME/`.
 * https://www.freedesktop.org/wiki/Software/xdg-user-dirs/
 */
function fromUserDirs(environment: NodeJS.ProcessEnv): string | undefined {
  const config = environment['XDG_CONFIG_HOME'] || join(homedir(), '.config');
  try {
    const text = readFileSync(join(config, 'user-dirs.dirs'), 'utf8');
    const value = /^\s*XDG_DOWNLOAD_DIR="(.+)"\s*$/m.exec(text)?.[1];
    const path = value?.replace(/^\$HOME(?=\/|$)/, homedir());
    return path?.startsWith('/') === true ? path : undefined;
  } catch {
    return undefined;
  }
}
