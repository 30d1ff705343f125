// yt-dlp for the tests. Sites change every few weeks and the yt-dlp of a stable Debian is too old for them, so the newest
// package of a newer Debian is unpacked into the cache. The system's own packages, lists and settings stay as they are:
// apt works on folders of its own, with the mirrors that this machine has.
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { oneAtATime } from './lock.mjs';
import { cacheFolder } from './places.mjs';
import { capture, lastLines } from './run.mjs';
import { exitCodes, Stop, say } from './say.mjs';

/** The newest first. One whose yt-dlp does not run with this machine's Python is passed over. */
const SUITES = ['unstable', 'testing', 'stable-backports', 'stable'];

/** Days after which a newer one is looked for. */
const OLD_DAYS = 30;
const UPDATE_MS = 5 * 60_000;

/** Finds its own place, so that it works wherever the folder lies. */
const LAUNCHER = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
PYTHONPATH="$here/usr/lib/python3/dist-packages" exec python3 "$here/usr/bin/yt-dlp" "$@"
`;

/** With certifi, where a machine has it, yt-dlp would trust that alone, and neither SSL_CERT_FILE nor the system. */
const NO_CERTIFI = 'raise ImportError("left out")\n';

/**
 * Makes sure there is a yt-dlp that runs.
 * @returns {Promise<string>} path of the program
 */
export async function ensureYtDlp() {
  const folder = join(cacheFolder(), 'yt-dlp');
  const program = join(folder, 'yt-dlp');
  if (await isFresh(program)) return program;
  await oneAtATime('download of yt-dlp', async () => {
    if (await isFresh(program)) return;
    try {
      await fetchInto(folder);
    } catch (error) {
      // An old one is better than none where there is no network.
      if (!(await runs(program))) throw error;
    }
  });
  return program;
}

/** @param {string} program */
async function isFresh(program) {
  const made = await stat(program).catch(() => undefined);
  return made !== undefined && Date.now() - made.mtimeMs < OLD_DAYS * 86_400_000 && (await runs(program));
}

/** @param {string} program */
async function runs(program) {
  if (!existsSync(program)) return false;
  const { code, stdout } = await capture(program, ['--ignore-config', '--version'], { timeoutMs: 60_000 });
  return code === 0 && /^\d{4}\.\d\d\.\d\d/.test(stdout);
}

/** @param {string} folder where it is put, whole or not at all */
async function fetchInto(folder) {
  say('downloading yt-dlp (the newest that Debian has)');
  await mkdir(cacheFolder(), { recursive: true });
  const work = await mkdtemp(join(cacheFolder(), 'yt-dlp-fetching-'));
  let why = 'this machine has no Debian mirror';
  try {
    const mirrors = await ownMirrors();
    for (const suite of mirrors.length === 0 ? [] : SUITES) {
      const unpacked = join(work, suite);
      const failure = await fetchFrom(suite, mirrors, unpacked);
      if (failure !== undefined) {
        why = `${suite}: ${failure}`;
        continue;
      }
      await rename(folder, join(work, 'old')).catch(() => undefined);
      await rename(unpacked, folder);
      return;
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  throw new Stop(`yt-dlp could not be fetched: ${why}`, exitCodes.unavailable);
}

/** Where this machine gets its packages; those of security updates have no other suites. */
async function ownMirrors() {
  const { stdout } = await capture('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
  const uris = stdout.split('\n').filter((uri) => uri !== '' && !/security\/?$/.test(uri));
  return [...new Set(uris)];
}

/**
 * @param {string} suite
 * @param {readonly string[]} mirrors
 * @param {string} folder where it is unpacked
 * @returns {Promise<string | undefined>} why it did not work
 */
async function fetchFrom(suite, mirrors, folder) {
  await mkdir(folder);
  const apt = await privateApt(`${folder}-apt`, suite, mirrors);
  // Fails when one of several mirrors is none of Debian's, though the others are enough.
  const update = await capture('apt-get', ['-c', apt, '-qq', 'update'], { timeoutMs: UPDATE_MS });
  const download = await capture('apt-get', ['-c', apt, '-qq', 'download', 'yt-dlp'], {
    cwd: folder,
    timeoutMs: UPDATE_MS,
  });
  if (download.code !== 0) return lastLines(update.code === 0 ? download : update, 1);
  const deb = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (deb === undefined) return 'nothing was downloaded';
  const unpacking = await capture('dpkg-deb', ['-x', join(folder, deb), folder]);
  if (unpacking.code !== 0) return lastLines(unpacking, 1);
  await rm(join(folder, deb));
  await writeFile(join(folder, 'usr', 'lib', 'python3', 'dist-packages', 'certifi.py'), NO_CERTIFI);
  const program = join(folder, 'yt-dlp');
  await writeFile(program, LAUNCHER);
  await chmod(program, 0o755);
  return (await runs(program)) ? undefined : 'it does not run with the Python of this machine';
}

/**
 * Settings by which apt touches nothing but one folder. They are read after the system's own, whose proxies count and whose hooks do not.
 * @param {string} folder
 * @param {string} suite
 * @param {readonly string[]} mirrors
 * @returns {Promise<string>} for the option -c
 */
async function privateApt(folder, suite, mirrors) {
  for (const name of ['lists/partial', 'cache/archives/partial']) await mkdir(join(folder, name), { recursive: true });
  const at = (/** @type {string} */ name) => join(folder, name);
  await writeFile(at('sources.list'), mirrors.map((uri) => `deb ${uri} ${suite} main\n`).join(''));
  await writeFile(at('status'), '');
  const settings = {
    'Dir::Etc::SourceList': at('sources.list'),
    'Dir::Etc::SourceParts': '-',
    'Dir::Etc::Preferences': '-',
    'Dir::Etc::PreferencesParts': '-',
    'Dir::State': folder,
    'Dir::State::Lists': at('lists/'),
    'Dir::State::Status': at('status'),
    'Dir::Cache': at('cache/'),
    'Acquire::Languages': 'none',
    // Its sandbox user may not write into the folder of another.
    'APT::Sandbox::User': 'root',
  };
  const hooks = ['APT::Update::Pre-Invoke', 'APT::Update::Post-Invoke', 'APT::Update::Post-Invoke-Success'];
  const lines = [
    ...hooks.map((name) => `#clear ${name};`),
    ...Object.entries(settings).map(([name, value]) => `${name} "${value}";`),
  ];
  await writeFile(at('apt.conf'), `${lines.join('\n')}\n`);
  return at('apt.conf');
}
