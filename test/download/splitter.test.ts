import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RangeSet } from '../../engine/download/ranges.ts';
import { type Claim, Splitter } from '../../engine/download/splitter.ts';

const KiB = 1024;

/** Every byte must be in exactly one place: stored, claimed or open. */
function expectPartition(total: number, stored: RangeSet, splitter: Splitter): void {
  const pieces = [
    ...stored.list,
    ...splitter.open,
    ...[...splitter.claims].map(({ next, end }) => ({ start: next, end })),
  ].filter(({ start, end }) => start < end);
  pieces.sort((a, b) => a.start - b.start);
  let at = 0;
  for (const { start, end } of pieces) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(total);
}

const step = fc.oneof(
  fc.record({ do: fc.constant('take' as const) }),
  fc.record({ do: fc.constant('fetch' as const), lane: fc.nat(40), bytes: fc.nat(3000 * KiB), speed: fc.nat(1e9) }),
  fc.record({ do: fc.constant('release' as const), lane: fc.nat(40) }),
);

test('in any order of work, what is stored, claimed and open is the whole file, each byte once', () => {
  fc.assert(
    fc.property(
      fc.nat(40_000 * KiB),
      fc.array(fc.tuple(fc.nat(40_000 * KiB), fc.nat(9000 * KiB)), { maxLength: 6 }),
      fc.array(step, { maxLength: 120 }),
      (total, before, steps) => {
        const stored = new RangeSet(
          before.map(([start, length]) => ({ start: Math.min(start, total), end: Math.min(start + length, total) })),
        );
        const splitter = new Splitter(stored, total);
        const lanes: Claim[] = [];
        expectPartition(total, stored, splitter);
        for (const action of steps) {
          if (action.do === 'take') {
            const claim = splitter.take();
            if (claim !== undefined) {
              expect(claim.next).toBeLessThan(claim.end);
              lanes.push(claim);
            }
          } else {
            const claim = lanes[action.lane % Math.max(1, lanes.length)];
            if (claim === undefined) continue;
            if (action.do === 'fetch') {
              const bytes = Math.min(action.bytes, claim.end - claim.next);
              stored.add(claim.next, claim.next + bytes);
              claim.next += bytes;
              claim.speed = action.speed;
            } else {
              lanes.splice(lanes.indexOf(claim), 1);
              splitter.release(claim);
            }
          }
          expectPartition(total, stored, splitter);
          expect(splitter.remaining).toBe(total - stored.size);
        }
        // Whoever is left finishes the file.
        for (const claim of lanes) splitter.release(claim);
        for (let claim = splitter.take(); claim !== undefined; claim = splitter.take()) {
          stored.add(claim.next, claim.end);
          claim.next = claim.end;
          splitter.release(claim);
        }
        expect(stored.size).toBe(total);
        expect(stored.gaps(total)).toEqual([]);
      },
    ),
  );
});

test('eight connections that begin together get eight equal parts', () => {
  const splitter = new Splitter(new RangeSet(), 256 * KiB * KiB);
  for (let lane = 0; lane < 8; lane += 1) splitter.take();
  const sizes = [...splitter.claims].map(({ next, end }) => end - next);
  expect(sizes).toEqual(sizes.map(() => 32 * KiB * KiB));
});

test('help goes to whoever would be last to finish', () => {
  const splitter = new Splitter(new RangeSet(), 100 * KiB * KiB);
  const fast = splitter.take();
  const slow = splitter.take();
  if (fast === undefined || slow === undefined) throw new Error('no work');
  fast.speed = 50e6;
  slow.speed = 1e6;
  fast.next += 10 * KiB * KiB;
  const before = { ...slow };
  const help = splitter.take();
  expect(help?.end).toBe(before.end);
  expect(slow.end).toBe(help?.next);
});

test('what is over in a moment is left alone', () => {
  const splitter = new Splitter(new RangeSet(), 2 * KiB * KiB);
  const only = splitter.take();
  if (only === undefined) throw new Error('no work');
  only.speed = 1e9;
  expect(splitter.take()).toBeUndefined();
});

test('a set of ranges says for every byte whether it is there', () => {
  const range = fc.tuple(fc.nat(200), fc.nat(60)).map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(fc.array(range, { maxLength: 20 }), fc.nat(260), (ranges, total) => {
      const set = new RangeSet(ranges);
      const has = (byte: number, list: readonly { start: number; end: number }[]): boolean =>
        list.some(({ start, end }) => start <= byte && byte < end);
      for (let byte = 0; byte < 260; byte += 1) {
        expect(has(byte, set.list)).toBe(has(byte, ranges));
        expect(has(byte, set.gaps(total))).toBe(byte < total && !has(byte, ranges));
      }
      for (const [index, { start, end }] of set.list.entries()) {
        expect(start).toBeLessThan(end);
        expect(set.before(end)).toBe(end - start);
        const following = set.list[index + 1];
        if (following !== undefined) expect(following.start).toBeGreaterThan(end);
      }
      expect(set.size).toBe(set.list.reduce((sum, { start, end }) => sum + end - start, 0));
    }),
  );
});

test('where only parts are wanted, they and nothing else are shared out', () => {
  const windows = fc
    .array(fc.tuple(fc.nat(50), fc.integer({ min: 1, max: 80 })), { minLength: 1, maxLength: 5 })
    .map((steps) => {
      let at = 0;
      return steps.map(([skip, length]) => {
        const start = at + skip;
        at = start + length;
        return { start, end: at };
      });
    });
  const range = fc.tuple(fc.nat(500), fc.nat(90)).map(([start, length]) => ({ start, end: start + length }));
  fc.assert(
    fc.property(
      windows,
      fc.array(range, { maxLength: 5 }),
      fc.integer({ min: 1, max: 700 }),
      (wanted, before, total) => {
        const stored = new RangeSet(before.map(({ start, end }) => ({ start, end: Math.min(end, total) })));
        const splitter = new Splitter(stored, total, wanted);
        const missing = new RangeSet(splitter.open);
        const has = (byte: number, list: readonly { start: number; end: number }[]): boolean =>
          list.some(({ start, end }) => start <= byte && byte < end);
        for (let byte = 0; byte < 720; byte += 1) {
          expect(has(byte, missing.list)).toBe(byte < total && has(byte, wanted) && !has(byte, stored.list));
        }
        expect(splitter.remaining).toBe(missing.size);
      },
    ),
  );
});
