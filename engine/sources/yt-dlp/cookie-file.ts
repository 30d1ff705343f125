import type { Stats } from 'node:fs';
import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Header } from '../../../contract/transfer.ts';

const folderName = 'sluice-cookies-';
/** Milliseconds after which a folder can only be the rest of a process that was killed: no question takes as long. */
const staleMs = 600_000;

/**
 * Gives a cookie file to who needs one, readable for this user alone, and deletes it afterwards. It is a copy: yt-dlp writes its
 * own cookies into the file.
 * @param lines lines of a Netscape cookie file; without any there is no file
 */
export async function withCookieFile<T>(
  lines: readonly string[],
  use: (path: string | null) => Promise<T>,
): Promise<T> {
  await sweepCookieFiles();
  if (lines.length === 0) return use(null);
  // mkdtemp makes it with mode 0700.
  const folder = await mkdtemp(join(tmpdir(), folderName));
  try {
    const path = join(folder, 'cookies.txt');
    // Python reads no file that does not begin with this line.
    await writeFile(path, `# Netscape HTTP Cookie File\n${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' });
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Deletes what processes that were killed have left. Never rejects. */
export async function sweepCookieFiles(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names.filter((each) => each.startsWith(folderName))) {
    const path = join(tmpdir(), name);
    const found = await lstat(path).catch(() => null);
    if (found === null || !isOwn(found)) continue;
    if (Date.now() - found.mtimeMs > staleMs) await rm(path, { recursive: true, force: true }).catch(() => {});
  }
}

/**
 * Whether a folder is one that only this user could make and change. Anybody may make one of that name in a folder for all, and could put
 * a link into it while it is being deleted.
 */
function isOwn(found: Stats): boolean {
  const own = process.getuid === undefined || (found.uid === process.getuid() && (found.mode & 0o077) === 0);
  return found.isDirectory() && own;
}

/**
 * What a user gave of cookies, as lines that Python's reader takes; it gives up the whole file for one line that it does not like.
 * @param text of a Netscape cookie file, or `null`
 * @param headers a `Cookie` among them is for the host of the link alone
 */
export function cookieLines(text: string | null, headers: readonly Header[], link: string): string[] {
  const fromFile = (text ?? '').split(/\r\n|\n|\r/u).flatMap(fileLine);
  const { hostname, protocol } = new URL(link);
  const fromFields = headers
    .filter(({ name }) => name.toLowerCase() === 'cookie')
    .flatMap(({ value }) => value.split(';'))
    .flatMap((pair) => {
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      if (at < 1 || /[\t\n\r]/u.test(name + value)) return [];
      return [[hostname, 'FALSE', '/', protocol === 'https:' ? 'TRUE' : 'FALSE', '0', name, value].join('\t')];
    });
  return [...fromFile, ...fromFields];
}

function fileLine(line: string): string[] {
  const httpOnly = line.startsWith('#HttpOnly_') ? '#HttpOnly_' : '';
  if (line.startsWith('#') && httpOnly === '') return [];
  const [domain = '', subdomains, path = '/', secure, expires = '', name, value = ''] = line
    .slice(httpOnly.length)
    .split('\t');
  const host = domain.replace(/^\./u, '');
  if (name === undefined || host === '') return [];
  // Python wants the dot where subdomains are meant, and only there.
  const wide = subdomains === 'TRUE';
  const until = /^\d{1,12}$/u.test(expires) ? expires : '0';
  const fields = [`${wide ? '.' : ''}${host}`, wide ? 'TRUE' : 'FALSE', path, secure === 'TRUE' ? 'TRUE' : 'FALSE'];
  return [`${httpOnly}${[...fields, until, name, value].join('\t')}`];
}
