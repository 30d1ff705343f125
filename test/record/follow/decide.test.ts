import { expect, test } from 'vitest';
import { type Decision, decide, type Item, type Reading } from '../../../engine/record/follow/decide.ts';
import { type Memory, memoryOf } from '../../../engine/record/follow/memory.ts';
import type { MediaPlaylist, PlaylistSegment } from '../../../engine/record/playlist.ts';
import { dated, playlist, segments } from './playlists.ts';

/** `0:5` for taken, `0:5+3 outage` for missing, `epoch 1`. */
function told(items: readonly Item[]): string[] {
  return items.map((item) => {
    if (item.type === 'take') return `${item.epoch}:${item.sequence}`;
    if (item.type === 'epoch') return `epoch ${item.epoch}`;
    const { epoch, sequence, count, duration, cause } = item.missing;
    return `${epoch}:${sequence}+${count} ${cause} ${duration}s`;
  });
}

/** Follows a track through one playlist after another, two seconds apart. */
class Follower {
  memory: Memory | null;
  now = 1_000_000;
  last: Decision | undefined;

  constructor(memory: Memory | null = null) {
    this.memory = memory;
  }

  read(list: readonly PlaylistSegment[] | MediaPlaylist, more: Partial<Reading> = {}): string[] {
    this.now += 2000;
    const read = 'url' in list ? list : playlist(list);
    const reading: Reading = { now: this.now, from: 'start', renewed: false, cause: 'outage', ...more };
    this.last = decide(this.memory, read, reading);
    this.memory = this.last.memory;
    return told(this.last.items);
  }
}

const named =
  (prefix: string, more: (sequence: number) => Partial<PlaylistSegment> = () => ({})) =>
  (sequence: number) => ({ url: `http://live.test/a/${prefix}${sequence}.ts`, ...more(sequence) });

test('what is new is taken once, in order', () => {
  const follower = new Follower();
  expect(follower.read(segments(3, 5))).toEqual(['0:3', '0:4', '0:5']);
  expect(follower.read(segments(3, 5))).toEqual([]);
  expect(follower.last?.what).toBe('unchanged');
  expect(follower.read(segments(4, 7))).toEqual(['0:6', '0:7']);
  expect(follower.last).toMatchObject({ what: 'advanced', duplicates: 0, ended: false });
  expect(follower.read(playlist(segments(4, 8), { ended: true }))).toEqual(['0:8']);
  expect(follower.last?.ended).toBe(true);
});

test('the live edge: three target durations behind the end, what the server says, at least one segment', () => {
  const live = { from: 'live' } as const;
  expect(new Follower().read(segments(10, 19), live)).toEqual(['0:17', '0:18', '0:19']);
  expect(new Follower().read(playlist(segments(10, 19), { holdBack: 9 }), live)).toHaveLength(5);
  expect(new Follower().read(playlist(segments(10, 19), { targetDuration: 0 }), live)).toEqual(['0:19']);
  expect(new Follower().read(segments(10, 11), live)).toEqual(['0:10', '0:11']);
  expect(new Follower().read(playlist(segments(10, 19), { ended: true }), live)).toHaveLength(10);
  const short = segments(10, 19, () => ({ duration: 0.2 }));
  expect(new Follower().read(playlist(short, { targetDuration: 0.2 }), live)).toHaveLength(3);
});

test('an empty playlist decides nothing', () => {
  const follower = new Follower();
  expect(follower.read([])).toEqual([]);
  expect(follower.memory).toBeNull();
  expect(follower.read(segments(0, 1))).toEqual(['0:0', '0:1']);
  expect(follower.read([])).toEqual([]);
  expect(follower.read(playlist([], { ended: true }))).toEqual([]);
  expect(follower.last?.ended).toBe(true);
});

test('what left the playlist is missing, for as long as its dates tell', () => {
  const follower = new Follower();
  follower.read(segments(0, 3));
  follower.now += 10_000;
  expect(follower.read(segments(9, 11))).toEqual(['0:4+5 outage 10s', '0:9', '0:10', '0:11']);
  const withDates = new Follower();
  withDates.read(segments(0, 3, dated(100)));
  expect(withDates.read(segments(9, 10, dated(101.5)))).toEqual(['0:4+5 outage 11.5s', '0:9', '0:10']);
});

