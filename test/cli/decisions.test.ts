import { homedir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitOfAll, exits } from '../../cli/exit.ts';
import { exitOfTally, tally } from '../../cli/follow/tally.ts';
import { Watch } from '../../cli/follow/watch.ts';
import { parseHeaderLines } from '../../cli/parse/header.ts';
import { withCredentials, withScheme } from '../../cli/parse/link.ts';
import { placeFrom } from '../../cli/parse/place.ts';
import { isDue } from '../../cli/report/due.ts';
import { matchIds } from '../../cli/session/match-ids.ts';
import type { EventBatch } from '../../contract/events.ts';
import { parseHeader } from '../../contract/header-lines.ts';
import { exampleTask } from './example-task.ts';

describe('ids', () => {
  const ids = ['k3f9abcdef', 'k3f8abcdef', 'q9zzzzzzzz'];

  test('a unique beginning stands for its task', () => {
    expect(matchIds(['q', 'K3F9', 'k3f', 'x', 'q9zzzzzzzz'], ids)).toEqual([
      { kind: 'one', id: 'q9zzzzzzzz' },
      { kind: 'one', id: 'k3f9abcdef' },
      { kind: 'several', ids: ['k3f9abcdef', 'k3f8abcdef'] },
      { kind: 'none' },
      { kind: 'one', id: 'q9zzzzzzzz' },
    ]);
  });

  test('letters that look like digits are read as those', () => {
    expect(matchIds(['o1L'], ['011aaaaaaa'])).toEqual([{ kind: 'one', id: '011aaaaaaa' }]);
  });

  test('a match always begins with what was given', () => {
    const id = fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{10}$/);
    fc.assert(
      fc.property(fc.uniqueArray(id), fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{1,3}$/), (all, prefix) => {
        const [match] = matchIds([prefix], all);
        const fitting = all.filter((each) => each.startsWith(prefix));
        if (match?.kind === 'one') expect(fitting).toEqual([match.id]);
        else if (match?.kind === 'several') expect(match.ids).toEqual(fitting);
        else expect(fitting).toEqual([]);
      }),
    );
  });
});

describe('links', () => {
  test.each([
    ['https://example.com/a', 'https://example.com/a'],
    ['example.com/a', 'https://example.com/a'],
    ['localhost:8080/a', 'https://localhost:8080/a'],
    ['[::1]:8080/a', 'https://[::1]:8080/a'],
    ['bücher.example/a?b', 'https://bücher.example/a?b'],
    ['ftp://example.com/a', 'ftp://example.com/a'],
    ['magnet:?xt=1', 'magnet:?xt=1'],
    ['nonsense', 'nonsense'],
    [' https://example.com/a ', 'https://example.com/a'],
  ])('%s is %s', (typed, link) => {
    expect(withScheme(typed)).toBe(link);
  });

  test('user and password are put in whole, unless there are some', () => {
    const link = withCredentials('https://example.com/a', 'me@work', 'p:%40/ü');
    const url = new URL(link);
    expect([url.username, url.password].map(decodeURIComponent)).toEqual(['me@work', 'p:%40/ü']);
    expect(withCredentials('https://a:b@example.com/', 'c', 'd')).toBe('https://a:b@example.com/');
    expect(withCredentials('no link', 'c', 'd')).toBe('no link');
  });
});

describe('headers', () => {
  test('are read as in a message', () => {
    expect(parseHeader('Referer: https://example.com/:x ')).toEqual({
      name: 'Referer',
      value: 'https://example.com/:x',
    });
    expect(parseHeader('X-Empty:')).toEqual({ name: 'X-Empty', value: '' });
    for (const bad of ['no colon', ': v', 'a b: c', 'a: b\r\nc: d']) expect(parseHeader(bad)).toBeUndefined();
    expect(parseHeaderLines('# mine\nA: 1\n\r\nB: 2\r\n')).toEqual([
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ]);
    expect(parseHeaderLines('A: 1\nnonsense')).toBeUndefined();
  });
});

