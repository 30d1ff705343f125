import { expect, test } from 'vitest';
import { ledgerOf } from '../streams/record.ts';
import { expectStored } from '../streams/stored.ts';
import { faulty, recorded } from './faulty.ts';

/** Milliseconds from segment to segment, where they come by themselves: twice as fast as they play. */
const pace = 250;
const notFound = { status: 404 } as const;

test('of a finished playlist nothing is missing behind the asked end, and little is fetched there', async () => {
  const { stream, origin, record } = await faulty({ first: 24 });
  origin.end();
  // At 5.5 s.
  origin.fault('s0011.ts', notFound);
  const ledger = await expectStored(stream, await record({ duration: 4 }).done);
  expect(ledger).toMatchObject({ length: 4, recorded: 4, end: 'duration', gaps: [], breaks: [] });
  expect(ledger.segments).toMatchObject({ expected: 8, stored: 8, missing: 0 });
  const furthest = Math.max(...origin.requests.map((name) => Number(/^s(\d+)/.exec(name)?.[1] ?? 0)));
  // 9 s and a half: the asked end, five seconds, and one segment.
  expect(furthest).toBeGreaterThanOrEqual(8);
  expect(furthest).toBeLessThanOrEqual(18);
});

test('of a live window nothing is missing behind the asked end', async () => {
  const { stream, origin, record } = await faulty({ first: 20 });
  origin.fault('s0006.ts', notFound);
  const ledger = await expectStored(stream, await record({ duration: 2, fragment: 1 }).done);
  expect(ledger).toMatchObject({ length: 2, recorded: 2, gaps: [], segments: { expected: 4, stored: 4, missing: 0 } });
  expect(ledger.fragments).toMatchObject([{ length: 1 }, { length: 1 }]);
});

test('where all that was asked for is stored, what comes next and fails is not waited for', async () => {
  const { stream, origin, record } = await faulty({ first: 6 });
  origin.fault('s0008.ts', notFound);
  const begun = record({ duration: 4 });
  await recorded(begun, 6);
  origin.play(pace, false);
  const since = performance.now();
  const ledger = await expectStored(stream, await begun.done);
  // Long before the segment is given up.
  expect(performance.now() - since).toBeLessThan(12_000);
  expect(ledger).toMatchObject({ length: 4, recorded: 4, end: 'duration', gaps: [] });
  expect(ledger.segments).toMatchObject({ expected: 8, stored: 8, missing: 0 });
});

test('a gap that reaches over the asked end is cut there', async () => {
  const { origin, record } = await faulty({ first: 6, window: 6 });
  for (const name of ['s0007.ts', 's0008.ts', 's0009.ts']) origin.fault(name, notFound);
  const begun = record({ duration: 4 });
  await recorded(begun, 6);
  origin.play(pace, false);
  const ledger = await ledgerOf(await begun.done);
  expect(ledger).toMatchObject({ length: 4, recorded: 3.5, end: 'duration', fragments: [{ at: 0, length: 3.5 }] });
  expect(ledger.gaps).toMatchObject([{ at: 3.5, length: 0.5, segments: 1, cause: 'not-found' }]);
  expect(ledger.segments).toMatchObject({ expected: 8, stored: 7, missing: 1 });
});