test('what the playlist says is not there is missing', () => {
  const list = segments(0, 3, (sequence) => ({ gap: sequence === 1 }));
  expect(new Follower().read(list)).toEqual(['0:0', '0:1+1 marked 2s', '0:2', '0:3']);
});

test('a slate that is repeated is no duplicate', () => {
  const slate = { url: 'http://live.test/a/slate.ts' };
  const follower = new Follower();
  expect(follower.read(segments(0, 3, () => slate))).toHaveLength(4);
  expect(follower.read(segments(2, 5, () => slate))).toEqual(['0:4', '0:5']);
  expect(follower.read(segments(4, 7, () => slate))).toEqual(['0:6', '0:7']);
});

test.each(['names', 'dates'])('an older playlist of a cache is passed over (%s)', (mark) => {
  const more = mark === 'dates' ? dated(100) : () => ({});
  const follower = new Follower();
  follower.read(segments(0, 5, more));
  follower.read(segments(2, 7, more));
  expect(follower.read(segments(0, 5, more))).toEqual([]);
  expect(follower.last).toMatchObject({ what: 'stale', duplicates: 6, age: 4 });
  expect(follower.read(segments(0, 5, more))).toEqual([]);
  expect(follower.last).toMatchObject({ what: 'stale', duplicates: 0 });
  // A cache that moves on behind the others is still behind.
  expect(follower.read(segments(1, 6, more))).toEqual([]);
  expect(follower.last).toMatchObject({ what: 'stale', age: 2 });
  expect(follower.read(segments(3, 8, more))).toEqual(['0:8']);
});

test('a server that begins anew with other names', () => {
  const follower = new Follower();
  follower.read(segments(40, 45, named('old')));
  expect(follower.read(segments(40, 41, named('new')))).toEqual([]);
  expect(follower.last?.what).toBe('unclear');
  expect(follower.read(segments(40, 42, named('new')))).toEqual(['epoch 1', '1:40', '1:41', '1:42']);
  expect(follower.read(segments(41, 43, named('new')))).toEqual(['1:43']);
});

test('a server that begins anew at 0 with the same names, and no dates', () => {
  const follower = new Follower();
  follower.read(segments(0, 5));
  for (let last = 6; last <= 50; last += 1) follower.read(segments(last - 5, last));
  expect(follower.read(segments(0, 0))).toEqual([]);
  expect(follower.read(segments(0, 1))).toEqual([]);
  expect(follower.read(segments(0, 2))).toEqual(['epoch 1', '1:0', '1:1', '1:2']);
  expect(follower.read(segments(0, 3))).toEqual(['1:3']);
  // An answer from before the new beginning, out of a cache.
  expect(follower.read(segments(45, 50))).toEqual([]);
  expect(follower.read(segments(1, 4))).toEqual(['1:4']);
});

test('a server that begins anew with the same names: its dates tell at once, and how long nothing came', () => {
  const follower = new Follower();
  follower.read(segments(0, 5, dated(100)));
  expect(follower.read(segments(0, 1, dated(120)))).toEqual([]);
  expect(follower.read(segments(0, 1, dated(120)))).toEqual(['0:6+0 outage 8s', 'epoch 1', '1:0', '1:1']);
  expect(follower.read(segments(0, 5, dated(100)))).toEqual([]);
  expect(follower.read(segments(0, 2, dated(120)))).toEqual(['1:2']);
});

test('segments that pass by while a new beginning is doubted are not lost', () => {
  const follower = new Follower();
  for (let last = 5; last <= 50; last += 1) follower.read(segments(last - 2, last));
  follower.read(segments(0, 2));
  follower.read(segments(1, 3));
  expect(follower.read(segments(2, 4))).toEqual(['epoch 1', '1:0', '1:1', '1:2', '1:3', '1:4']);
});

test('while a cache shows old and new in turn, the new beginning is still seen', () => {
  const follower = new Follower();
  follower.read(segments(40, 45, named('old')));
  follower.read(segments(0, 1, named('new')));
  expect(follower.read(segments(40, 45, named('old')))).toEqual([]);
  expect(follower.read(segments(39, 44, named('old')))).toEqual([]);
  expect(follower.read(segments(0, 2, named('new')))).toEqual([]);
  expect(follower.read(segments(40, 45, named('old')))).toEqual([]);
  expect(follower.read(segments(0, 3, named('new')))).toEqual(['epoch 1', '1:0', '1:1', '1:2', '1:3']);
});

