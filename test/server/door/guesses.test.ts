import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Allowance } from '../../../server/door/allowance.ts';
import { countedAs } from '../../../server/door/counted-as.ts';
import { digestOf, readToken } from '../../../server/door/token.ts';

test('nobody does anything more often than allowed between two refusals, and everybody may again', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(400))), (steps) => {
      const allowance = new Allowance({ times: 3, within: 1000 });
      const done = new Map<string, number[]>();
      let now = 0;
      for (const [key, pause] of steps) {
        now += pause;
        const wait = allowance.wait(key, now);
        const times = done.get(key) ?? [];
        if (wait === 0) {
          allowance.count(key, now);
          done.set(key, [...times, now]);
        } else {
          expect(times.filter((time) => time > now - 1000).length).toBeGreaterThanOrEqual(3);
          expect(allowance.wait(key, now + wait)).toBe(0);
        }
      }
      for (const times of done.values())
        for (const [index, time] of times.entries())
          expect((times[index + 6] ?? Infinity) - time).toBeGreaterThanOrEqual(1000);
    }),
  );
});

test('more addresses than ten thousand take no more memory', () => {
  const allowance = new Allowance({ times: 1, within: 1000 });
  for (let count = 0; count < 100_000; count++) allowance.count(String(count), 0);
  expect(allowance.size).toBeLessThanOrEqual(10_000);
  expect(allowance.wait('99999', 0)).toBe(1000);
});

test('a network of one owner is one address', () => {
  expect(countedAs('2001:db8:1:2::3')).toBe(countedAs('2001:db8:1:2:ffff::1'));
  expect(countedAs('2001:db8:1:2::3')).not.toBe(countedAs('2001:db8:1:3::3'));
  expect(countedAs('198.51.100.1')).not.toBe(countedAs('198.51.100.2'));
  expect(countedAs('no address')).toBe('unknown');
});

test('secrets are compared by digests of one length', () => {
  fc.assert(
    fc.property(fc.string(), (given) => {
      expect(digestOf(given)).toHaveLength(32);
      expect(readToken('a-token-that-is-as-long-as-it-should')?.matches(given)).toBe(false);
    }),
  );
  const token = readToken('a-token-that-is-as-long-as-it-should\n');
  expect(token?.matches('a-token-that-is-as-long-as-it-should')).toBe(true);
  expect(JSON.stringify(token)).not.toContain('a-token');
});
