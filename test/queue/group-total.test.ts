import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StateName } from '../../contract/task.ts';
import { GroupTotal, type Member } from '../../engine/queue/group-total.ts';
import { legalMoves } from '../../engine/queue/moves.ts';

const states = Object.keys(legalMoves) as StateName[];
const ids = ['a', 'b', 'c', 'd', 'e'];

const member: fc.Arbitrary<Member> = fc
  .record({
    state: fc.constantFrom(...states),
    fraction: fc.option(fc.double({ min: 0, max: 0.999, noNaN: true })),
    done: fc.integer({ min: 0, max: 1e12 }),
    total: fc.option(fc.integer({ min: 0, max: 1e12 })),
  })
  .map(({ state, fraction, done, total }) => ({
    state,
    progress: state === 'completed' ? { fraction: 1, done, total: done } : { fraction, done, total },
  }));

/** The total by its definition. */
function reckoned(members: readonly Member[]) {
  const counted = members.filter(({ state }) => state !== 'canceled');
  const sizes = counted.map(({ progress }) => progress.total);
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
  return {
    fraction: sum(counted.map(({ progress }) => progress.fraction ?? 0)) / Math.max(1, counted.length),
    done: sum(counted.map(({ progress }) => progress.done)),
    total: sizes.includes(null) ? null : sum(sizes.map(Number)),
  };
}

test('however its tasks change, come and go, the total is what adding them up would give', () => {
  const change = fc.record({ id: fc.constantFrom(...ids), to: fc.option(member) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (story) => {
      const total = new GroupTotal();
      const members = new Map<string, Member>();
      for (const { id, to } of story) {
        if (to === null) {
          members.delete(id);
          total.delete(id);
        } else {
          members.set(id, to);
          total.set(id, to);
        }
        const { fraction, done, total: size } = total.progress;
        const wanted = reckoned([...members.values()]);
        expect([done, size]).toEqual([wanted.done, wanted.total]);
        expect(Math.abs(fraction - wanted.fraction)).toBeLessThan(2e-6);
        const { counts } = total;
        expect(Object.values(counts).reduce((all, count) => all + count, 0)).toBe(members.size);
        expect(counts.canceled).toBe([...members.values()].filter(({ state }) => state === 'canceled').length);
      }
    }),
  );
});

test('it is whole when every task that is not canceled is, and not before', () => {
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 20 }), (members) => {
      const total = new GroupTotal();
      for (const [at, one] of members.entries()) total.set(String(at), one);
      const counted = members.filter(({ state }) => state !== 'canceled');
      const isWhole = counted.length > 0 && counted.every(({ state }) => state === 'completed');
      expect(total.progress.fraction === 1).toBe(isWhole);
      expect(total.progress.fraction).toBeLessThanOrEqual(1);
    }),
  );
});

test('it never falls while its tasks get on', () => {
  const steps = fc.array(fc.record({ id: fc.constantFrom(...ids), by: fc.double({ min: 0, max: 0.3, noNaN: true }) }));
  fc.assert(
    fc.property(steps, (story) => {
      const total = new GroupTotal();
      const fractions = new Map(ids.map((id) => [id, 0]));
      for (const id of ids) total.set(id, { state: 'queued', progress: { fraction: null, done: 0, total: null } });
      let before = total.progress.fraction;
      for (const { id, by } of story) {
        const fraction = Math.min(1, (fractions.get(id) ?? 0) + by);
        fractions.set(id, fraction);
        const state = fraction === 1 ? 'completed' : 'running';
        total.set(id, { state, progress: { fraction, done: 1, total: 1 } });
        expect(total.progress.fraction).toBeGreaterThanOrEqual(before);
        before = total.progress.fraction;
      }
    }),
  );
});
