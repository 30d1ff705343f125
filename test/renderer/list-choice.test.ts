import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ListEntry, ListInfo } from '../../contract/video.ts';
import {
  beginList,
  expectedOf,
  found,
  isIncomplete,
  isNew,
  markOf,
  sweep,
  sweptTo,
  wantedOf,
  withPage,
} from '../../renderer/video/list-choice.ts';
import { listPage } from './page/videos.ts';

const first = beginList(listPage('PL300', 0));
const numbers = (entries: readonly ListEntry[]) => entries.map(({ number }) => number);

test('what can be had and is not here is wanted, also of pages that come later', () => {
  // three are downloaded, the fourth is on its way, the fifth failed, every fiftieth is private
  expect(numbers(wantedOf(first)).slice(0, 3)).toEqual([5, 6, 7]);
  expect(first.ticked.size).toBe(100 - 4 - 2);
  expect(expectedOf(first)).toBe(94 + 200);
  const whole = withPage(withPage(first, listPage('PL300', 100)), listPage('PL300', 200));
  expect([whole.entries.length, whole.ticked.size, expectedOf(whole), isIncomplete(whole)]).toEqual([
    300,
    290,
    290,
    false,
  ]);
});

test('what is deselected as a whole does not come back with the next page', () => {
  const none = sweep(first, first.entries, 'none');
  expect(expectedOf(none)).toBe(0);
  expect(withPage(none, listPage('PL300', 100)).ticked.size).toBe(0);
  expect(isIncomplete(none)).toBe(false);
});

test('a page that is read twice, or leads to itself, adds nothing and ends', () => {
  const again = withPage(first, { ...listPage('PL300', 0), next: first.next });
  expect(again.entries).toEqual(first.entries);
  expect(again.next).toBeNull();
});

test('a sweep is for what is shown, and leaves the rest alone', () => {
  const shown = found(first.entries, ' number 2');
  expect(numbers(shown)).toEqual([2, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  const without = sweep(first, shown, 'none');
  expect(without.ticked.size).toBe(94 - 10);
  expect(without.rest).toBe(true);
  expect(sweptTo(without, shown)).toBe('none');
  const all = sweep(without, shown, 'all');
  expect(all.ticked.has(2)).toBe(true);
  expect(sweptTo(all, shown)).toBe('all');
  expect(sweptTo(first, first.entries)).toBe('new');
});

describe('a mark', () => {
  const entry = first.entries[9] as ListEntry;
  const withTask = (state: string | null, missing: string | null = null): ListEntry => ({
    ...entry,
    missing,
    task: state === null ? null : { id: 'x', state },
  });
  test.each([
    [null, null, true],
    ['completed', 'downloaded', false],
    ['running', 'listed', false],
    ['paused', 'listed', false],
    ['failed', 'failed', true],
    ['canceled', null, true],
  ] as const)('of a task that is %s', (state, mark, fresh) => {
    expect(markOf(withTask(state))).toBe(mark);
    expect(isNew(withTask(state))).toBe(fresh);
    expect(isNew(withTask(state, 'Private video'))).toBe(false);
  });
});

test('whatever is swept and read in whatever order, nothing that is missing is ever wanted', () => {
  const step = fc.oneof(
    fc.constantFrom('all', 'none', 'new').map((what) => ({ sweep: what }) as const),
    fc.constantFrom(0, 100, 200).map((from) => ({ page: from }) as const),
    fc.constantFrom('', '5', 'history', 'nothing').map((search) => ({ search }) as const),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let list = first;
      let shown = list.entries;
      for (const one of steps) {
        if ('sweep' in one) list = sweep(list, shown, one.sweep);
        else if ('page' in one) list = withPage(list, listPage('PL300', one.page) as ListInfo);
        else shown = found(list.entries, one.search);
      }
      const known = new Set(numbers(list.entries));
      expect(known.size).toBe(list.entries.length);
      expect([...list.ticked].every((number) => known.has(number))).toBe(true);
      expect(wantedOf(list).every(({ missing }) => missing === null)).toBe(true);
    }),
  );
});
