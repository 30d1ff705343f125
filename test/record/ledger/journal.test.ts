import { spawn } from 'node:child_process';
import { appendFile, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import { openJournal } from '../../../engine/record/ledger/journal.ts';
import { mountSmallDisk, smallDiskProblem } from '../../servers/small-disk.ts';
import { stored } from './segments.ts';

const noDisk = await smallDiskProblem();

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'sluice-journal-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

function numbered(part: number): JournalEntry {
  return { type: 'failed', at: 1000 + part, part, detail: `détail ${part} – “ü”` };
}

const all: readonly JournalEntry[] = [
  { type: 'attempt', at: 1, title: 'A “title”\nof two lines' },
  { type: 'stored', at: 2, segment: { ...stored(7, { at: 14 }), name: 'abc', map: 'init-1' } },
  { type: 'stored', at: 2, segment: stored(8, { at: 16, track: 'audio', kind: 'audio', date: 1_700_000_000_123 }) },
  {
    type: 'missing',
    at: 3,
    track: 'main',
    epoch: 0,
    sequence: 8,
    count: 2,
    duration: 4.004,
    cause: 'not-found',
    detail: 'HTTP 404',
  },
  { type: 'duplicates', track: 'main', count: 3 },
  { type: 'epoch', at: 4, track: 'main', epoch: 1, cause: 'reset', detail: null },
  { type: 'begins', at: 4, behind: 12.5 },
  { type: 'begins', at: 4, behind: null },
  { type: 'stopped', at: 5, cause: 'paused' },
  { type: 'closed', at: 6, part: 1, cut: { epoch: 0, sequence: 7, pts: 1_260_000 }, tooLong: true },
  { type: 'closed', at: 6, part: 2, cut: { epoch: 0, sequence: 8, pts: null }, tooLong: false, last: true },
  { type: 'published', at: 7, part: 1, path: '/tmp/a part 001.mp4', size: 12_345 },
  { type: 'failed', at: 8, part: 2, detail: 'counts differ' },
  { type: 'ended', at: 9, why: 'gave-up' },
];

test('every kind of entry is among those that are tried', () => {
  const kinds: Readonly<Record<JournalEntry['type'], true>> = {
    ...{ attempt: true, begins: true, stored: true, missing: true, duplicates: true, epoch: true },
    ...{ stopped: true, closed: true, published: true, failed: true, ended: true },
  };
  expect(new Set(all.map(({ type }) => type))).toEqual(new Set(Object.keys(kinds)));
});

test('what was appended is read again', async () => {
  const path = join(await folder(), 'journal.jsonl');
  const first = await openJournal(path);
  expect(first).toMatchObject({ entries: [], damaged: null });
  for (const entry of all) await first.journal.append(entry);
  await first.journal.close();
  const again = await openJournal(path);
  expect(again.entries).toEqual(all);
  expect(again.damaged).toBeNull();
  await again.journal.close();
});

test('entries that come while others are written share a flush, in their order', async () => {
  const path = join(await folder(), 'journal.jsonl');
  const { journal } = await openJournal(path);
  const probe = await open(path, 'r');
  const flush = vi.spyOn(Object.getPrototypeOf(probe), 'datasync');
  onTestFinished(() => flush.mockRestore());
  await probe.close();
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => journal.append(numbered(index + 1)).then(() => order.push(index + 1))),
  );
  expect(order).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
  expect(flush).toHaveBeenCalledTimes(1);
  await journal.append(numbered(301));
  expect(flush).toHaveBeenCalledTimes(2);
  await journal.close();
  const { entries, journal: again } = await openJournal(path);
  expect(entries).toEqual(Array.from({ length: 301 }, (_, index) => numbered(index + 1)));
  await again.close();
});

test('wherever the last write was torn off, what was flushed before is read, and the journal goes on behind it', async () => {
  const path = join(await folder(), 'journal.jsonl');
  const text = Buffer.from(all.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length), async (length) => {
      await writeFile(path, text.subarray(0, length));
      const whole = text.subarray(0, length).toString().split('\n').length - 1;
      const { journal, entries, damaged } = await openJournal(path);
      expect(entries).toEqual(all.slice(0, whole));
      expect(damaged).toBeNull();
      await journal.append(numbered(1));
      await journal.close();
      const again = await openJournal(path);
      expect(again.entries).toEqual([...all.slice(0, whole), numbered(1)]);
      await again.journal.close();
    }),
    { numRuns: 60 },
  );
});

test('zeros that a loss of power left at the end are cut off', async () => {
  const path = join(await folder(), 'journal.jsonl');
  const { journal } = await openJournal(path);
  await journal.append(numbered(1));
  await journal.close();
  await appendFile(path, Buffer.alloc(4096));
  const { journal: again, entries, damaged } = await openJournal(path);
  expect(entries).toEqual([numbered(1)]);
  expect(damaged).toBeNull();
  await again.close();
});

