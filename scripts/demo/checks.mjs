// What must hold of what was made.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { stream } from './live.mjs';
import { digests, lookAt, play } from './media.mjs';

/** @typedef {import('./print.mjs').Check} Check */
/** @typedef {import('./sluice.mjs').Ended} Ended */
/** @typedef {{ files: string[], checks: Check[] }} Result */

/** Seconds by which a fragment may miss its beginning at zero: what sound begins before the picture. */
const nearZero = 0.1;
/** What is shorter than any difference between two frames, seconds. */
const exact = 0.001;

/**
 * Looks at the fragments of a recording.
 * @param {Ended} recording
 * @param {string} origin the folder with the segments of the stream
 * @param {{ duration: number, fragment: number }} asked
 * @returns {Promise<Result>}
 */
export async function checkRecording({ code, paths }, origin, asked) {
  const count = Math.ceil(asked.duration / asked.fragment);
  /** @type {Check[]} */
  const checks = [
    { holds: code === 0, what: `sluice record ended with ${code}` },
    { holds: paths.length >= count, what: `${paths.length} fragments` },
  ];
  if (paths.length === 0) return { files: [], checks };
  const facts = await Promise.all(paths.map((path) => lookAt(path, stream.fps)));
  const longest = Math.max(...facts.map(({ duration }) => duration));
  const total = facts.reduce((sum, { duration }) => sum + duration, 0);
  const keys = facts.filter(({ startsWithKey }) => startsWithKey).length;
  const zeros = facts.filter(({ start }) => Math.abs(start) <= nearZero).length;
  const complaints = (await Promise.all(paths.map(play))).filter((complaint) => complaint !== '');
  checks.push(
    { holds: longest <= asked.fragment + exact, what: `the longest has ${longest.toFixed(3)} s` },
    { holds: keys === paths.length, what: `${keys} begin with a keyframe` },
    { holds: zeros === paths.length, what: `${zeros} begin at zero` },
    { holds: complaints.length === 0, what: ['each plays alone', ...complaints].join('; ') },
    { holds: Math.abs(total - asked.duration) <= stream.gop, what: `${total.toFixed(3)} s in all` },
    ...(await checkJoins(paths, origin)),
    await checkLedger(paths),
  );
  const files = facts.map(({ duration, frames }, index) =>
    [basename(paths[index] ?? ''), `${duration.toFixed(3)} s`, `${frames} frames`].join('  '),
  );
  return { files, checks };
}

/**
 * Whether the fragments one behind the other are a piece of the stream: every picture and packet of sound in its place, none lost
 * at the joins and none twice.
 * @param {readonly string[]} paths
 * @param {string} origin
 * @returns {Promise<Check[]>}
 */
async function checkJoins(paths, origin) {
  const whole = join(origin, 'whole.ts');
  const segments = (await readdir(origin)).filter((name) => /^segment\d+\.ts$/.test(name)).sort();
  for (const name of segments) await appendFile(whole, await readFile(join(origin, name)));
  /** @type {Check[]} */
  const checks = [];
  for (const what of /** @type {const} */ (['pictures', 'sound'])) {
    const sent = await digests(whole, what);
    const kept = (await Promise.all(paths.map((path) => digests(path, what)))).flat();
    const first = sent.indexOf(kept[0] ?? '');
    const alike = first >= 0 && kept.every((digest, index) => digest === sent[first + index]);
    const unit = what === 'pictures' ? 'pictures' : 'packets of sound';
    checks.push({
      holds: alike,
      what: `${kept.length} ${unit}, the very ones of the stream, none lost or twice at the joins`,
    });
  }
  return checks;
}

/**
 * @param {readonly string[]} paths
 * @returns {Promise<Check>}
 */
async function checkLedger([first = '']) {
  const folder = dirname(first);
  const name = (await readdir(folder)).find((each) => each.endsWith('.ledger.json'));
  if (name === undefined) return { holds: false, what: 'no ledger lies beside them' };
  /** @type {{ gaps: unknown[], segments: { stored: number, missing: number } }} */
  const { gaps, segments } = JSON.parse(await readFile(join(folder, name), 'utf8'));
  const holds = gaps.length === 0 && segments.missing === 0 && segments.stored > 0;
  return {
    holds,
    what: `the ledger: ${segments.stored} media segments stored, ${segments.missing} missing, ${gaps.length} gaps`,
  };
}

/**
 * Looks at the file that was downloaded.
 * @param {Ended} download
 * @param {string} sha256 in hexadecimal digits
 * @returns {Promise<Result>}
 */
export async function checkFile({ code, paths }, sha256) {
  const [path] = paths;
  /** @type {Check[]} */
  const checks = [{ holds: code === 0, what: `sluice get ended with ${code}` }];
  if (path === undefined) return { files: [], checks };
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  checks.push({ holds: found === sha256, what: `sha256 ${found.slice(0, 16)}…, as at its origin` });
  return { files: [`${basename(path)}  ${(await stat(path)).size} bytes`], checks };
}
