import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { Behaviour } from '../servers/behaviour.ts';
import { firstDifference } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { EngineTree } from './engine-tree.ts';
import { reach } from './moments.ts';
import { processesIn } from './processes.ts';
import { onRecord } from './record.ts';
import { straysIn } from './strays.ts';

const MiB = 1024 * 1024;
const size = 24 * MiB;
const name = 'file.bin';
const first: Behaviour = { size, seed: 1, etag: '"one"', lastModified: 'Mon, 02 Nov 2026 10:00:00 GMT' };
const journal = z.object({ ranges: z.array(z.tuple([z.number(), z.number()])) });

interface Killed {
  readonly origin: Origin;
  readonly url: string;
  readonly home: string;
  /** bytes on record when it was killed */
  readonly stored: number;
  /** requests until then */
  readonly before: number;
}

/** A download over eight connections whose processes were all killed once something was on record. */
async function killed(): Promise<Killed> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-changed-')));
  const origin = await startOrigin();
  onTestFinished(async () => {
    await origin.close();
    rmSync(home, { recursive: true, force: true });
  });
  const url = origin.url(`/${name}`);
  const folder = join(home, 'downloads');
  origin.serve(`/${name}`, { ...first, rate: 1.5 * MiB });
  const program = EngineTree.download(home, url);
  onTestFinished(() => void program.killAll());
  expect(await reach({ at: 'on-record' }, 0, { folder, name, size }, () => program.gone)).toBe(true);
  expect(program.killAll()).toBe(true);
  expect((await program.end()).code).toBeNull();
  await expect.poll(() => processesIn(home), { timeout: 20_000 }).toEqual([]);
  expect(onRecord(home).outcomes).toEqual([null]);

  const [left = ''] = readdirSync(join(folder, '.sluice')).filter((entry) => entry.endsWith('.json'));
  const { ranges } = journal.parse(JSON.parse(readFileSync(join(folder, '.sluice', left), 'utf8')));
  const stored = ranges.reduce((sum, [start, end]) => sum + end - start, 0);
  expect(stored).toBeGreaterThan(MiB);
  expect(stored).toBeLessThan(size - MiB);
  return { origin, url, home, stored, before: origin.requests.length };
}

/** Starts the program over the home again and waits for its end. */
async function run({ home, url }: Killed): Promise<{ code: number | null; said: string }> {
  const program = EngineTree.download(home, url);
  onTestFinished(() => void program.killAll());
  return program.end();
}

async function expectWhole({ home }: Killed, { seed = 1, size: bytes = 0 }: Behaviour): Promise<void> {
  expect(straysIn(home, [name])).toEqual([]);
  expect(await firstDifference(join(home, 'downloads', name), seed, bytes)).toBeNull();
  expect(processesIn(home)).toEqual([]);
}

test('killed, then the source is unchanged: what is missing is fetched', async () => {
  const there = await killed();
  // At this pace what is sent is not far ahead of what is taken: work that is shared out anew leaves it behind.
  there.origin.serve(`/${name}`, { ...first, rate: 4 * MiB });
  expect(await run(there)).toEqual({ code: 0, said: '' });
  await expectWhole(there, first);
  expect(onRecord(there.home).outcomes).toEqual(['lost', 'completed']);
  const again = there.origin.requests.slice(there.before);
  for (const { headers } of again) {
    expect(headers['range']).toMatch(/^bytes=\d+-\d+$/);
    expect(headers['if-range']).toBe('"one"');
  }
  expect(again.reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(size - there.stored / 2);
});

test('killed, then the server gives no ranges any more: all of it comes anew', async () => {
  const there = await killed();
  there.origin.serve(`/${name}`, { ...first, ranges: 'ignored' });
  expect(await run(there)).toEqual({ code: 0, said: '' });
  await expectWhole(there, first);
  expect(there.origin.requests.slice(there.before).at(-1)?.headers['range']).toBeUndefined();
});

test('killed, then answers are cut at half: they only cost requests', async () => {
  const there = await killed();
  there.origin.serve(`/${name}`, { ...first, cut: { after: 'half', how: 'reset', times: 6 } });
  expect(await run(there)).toEqual({ code: 0, said: '' });
  await expectWhole(there, first);
  expect(there.origin.requests.slice(there.before).length).toBeGreaterThan(6);
});

test.each<[what: string, now: Behaviour]>([
  ['the same size but another tag and body', { ...first, seed: 2, etag: '"two"' }],
  ['a larger file', { ...first, seed: 2, size: size + MiB, etag: '"two"' }],
  [
    'a wrong Content-Range',
    { ...first, contentRange: ({ start, end, size: all }) => `bytes ${Math.max(0, start - 7)}-${end - 8}/${all}` },
  ],
  ['right headers over shifted bytes', { ...first, shift: 1 }],
])('killed, then %s: failed, nothing is mixed, and a retry begins anew', async (_what, now) => {
  const there = await killed();
  const { origin, home, before } = there;
  origin.serve(`/${name}`, now);
  const ended = await run(there);
  expect(ended.code).toBe(1);
  expect(JSON.parse(ended.said)).toMatchObject({ name: 'failed', error: { code: 'source-changed' } });
  expect(readdirSync(join(home, 'downloads'))).toEqual(['.sluice']);
  expect(onRecord(home)).toMatchObject({ tasks: [{ state: 'failed' }], outcomes: ['lost', 'failed'], artifacts: [] });
  expect(origin.requests.length).toBeGreaterThan(before);

  const { contentRange: _, shift: __, ...healthy } = now;
  const asked = origin.requests.length;
  origin.serve(`/${name}`, healthy);
  expect(await run(there)).toEqual({ code: 0, said: '' });
  expect(origin.requests[asked]?.headers['range']).toBe('bytes=0-');
  await expectWhole(there, healthy);
  expect(onRecord(home)).toMatchObject({ tasks: [{ state: 'completed' }], outcomes: ['lost', 'failed', 'completed'] });
});