describe('where a file goes', () => {
  test.each([
    [undefined, undefined, {}],
    [undefined, 'x', { directory: '/cwd/x' }],
    [undefined, '~/x', { directory: `${homedir()}/x` }],
    ['a.iso', undefined, { name: 'a.iso' }],
    ['a.iso', '/d', { name: 'a.iso', directory: '/d' }],
    ['./a.iso', undefined, { name: 'a.iso', directory: '/cwd' }],
    ['x/a.iso', undefined, { name: 'a.iso', directory: '/cwd/x' }],
    ['x/a.iso', 'd', { name: 'a.iso', directory: '/cwd/d/x' }],
    ['/x/a.iso', 'd', { name: 'a.iso', directory: '/x' }],
    ['x/', undefined, undefined],
    ['..', undefined, undefined],
    ['', undefined, undefined],
  ])('-o %s -d %s', (output, dir, place) => {
    expect(placeFrom(output, dir, '/cwd')).toEqual(place);
  });
});

describe('the exit code', () => {
  test('is that of what all failures have in common', () => {
    expect(exitOfAll([])).toBe('done');
    expect(exitOfAll(['tls', 'timeout'])).toBe('network');
    expect(exitOfAll(['tls', 'not-found'])).toBe('failed');
  });

  test('numbers are all different', () => {
    const codes = Object.values(exits).map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('says interrupted only when that left something undone', () => {
    const others = { skipped: 0, removed: 0, incomplete: 0, refused: [] };
    const paused = tally([exampleTask({ state: { name: 'paused', since: 0 } })], others);
    const done = tally([exampleTask({ state: { name: 'completed', at: 0, artifacts: [] } })], others);
    expect(exitOfTally(paused, 'SIGINT')).toBe('interrupted');
    expect(exitOfTally(paused, 'SIGTERM')).toBe('terminated');
    expect(exitOfTally(paused, undefined)).toBe('failed');
    expect(exitOfTally(done, 'SIGINT')).toBe('done');
    expect(exitOfTally(tally([], { ...others, refused: ['conflict'] }), undefined)).toBe('conflict');
  });
});

describe('progress in a log', () => {
  test('a tenth further or ten seconds later, but not twice in a second', () => {
    const last = { at: 0, fraction: 0.18 };
    expect(isDue(last, 0.2, 1000)).toBe(true);
    expect(isDue(last, 0.9, 999)).toBe(false);
    expect(isDue(last, 0.19, 9999)).toBe(false);
    expect(isDue(last, 0.19, 10_000)).toBe(true);
  });
});

describe('following', () => {
  const batch = (change: Partial<EventBatch>): EventBatch => ({
    seq: 1,
    reset: false,
    tasks: [],
    progress: [],
    removed: [],
    groups: [],
    settings: null,
    ...change,
  });

  test('tasks of others are passed over, counts follow', () => {
    const watch = new Watch();
    watch.put(exampleTask());
    expect(watch.apply(batch({ tasks: [exampleTask({ id: 'zzzzzzzzzz' })], removed: ['yyyyyyyyyy'] }))).toEqual([]);
    const pace = { speed: 5, eta: 1, connections: 1 };
    watch.apply(batch({ tasks: [exampleTask({ state: { name: 'running', since: 1, pace, live: null } })] }));
    expect(watch.active.map((task) => task.id)).toEqual(['k3f9abcdef']);
    const progress = { fraction: 0.5, done: 50, total: 100 };
    const [change] = watch.apply(batch({ progress: [{ id: 'k3f9abcdef', progress, pace, live: null }] }));
    expect(change?.after?.progress).toEqual(progress);
    expect(watch.bytes).toBe(50);
    watch.apply(batch({ tasks: [exampleTask({ state: { name: 'completed', at: 2, artifacts: [] }, progress })] }));
    expect([watch.open.size, watch.active.length, watch.total]).toEqual([0, 0, 1]);
  });

  test('a removed task is no longer waited for', () => {
    const watch = new Watch();
    watch.put(exampleTask());
    expect(watch.apply(batch({ removed: ['k3f9abcdef'] }))[0]?.after).toBeNull();
    expect([watch.open.size, watch.removed, watch.total]).toEqual([0, 1, 1]);
  });
});
