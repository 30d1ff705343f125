import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneStep, toEnd } from '../../engine/queue/order.ts';

const letters = ['a', 'b', 'c', 'd', 'e', 'f'];
const line = letters.map((id, index) => ({ id, position: index * 10 }));

function after(changes: ReadonlyMap<string, number>): string {
  return line
    .map(({ id, position }) => ({ id, position: changes.get(id) ?? position }))
    .toSorted((x, y) => x.position - y.position)
    .map(({ id }) => id)
    .join('');
}

test.each([
  ['up', 'c', 'acbdef'],
  ['up', 'a', 'abcdef'],
  ['up', 'ab', 'abcdef'],
  ['up', 'ac', 'acbdef'],
  ['up', 'bd', 'badcef'],
  ['up', 'de', 'abdecf'],
  ['down', 'c', 'abdcef'],
  ['down', 'ef', 'abcdef'],
  ['down', 'cd', 'abecdf'],
] as const)('one step %s of %s gives %s', (to, chosen, expected) => {
  expect(after(oneStep(line, new Set(chosen), to))).toBe(expected);
});

test('to the top and the bottom they keep their order among themselves', () => {
  expect(after(toEnd(['c', 'e'], 'top', { first: 0, last: 50 }))).toBe('ceabdf');
  expect(after(toEnd(['a', 'd'], 'bottom', { first: 0, last: 50 }))).toBe('bcefad');
});

test('steps only ever exchange positions, and keep the order of the chosen and of the others', () => {
  fc.assert(
    fc.property(fc.subarray(letters), fc.constantFrom('up', 'down'), (chosen, to) => {
      const result = after(oneStep(line, new Set(chosen), to));
      expect([...result].toSorted().join('')).toBe(letters.join(''));
      const picked = (text: string, inside: boolean) =>
        [...text].filter((id) => chosen.includes(id) === inside).join('');
      for (const inside of [true, false]) expect(picked(result, inside)).toBe(picked(letters.join(''), inside));
      for (const id of letters)
        expect(Math.abs(result.indexOf(id) - letters.indexOf(id))).toBeLessThanOrEqual(letters.length);
    }),
  );
});