test('from a damaged line on everything is set aside, and nothing of it is lost', async () => {
  const path = join(await folder(), 'journal.jsonl');
  const lines = [1, 2, 3, 4].map((part) => `${JSON.stringify(numbered(part))}\n`);
  const damages = [
    (line: string) => line.replace('"failed"', '"fai\u0000ed"'),
    (line: string) => line.replace('"part":3', '"part":-3'),
    (line: string) => `${line.slice(0, 9)}\n`,
    () => '\n',
  ];
  for (const [index, damage] of damages.entries()) {
    const bad = lines.map((line, number) => (number === 2 ? damage(line) : line));
    await writeFile(path, `${bad.join('')}{"torn`);
    const { journal, entries, damaged } = await openJournal(path);
    expect(entries).toEqual([numbered(1), numbered(2)]);
    expect(damaged).toBe(index === 0 ? `${path}.damaged` : `${path}.damaged-${index + 1}`);
    expect(await readFile(damaged ?? '', 'utf8')).toBe(bad.slice(2).join(''));
    await journal.append(numbered(9));
    await journal.close();
    const again = await openJournal(path);
    expect(again.entries).toEqual([numbered(1), numbered(2), numbered(9)]);
    await again.journal.close();
  }
});

test('a folder that is not there, and a closed journal, are failures', async () => {
  const path = join(await folder(), 'journal.jsonl');
  await expect(openJournal(join(path, 'below', 'journal.jsonl'))).rejects.toMatchObject({ code: 'folder-missing' });
  const { journal } = await openJournal(path);
  const before = journal.append(numbered(1));
  await journal.close();
  await before;
  await journal.close();
  await expect(journal.append(numbered(2))).rejects.toBeInstanceOf(Failure);
  const again = await openJournal(path);
  expect(again.entries).toEqual([numbered(1)]);
  await again.journal.close();
});

// Mounting needs root; the reason is in the name of the skipped test.
test.skipIf(noDisk !== null)(
  `a full disk refuses an entry, keeps those before, and takes others when there is room (${noDisk ?? 'tmpfs'})`,
  async () => {
    await using disk = await mountSmallDisk(1);
    const path = join(disk.path, 'journal.jsonl');
    const { journal } = await openJournal(path);
    await journal.append(numbered(1));
    await writeFile(join(disk.path, 'filler'), Buffer.alloc(1024 * 1024)).catch(() => {});
    // Larger than what the first page of the journal still holds.
    const big: JournalEntry = { type: 'failed', at: 2, part: 2, detail: 'x'.repeat(10_000) };
    const refused = await Promise.allSettled([journal.append(big), journal.append(numbered(3))]);
    expect(refused.map((one) => one.status === 'rejected' && one.reason.code)).toEqual(['disk-full', 'disk-full']);
    await rm(join(disk.path, 'filler'));
    await journal.append(numbered(4));
    await journal.append(big);
    await journal.close();
    const { entries, damaged, journal: again } = await openJournal(path);
    expect(entries).toEqual([numbered(1), numbered(4), big]);
    expect(damaged).toBeNull();
    await again.close();
  },
);

test('what was promised before a kill is there afterwards', async () => {
  const path = join(await folder(), 'journal.jsonl');
  const script = `
    import { openJournal } from ${JSON.stringify(new URL('../../../engine/record/ledger/journal.ts', import.meta.url).href)};
    const { journal } = await openJournal(process.argv[1]);
    for (let part = 1; ; part += 1) {
      const entry = { type: 'failed', at: 0, part, detail: 'x'.repeat(part % 5000) };
      await Promise.all([journal.append(entry), journal.append({ type: 'duplicates', track: 'main', count: part })]);
      process.stdout.write(part + '\\n');
    }`;
  for (const after of [1, 40, 200]) {
    await rm(path, { force: true });
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let promised = 0;
    for await (const line of createInterface(child.stdout)) {
      promised = Number(line);
      if (promised === after) child.kill('SIGKILL');
    }
    const { entries, damaged, journal } = await openJournal(path);
    await journal.close();
    expect(damaged).toBeNull();
    expect(promised).toBeGreaterThanOrEqual(after);
    expect(entries.length).toBeGreaterThanOrEqual(2 * promised);
    for (const [index, entry] of entries.entries()) {
      const part = Math.floor(index / 2) + 1;
      expect(entry).toMatchObject(index % 2 === 0 ? { type: 'failed', part } : { type: 'duplicates', count: part });
    }
  }
  expect(await readdir(dirname(path))).toEqual(['journal.jsonl']);
});
