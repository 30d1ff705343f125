import { readdirSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Timeline } from '../../contract/recording.ts';
import { testFolder } from '../files/folder.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { expectStored } from '../streams/stored.ts';
import { EngineTree } from './engine-tree.ts';
import { processesIn } from './processes.ts';
import { onRecord } from './record.ts';
import { storedIn } from './recorded.ts';

/** A home with a recording whose engine, worker and all were killed when `stored` segments were on record. */
interface Killed {
  readonly home: string;
  readonly origin: LiveOrigin;
  readonly stream: MadeStream;
  /** Starts an engine over it. */
  again(): EngineTree;
}

async function killed(window: number, stored: number): Promise<Killed> {
  const folder = realpathSync(await testFolder());
  const home = join(folder, 'home');
  const stream = await makeHls(join(folder, 'source'), { seconds: 20, segment: 0.5, gop: 0.5, size: '96x64' });
  const origin = new LiveOrigin(stream, { window, first: stored });
  await origin.listen();
  onTestFinished(() => origin.close());
  const again = (): EngineTree => {
    const tree = EngineTree.record(home, origin.url(), { fragment: 2, from: 'start', giveUp: 2 });
    onTestFinished(() => void tree.killAll());
    return tree;
  };
  const first = again();
  await until(() => storedIn(home) === stored);
  first.killAll();
  await first.end();
  return { home, origin, stream, again };
}

/** Waits for the end of an engine that finishes the recording; the ledger, after all that is promised was looked at. */
async function finished({ home, stream }: Killed, tree: EngineTree): Promise<Timeline> {
  expect(await tree.end()).toEqual({ code: 0, said: '' });
  expect(processesIn(home)).toEqual([]);
  const { artifacts, ...rest } = onRecord(home);
  expect(rest).toMatchObject({ tasks: [{ state: 'completed' }], outcomes: ['lost', 'completed'], leftovers: 0 });
  const names = artifacts.map(({ path }) => basename(path));
  expect(readdirSync(join(home, 'downloads')).toSorted()).toEqual(names.toSorted());
  return expectStored(stream, artifacts);
}

function until(condition: () => boolean): Promise<boolean> {
  return vi.waitUntil(condition, { timeout: 30_000, interval: 20 });
}

test('what left the window while nothing ran is missing, and nothing else', async () => {
  const recording = await killed(6, 6);
  const { home, origin } = recording;
  origin.reveal(14);
  const tree = recording.again();
  await until(() => storedIn(home) >= 12);
  origin.reveal(3);
  origin.end();
  const ledger = await finished(recording, tree);
  expect(ledger).toMatchObject({ breaks: [], end: 'stream', segments: { stored: 15, missing: 8 } });
  expect(ledger.gaps).toMatchObject([{ cause: 'not-running', segments: 8, track: 'main' }]);
  expect(ledger.gaps[0]?.at).toBeCloseTo(3, 3);
  expect(ledger.gaps[0]?.length).toBeCloseTo(4, 3);
});

test('a stream that ended meanwhile is recorded to its end as long as it is there', async () => {
  const recording = await killed(1000, 6);
  recording.origin.reveal(7);
  recording.origin.end();
  const ledger = await finished(recording, recording.again());
  expect(ledger).toMatchObject({ gaps: [], breaks: [], end: 'stream', segments: { stored: 13, missing: 0 } });
});

test('a stream that is gone is finished from what is stored', async () => {
  const recording = await killed(1000, 7);
  await recording.origin.down();
  const ledger = await finished(recording, recording.again());
  expect(ledger).toMatchObject({ gaps: [], breaks: [], end: 'gave-up', segments: { stored: 7 } });
  expect(ledger.length).toBeCloseTo(3.5, 1);
});

test('a stream that is not found any more is finished from what is stored', async () => {
  const recording = await killed(1000, 7);
  recording.origin.fault('live.m3u8', { status: 404 });
  const ledger = await finished(recording, recording.again());
  expect(ledger).toMatchObject({ gaps: [], breaks: [], end: 'gave-up', segments: { stored: 7 } });
});
