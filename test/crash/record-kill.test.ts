import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { LiveOrigin } from '../streams/live-origin.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { expectStored } from '../streams/stored.ts';
import { EngineTree } from './engine-tree.ts';
import { processesIn } from './processes.ts';
import { randomFrom } from './random.ts';
import { onRecord } from './record.ts';
import { planRecordings, type RecordingBlow, type RecordingMoment } from './record-plan.ts';
import { fragmentsIn, storedIn } from './recorded.ts';

const seed = Number(process.env['SLUICE_CRASH_SEED'] ?? Date.now() % 1_000_000);
const plans = planRecordings(randomFrom(seed), 4);
/** Segments that the stream is ahead of what is stored: it goes on with the recorder, however slow the machine is. */
const ahead = 3;
/** Milliseconds: each recording is made with up to six engines, one after another. */
const timeout = 180_000;

let folder: string;
let stream: MadeStream;
let kills = 0;

beforeAll(async () => {
  process.stdout.write(`the seed of these rounds is SLUICE_CRASH_SEED=${seed}\n`);
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-record-kill-')));
  stream = await makeHls(join(folder, 'source'), { seconds: 90, segment: 0.5, gop: 0.5, size: '96x64' });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(plans.map((blows, index) => ({ index, blows, what: blows.map(inWords).join(', then ') })))(
  'recording $index: $what',
  async ({ index, blows }) => {
    const home = join(folder, `home-${index}`);
    const origin = new LiveOrigin(stream, { window: 1000, first: ahead });
    await origin.listen();
    onTestFinished(() => origin.close());
    kills += await play(home, origin, blows);

    await expect.poll(() => processesIn(home), { timeout: 5_000 }).toEqual([]);
    const { tasks, artifacts, leftovers, workers, outcomes } = onRecord(home);
    expect({ tasks, leftovers, workers }).toMatchObject({ tasks: [{ state: 'completed' }], leftovers: 0, workers: 0 });
    expect(outcomes.filter((outcome) => outcome === 'completed')).toHaveLength(1);
    const names = artifacts.map(({ path }) => basename(path)).toSorted();
    expect(readdirSync(join(home, 'downloads')).toSorted()).toEqual(names);
    const ledger = await expectStored(stream, artifacts);
    const { revealed } = origin;
    expect(ledger).toMatchObject({ gaps: [], breaks: [], end: 'stream', segments: { stored: revealed, missing: 0 } });
    for (const { length } of ledger.fragments) expect(length).toBeLessThanOrEqual(2.001);
    // Nothing is made of a fragment but one file: none was published twice under numbered names.
    expect(names.filter((name) => name.includes('('))).toEqual([]);
  },
  timeout,
);

test('the moments were not missed', () => expect(kills).toBeGreaterThanOrEqual(20));

/** Records with blows until the stream has ended and the recording is on record. @returns how many met somebody */
async function play(home: string, origin: LiveOrigin, blows: readonly RecordingBlow[]): Promise<number> {
  const start = (): EngineTree => EngineTree.record(home, origin.url(), { fragment: 2, from: 'start' });
  let count = 0;
  let tree = start();
  try {
    for (const { victim, moment, delayMs } of blows) {
      if (!(await comes(moment, home, tree, origin))) break;
      if (moment.at === 'end') origin.end();
      await wait(delayMs);
      if (tree.gone || !strike(tree, victim)) continue;
      count += 1;
      if (victim === 'worker' || victim === 'program') continue;
      await tree.end();
      tree = start();
    }
    origin.end();
    expect(await tree.end()).toEqual({ code: 0, said: '' });
    return count;
  } finally {
    tree.killAll();
    await tree.end();
  }
}

function strike(tree: EngineTree, victim: RecordingBlow['victim']): boolean {
  switch (victim) {
    case 'worker':
      return tree.killWorkers();
    case 'program':
      return tree.killPrograms();
    case 'engine':
      return tree.killAlone();
    case 'tree':
      return tree.killAll();
  }
}

/** Waits for a moment; false when the process ended before. */
async function comes(moment: RecordingMoment, home: string, tree: EngineTree, origin: LiveOrigin): Promise<boolean> {
  const before = { stored: storedIn(home), named: fragmentsIn(home).length };
  const has = (): boolean => {
    const stored = storedIn(home);
    if (origin.revealed < stored + ahead) origin.reveal();
    // Each blow meets one that goes on: what went before was overcome.
    if (stored < before.stored + (moment.at === 'stored' ? moment.segments : 1)) return false;
    if (moment.at === 'making') return tree.programs.length > 0;
    return moment.at !== 'named' || fragmentsIn(home).length > before.named;
  };
  while (!has()) {
    if (tree.gone) return false;
    await wait(2);
  }
  return true;
}

function inWords({ victim, moment, delayMs }: RecordingBlow): string {
  const what = moment.at === 'stored' ? `${moment.segments} stored` : moment.at;
  return `${victim} killed ${delayMs.toFixed(0)} ms after ${what}`;
}
