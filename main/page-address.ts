import { join, sep } from 'node:path';

/** The only origin whose page may talk to the main process. */
export const APP_ORIGIN = 'app://sluice';
/** The only page there is. */
export const APP_PAGE = `${APP_ORIGIN}/index.html`;

/**
 * The file that an address stands for, or `undefined` when it is of another host or would leave the folder. Encoded
 * separators and NUL count as an attempt to leave.
 */
export function fileForUrl(address: string, folder: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || `${url.protocol}//${url.host}` !== APP_ORIGIN) return undefined;
  let path: string;
  try {
    path = decodeURIComponent(url.pathname);
  } catch {
    return undefined;
  }
  if (/[\\\0:]/.test(path) || path.split('/').includes('..')) return undefined;
  if (path !== '/' && path.endsWith('/')) return undefined;
  const file = join(folder, path === '/' ? 'index.html' : path);
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
}
