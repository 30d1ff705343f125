import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytes, digestOf } from '../servers/body.ts';
import { type Nginx, startNginx } from '../servers/nginx.ts';
import { EngineTree } from './engine-tree.ts';
import { isReached, reach, type Watched } from './moments.ts';
import { type Blow, type Plan, planRounds } from './plan.ts';
import { processesIn } from './processes.ts';
import { randomFrom } from './random.ts';
import { onRecord } from './record.ts';

const size = 256 * 1024 * 1024;
const name = 'film.bin';
const seed = Number(process.env['SLUICE_CRASH_SEED'] ?? Date.now() % 1_000_000);
const plans = planRounds(randomFrom(seed), 30);

/** How often a round was killed, and how often when there was something on record already. */
interface Kills {
  kills: number;
  afterRecord: number;
}

/** What is compared with the server's log at the end: it is whole only when all connections have ended. */
const rounds: ({ readonly path: string } & Kills)[] = [];

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
  nginx = await startNginx({ root: folder, limitRate: 16_000_000 });
});

afterAll(async () => {
  await nginx.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each(plans.map((plan, index) => ({ index, plan, what: plan.blows.map(inWords).join(', then ') })))(
  'round $index: $what',
  async ({ index, plan }) => {
    const home = join(folder, `home-${index}`);
    const path = `/${name}?round=${index}`;
    const played = await play(home, path, plan);
    rounds.push({ path, ...played });

    const downloads = join(home, 'downloads');
    expect(readdirSync(downloads)).toEqual([name]);
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
    expect(record.outcomes.length).toBeLessThanOrEqual(1 + played.kills);
    rmSync(home, { recursive: true });
  },
);

test('what was on record before a kill was not fetched again', async () => {
  const requests = await nginx.requests();
  for (const { path, kills, afterRecord } of rounds) {
    const own = requests.filter((request) => request.path === path);
    const sent = own.reduce((sum, request) => sum + request.sent, 0);
    expect(sent, path).toBeLessThan((1 + Math.max(1, kills)) * size);
    // Only who knows nothing of the file asks for all of it.
    const begun = own.filter(({ range }) => range === 'bytes=0-').length;
    expect(begun, path).toBeLessThanOrEqual(1 + kills - afterRecord);
  }
  // Were the moments missed, nothing would have been shown.
  const sum = (of: (kills: Kills) => number): number => rounds.reduce((total, round) => total + of(round), 0);
  expect(sum(({ kills }) => kills)).toBeGreaterThanOrEqual(25);
  expect(sum(({ afterRecord }) => afterRecord)).toBeGreaterThanOrEqual(8);
});

/** Downloads with blows until the file is there. */
async function play(home: string, path: string, { blows, checksum: told }: Plan): Promise<Kills> {
  const start = (): EngineTree => EngineTree.download(home, nginx.url(path), told ? checksum : undefined);
  const watched: Watched = { folder: join(home, 'downloads'), name, size };
  const count: Kills = { kills: 0, afterRecord: 0 };
  let process = start();
  try {
    for (const { victim, moment, delayMs } of blows) {
      const alive = process;
      if (!(await reach(moment, delayMs, watched, () => alive.gone))) break;
      const recorded = isReached({ at: 'on-record' }, watched);
      if (!(victim === 'tree' ? process.killAll() : process.killWorkers())) continue;
      count.kills += 1;
      if (recorded) count.afterRecord += 1;
      if (victim === 'worker') continue;
      await process.end();
      process = start();
    }
    expect(await process.end()).toEqual({ code: 0, said: '' });
    return count;
  } finally {
    process.killAll();
    await process.end();
  }
}

function inWords({ victim, moment, delayMs }: Blow): string {
  const share = moment.at === 'stored' ? ` ${Math.round(moment.share * 100)} %` : '';
  return `${victim} killed ${delayMs.toFixed(1)} ms after ${moment.at}${share}`;
}