test('numbers that leap without any time for it are other numbers', () => {
  const follower = new Follower();
  follower.read(segments(0, 5, named('old')));
  expect(follower.read(segments(1_700_000_000, 1_700_000_002))).toEqual([]);
  expect(follower.read(segments(1_700_000_000, 1_700_000_003))).toEqual([]);
  expect(follower.read(segments(1_700_000_001, 1_700_000_004))).toHaveLength(6);
  expect(follower.memory?.epoch).toBe(1);
});

test('a leap without any time for it is believed when it goes on', () => {
  const follower = new Follower();
  follower.read(segments(0, 5));
  expect(follower.read(segments(11, 13))).toEqual([]);
  expect(follower.read(segments(12, 14))).toEqual([]);
  expect(follower.read(segments(13, 15))).toEqual(['0:6+5 outage 10s', '0:11', '0:12', '0:13', '0:14', '0:15']);
});

test('the same segments under other numbers go on', () => {
  const follower = new Follower();
  follower.read(segments(100, 105));
  const renumbered = (first: number, last: number) =>
    segments(first, last, (sequence) => ({ url: `http://other.test/a/seg${sequence + 100}.ts?token=2` }));
  expect(follower.read(renumbered(2, 7))).toEqual(['0:106', '0:107']);
  expect(follower.last?.duplicates).toBe(4);
  expect(follower.read(renumbered(3, 8))).toEqual(['0:108']);
  expect(follower.last?.duplicates).toBe(0);
});

test('a server that never counts', () => {
  const follower = new Follower();
  const shown = (first: number) => segments(0, 3, (i) => ({ url: `http://live.test/a/seg${first + i}.ts` }));
  expect(follower.read(shown(0))).toHaveLength(4);
  expect(follower.read(shown(1))).toEqual(['0:4']);
  expect(follower.read(shown(3))).toEqual(['0:5', '0:6']);
  expect(follower.read(shown(3))).toEqual([]);
});

test('names that change with every answer tell nothing after a while', () => {
  const follower = new Follower();
  const random = (first: number, last: number, token: string) =>
    segments(first, last, (sequence) => ({ url: `http://live.test/a/${token}-${sequence}.ts` }));
  expect(follower.read(random(0, 3, 'a'))).toHaveLength(4);
  for (const [i, token] of ['b', 'c', 'd'].entries()) expect(follower.read(random(i, 4 + i, token))).toEqual([]);
  expect(follower.read(random(3, 7, 'e'))).toEqual(['0:4', '0:5', '0:6', '0:7']);
  expect(follower.read(random(4, 8, 'f'))).toEqual(['0:8']);
  expect(follower.memory?.epoch).toBe(0);
});

test('addresses that were resolved anew may bear other names', () => {
  const follower = new Follower();
  follower.read(segments(0, 5, named('one')));
  expect(follower.read(segments(1, 6, named('two')), { renewed: true })).toEqual(['0:6']);
  expect(follower.read(segments(2, 7, named('two')))).toEqual(['0:7']);
});

test('addresses that were resolved anew may number differently, dates then tell', () => {
  const follower = new Follower();
  follower.read(segments(0, 5, named('one', dated(100))));
  expect(follower.read(segments(53, 57, named('two', dated(0))), { renewed: true })).toEqual(['0:6', '0:7']);
});

test('dates of the server that drift are no new beginning', () => {
  const follower = new Follower();
  let taken = 0;
  for (let i = 0; i < 50; i += 1) taken += follower.read(segments(i, i + 5, dated(100 + i * 0.3))).length;
  expect(taken).toBe(55);
});

test('discontinuities keep their number when the server does not count those that have left', () => {
  const follower = new Follower();
  const number = (item: Item | undefined) => (item?.type === 'take' ? item.discontinuity : undefined);
  follower.read(segments(0, 3, (sequence) => ({ discontinuity: sequence < 2 ? 0 : 1 })));
  follower.read(segments(2, 5));
  expect(follower.last?.items.map(number)).toEqual([1, 1]);
  follower.read(segments(4, 7, (sequence) => ({ discontinuity: sequence < 7 ? 0 : 1 })));
  expect(follower.last?.items.map(number)).toEqual([1, 2]);
  follower.now += 30_000;
  follower.read(segments(20, 21));
  expect(follower.last?.items.map(number)).toEqual([undefined, 2, 2]);
});

