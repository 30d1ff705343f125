import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytes, digestOf } from '../servers/body.ts';
import { mostAtOnce, type Nginx, startNginx } from '../servers/nginx.ts';
import { EngineTree } from './engine-tree.ts';
import { isReached, reach, type Watched } from './moments.ts';
import { type Blow, type Plan, planRounds } from './plan.ts';
import { processesIn } from './processes.ts';
import { randomFrom } from './random.ts';
import { onRecord } from './record.ts';
import { straysIn } from './strays.ts';

const size = 128 * 1024 * 1024;
const name = 'film.bin';
const seed = Number(process.env['SLUICE_CRASH_SEED'] ?? Date.now() % 1_000_000);
const plans = planRounds(randomFrom(seed), 30);

/** One kill, and what an attempt after it could know. */
interface Kill {
  readonly victim: Blow['victim'];
  /** milliseconds since the epoch */
  readonly at: number;
  /** something was on record */
  readonly recorded: boolean;
  /** all bytes were on record, or the file had its name: there is nothing left to fetch */
  readonly whole: boolean;
  /** a checksum was being computed */
  readonly verifying: boolean;
}

/** A round as it was played: the query that stands for it in the server's log, and its kills. */
interface Round {
  readonly path: string;
  readonly home: string;
  readonly kills: readonly Kill[];
}

/** Times a round is begun again because its first blow came too late; each time the blow comes sooner. */
const mostTries = 6;

/** What is compared with the server's log at the end: it is whole only when all connections have ended. */
const rounds: Round[] = [];

let folder: string;
let nginx: Nginx;
let checksum: string;

beforeAll(async () => {
  process.stdout.write(`the seed of these rounds is SLUICE_CRASH_SEED=${seed}\n`);
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-crash-')));
  await using file = await open(join(folder, name), 'w');
  for (let at = 0; at < size; at += 16 * 1024 * 1024) {
    await file.write(bytes(seed, at, at + 16 * 1024 * 1024), 0, 16 * 1024 * 1024, at);
  }
  checksum = `sha256:${digestOf(seed, size)}`;
  // nginx lets each connection have a second's worth at once, then as much again every second
  nginx = await startNginx({ root: folder, limitRate: 8_000_000 });
});

afterAll(async () => {
  await nginx.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(plans.map((plan, index) => ({ index, plan, what: plan.blows.map(inWords).join(', then ') })))(
  'round $index: $what',
  async ({ index, plan }) => {
    const round = await play(index, plan);
    const { home, kills } = round;
    rounds.push(round);

    const downloads = join(home, 'downloads');
    expect(straysIn(home, [name])).toEqual([]);
    await promisify(execFile)('cmp', [join(folder, name), join(downloads, name)]);
    expect(processesIn(home)).toEqual([]);
    const record = onRecord(home);
    expect(record).toMatchObject({
      tasks: [{ state: 'completed' }],
      artifacts: [{ path: join(downloads, name), size }],
      leftovers: 0,
      workers: 0,
    });
    expect(record.outcomes.filter((outcome) => outcome === 'completed')).toHaveLength(1);
    expect(record.outcomes.at(-1)).toBe('completed');
    expect(record.outcomes.length).toBeLessThanOrEqual(1 + kills.length);
    rmSync(home, { recursive: true });
  },
);

test('every round was hit, over eight connections, and what was on record was not fetched again', async () => {
  expect(rounds).toHaveLength(plans.length);
  const requests = await nginx.requests();
  for (const { path, kills } of rounds) {
    const own = requests.filter((request) => request.path === path);
    expect(mostAtOnce(own), path).toBeGreaterThanOrEqual(8);
    const sent = own.reduce((sum, request) => sum + request.sent, 0);
    expect(sent, path).toBeLessThan((1 + kills.length) * size);
    // Only who knows nothing of the file asks for all of it.
    const begun = own.filter(({ range }) => range === 'bytes=0-').length;
    expect(begun, path).toBeLessThanOrEqual(1 + kills.filter(({ recorded }) => !recorded).length);
    for (const { whole, at } of kills) {
      if (whole) expect(own.filter(({ began }) => began > at).length, path).toBe(0);
    }
  }
  // Were the moments missed, nothing would have been shown.
  const kills = rounds.flatMap((round) => round.kills);
  const count = (such: (kill: Kill) => boolean): number => kills.filter(such).length;
  expect(count(({ victim }) => victim === 'worker')).toBeGreaterThanOrEqual(plans.length / 2);
  expect(count(({ victim }) => victim === 'tree')).toBeGreaterThanOrEqual(plans.length / 2);
  expect(count(({ recorded, whole }) => recorded && !whole)).toBeGreaterThanOrEqual(8);
  expect(count(({ whole }) => whole)).toBeGreaterThanOrEqual(4);
  expect(count(({ verifying }) => verifying)).toBeGreaterThanOrEqual(2);
});

/** Downloads with blows until the file is there. A round whose first blow missed is begun again. */
async function play(index: number, plan: Plan): Promise<Round> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const home = join(folder, `home-${index}-${tries}`);
    const path = `/${name}?round=${index}-${tries}`;
    const kills = await strike(home, path, plan, 1 / 2 ** tries);
    if (kills.length > 0 && kills[0]?.victim === plan.blows[0]?.victim) return { path, home, kills };
    rmSync(home, { recursive: true });
  }
  throw new Error(`round ${index} was never hit`);
}

/** @param haste factor for the time between a moment and its blow */
async function strike(home: string, path: string, { blows, checksum: told }: Plan, haste: number): Promise<Kill[]> {
  const start = (): EngineTree => EngineTree.download(home, nginx.url(path), told ? checksum : undefined);
  const watched: Watched = { folder: join(home, 'downloads'), name, size };
  const kills: Kill[] = [];
  let process = start();
  try {
    for (const { victim, moment, delayMs } of blows) {
      const alive = process;
      if (!(await reach(moment, delayMs * haste, watched, () => alive.gone))) break;
      const is = (at: 'on-record' | 'whole-on-record' | 'named'): boolean => isReached({ at }, watched);
      const named = is('named');
      const allStored = is('whole-on-record');
      const seen = { recorded: is('on-record') || named, whole: allStored || named };
      if (!(victim === 'tree' ? process.killAll() : process.killWorkers())) break;
      const at = Date.now();
      kills.push({ ...seen, victim, at, verifying: told && allStored && !is('named') });
      if (victim === 'worker') continue;
      expect((await process.end()).code).toBeNull();
      process = start();
    }
    expect(await process.end()).toEqual({ code: 0, said: '' });
    return kills;
  } finally {
    process.killAll();
    await process.end();
  }
}

function inWords({ victim, moment, delayMs }: Blow): string {
  const share = moment.at === 'stored' ? ` ${Math.round(moment.share * 100)} %` : '';
  return `${victim} killed ${delayMs.toFixed(1)} ms after ${moment.at}${share}`;
}