test('a new period may number from anywhere, its dates say that nothing is missing', () => {
  const follower = new Follower();
  follower.read(segments(0, 5, dated(100)));
  const period = (sequence: number) => ({ discontinuity: 1, dateTime: (112 + (sequence - 20) * 2) * 1000 });
  expect(follower.read(segments(20, 21, period))).toEqual(['0:20', '0:21']);
});

function handled(more: Partial<Parameters<typeof memoryOf>[0]> = {}): Memory {
  return memoryOf({
    epoch: 2,
    sequence: 5,
    discontinuity: 0,
    dateTime: null,
    at: 1_000_000,
    recent: [],
    ...more,
  });
}

test('a later attempt goes on behind the last stored segment', () => {
  expect(new Follower(handled()).read(segments(4, 7), { cause: 'paused', from: 'live' })).toEqual(['2:6', '2:7']);
  const late = new Follower(handled());
  late.now += 60_000;
  expect(late.read(segments(30, 31), { cause: 'paused' })).toEqual(['2:6+24 paused 48s', '2:30', '2:31']);
  const dates = new Follower(handled({ dateTime: 112_000 }));
  expect(dates.read(segments(30, 31, dated(101)), { cause: 'not-running' })).toEqual([
    '2:6+24 not-running 49s',
    '2:30',
    '2:31',
  ]);
});

test('a later attempt begins an epoch of which nothing is known with all that is there', () => {
  const follower = new Follower(handled({ epoch: 3, sequence: -1 }));
  expect(follower.read(segments(20, 22), { cause: 'not-running', from: 'live' })).toEqual(['3:20', '3:21', '3:22']);
});

test('a later attempt finds a server that began anew', () => {
  const first = new Follower();
  first.read(segments(0, 5, named('old')));
  const recent = (first.memory?.recent ?? []).map((known) => ({ ...known, epoch: 2 }));
  const follower = new Follower(handled({ recent }));
  follower.read(segments(3, 6, named('new')), { cause: 'paused' });
  expect(follower.read(segments(3, 7, named('new')), { cause: 'paused' })[0]).toBe('epoch 3');
  const known = new Follower(handled({ recent }));
  expect(known.read(segments(3, 6, named('old')), { cause: 'paused' })).toEqual(['2:6']);
});

test('a stream that has ended meanwhile', () => {
  const finished = (first: number, last: number) => playlist(segments(first, last), { ended: true });
  const follower = new Follower(handled());
  expect(follower.read(finished(0, 7), { cause: 'paused' })).toEqual(['2:6', '2:7']);
  const whole = new Follower(handled());
  expect(whole.read(finished(0, 5))).toEqual([]);
  expect(whole.last?.ended).toBe(true);
  // The finished stream may be numbered from 0 although the live one was not.
  const live = new Follower();
  live.read(segments(100, 105, (sequence) => ({ url: `http://live.test/a/s${sequence - 100}.ts` })));
  expect(live.read(playlist(segments(0, 7, named('s')), { ended: true }))).toEqual(['0:106', '0:107']);
});

test('what only the clock told of, and an ended manifest no longer names, never was: nothing is taken once more', () => {
  // Each period has the names of the one before, and a finished manifest has no dates.
  const period = (sequence: number) => Math.floor((sequence - 1) / 3);
  const at = (sequence: number) => ({
    url: `http://live.test/${period(sequence)}/video/${((sequence - 1) % 3) + 1}.m4s`,
    discontinuity: period(sequence) * 3,
  });
  const follower = new Follower();
  follower.read(segments(1, 9, (sequence) => ({ ...at(sequence), ...dated(100)(sequence), byClock: true })));
  const beyond = segments(6, 11, (sequence) => ({ ...at(sequence), ...dated(100)(sequence), byClock: true }));
  expect(follower.read(beyond)).toEqual(['0:10', '0:11']);
  const whole = playlist(segments(1, 9, at), { ended: true });
  for (let times = 0; times < 3; times += 1) {
    expect(follower.read(whole)).toEqual([]);
    expect(follower.last).toMatchObject({ what: 'stale', ended: true });
  }
});
