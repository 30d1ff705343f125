import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import { hedged } from '../../../engine/record/fetch/hedge.ts';
import { Horizon } from '../../../engine/record/fetch/horizon.ts';
import { Line, type Outcome, type Place } from '../../../engine/record/fetch/line.ts';
import { type Attempts, isLost } from '../../../engine/record/fetch/patience.ts';
import { SameStart } from '../../../engine/record/fetch/same-start.ts';
import { SharedResolve } from '../../../engine/record/fetch/shared-resolve.ts';
import { Shelf } from '../../../engine/record/fetch/shelf.ts';
import { Slots } from '../../../engine/record/fetch/slots.ts';
import { SegmentStore } from '../../../engine/record/fetch/store.ts';
import { Trouble } from '../../../engine/record/fetch/trouble.ts';
import type { Missing } from '../../../engine/record/journal-entry.ts';
import type { PlannedTrack } from '../../../engine/record/plan.ts';
import type { StoredSegment } from '../../../engine/record/stored.ts';

const never = new AbortController().signal;

function missing(sequence: number): Missing {
  return { track: 'main', epoch: 0, sequence, count: 1, duration: 1, cause: 'network', detail: null };
}

function outcome(sequence: number, type: 'stored' | 'missing' | 'dropped'): Outcome {
  if (type !== 'stored') return { type, missing: missing(sequence) };
  const media = { container: 'ts', streams: [], wrap: null, timed: true } as const;
  const segment: StoredSegment = {
    ...{ track: 'main', epoch: 0, sequence, discontinuity: 0, file: '', map: null },
    ...{ bytes: 1, duration: 1, dateTime: null, media },
  };
  return { type, segment };
}

test('a line hands on in order whatever becomes ready first, and at its end all up to the last that is stored', async () => {
  const kind = fc.constantFrom('stored' as const, 'missing' as const, 'dropped' as const);
  await fc.assert(
    fc.asyncProperty(fc.array(kind, { maxLength: 12 }), fc.array(fc.nat()), async (kinds, order) => {
      const told: string[] = [];
      let busy = 0;
      const line = new Line(
        async (one) => {
          busy += 1;
          expect(busy).toBe(1);
          await turn();
          busy -= 1;
          if (one.type !== 'epoch')
            told.push(`${one.type} ${(one.type === 'stored' ? one.segment : one.missing).sequence}`);
        },
        () => {},
        (error) => {
          throw error;
        },
      );
      const open = kinds.map((type, i) => ({ place: line.add(), result: outcome(i, type) }));
      for (let step = 0; open.length > 0; step += 1) {
        const [next] = open.splice((order[step] ?? 0) % open.length, 1);
        next?.place.settle(next.result);
        if (step % 3 === 0) await turn();
      }
      await line.finish();
      // Behind the last that is stored, what was dropped and all that follows it is left to a later attempt.
      const last = kinds.lastIndexOf('stored');
      const firstDropped = kinds.findIndex((type, i) => type === 'dropped' && i > last);
      const end = firstDropped < 0 ? kinds.length : firstDropped;
      const expected = kinds.slice(0, end).map((type, i) => `${type === 'stored' ? 'stored' : 'missing'} ${i}`);
      expect(told).toEqual(expected);
    }),
    { numRuns: 200 },
  );
});

test('what was dropped is missing as soon as something behind it is stored, and holds nobody up', async () => {
  const told: string[] = [];
  const emptied = vi.fn();
  const line = new Line(
    ({ type }) => void told.push(type),
    emptied,
    () => {},
  );
  const places = [0, 1, 2, 3].map(() => line.add());
  places[0]?.settle(outcome(0, 'stored'));
  places[1]?.settle(outcome(1, 'dropped'));
  await turn();
  expect([told, line.isEmpty]).toEqual([['stored'], false]);
  places[2]?.settle(outcome(2, 'stored'));
  await turn();
  expect(told).toEqual(['stored', 'missing', 'stored']);
  expect(emptied).not.toHaveBeenCalled();
  places[3]?.settle(outcome(3, 'dropped'));
  await turn();
  expect([told.length, line.isEmpty]).toEqual([3, true]);
  expect(emptied).toHaveBeenCalled();
});

test('a line that cannot hand on says so, and is silent afterwards', async () => {
  const failed = vi.fn();
  const told: string[] = [];
  const line = new Line(
    ({ type }) => {
      told.push(type);
      if (told.length === 2) throw new Error('full');
    },
    () => {},
    failed,
  );
  const places: Place[] = [0, 1, 2].map(() => line.add());
  for (const [i, place] of places.entries()) place.settle(outcome(i, 'stored'));
  await vi.waitUntil(() => failed.mock.calls.length > 0);
  await line.finish();
  expect(told).toHaveLength(2);
});

test('a line that is closed hands on nothing more', async () => {
  const told: string[] = [];
  const open = Promise.withResolvers<void>();
  const line = new Line(
    async ({ type }) => {
      told.push(type);
      await open.promise;
    },
    () => {},
    () => {},
  );
  const places = [line.add(), line.add()];
  for (const [i, place] of places.entries()) place.settle(outcome(i, 'stored'));
  const closed = line.close();
  open.resolve();
  await closed;
  await line.finish();
  expect(told).toEqual(['stored']);
});

test('turns are given in the order of the stream, never more than there are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.nat(50), { maxLength: 20 }), async (width, orders) => {
      const slots = new Slots(width);
      const held = await Promise.all(Array.from({ length: width }, () => slots.take(0, never)));
      const given: number[] = [];
      let running = 0;
      const all = orders.map(async (order) => {
        const giveBack = await slots.take(order, never);
        running += 1;
        expect(running).toBeLessThanOrEqual(width);
        given.push(order);
        await turn();
        running -= 1;
        giveBack();
        giveBack();
      });
      expect(slots.waiting).toBe(orders.length);
      for (const giveBack of held) giveBack();
      await Promise.all(all);
      expect(given).toEqual(orders.toSorted((a, b) => a - b));
    }),
    { numRuns: 100 },
  );
});

test('whoever gives up waiting holds nobody up', async () => {
  const slots = new Slots(1);
  const giveBack = await slots.take(0, never);
  const stop = new AbortController();
  const given = slots.take(1, stop.signal);
  const next = slots.take(2, never);
  stop.abort(new Error('enough'));
  await expect(given).rejects.toThrow('enough');
  giveBack();
  (await next)();
  expect(slots.waiting).toBe(0);
  await expect(slots.take(3, stop.signal)).rejects.toThrow('enough');
});

/** Something that ends when the test says so. */
function tries() {
  const made: { resolve: (text: string) => void; reject: (error: Error) => void; signal: AbortSignal }[] = [];
  const attempt = (signal: AbortSignal): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    made.push({ resolve, reject, signal });
    return promise;
  };
  return { made, attempt };
}

test('the first try that succeeds counts, the other is canceled', async () => {
  const { made, attempt } = tries();
  const result = hedged(attempt, 1, () => true, never);
  await vi.waitUntil(() => made.length === 2);
  made[1]?.resolve('second');
  expect(await result).toBe('second');
  expect(made[0]?.signal.aborted).toBe(true);
});

test('a try that fails leaves the other its chance; all have failed with the first failure', async () => {
  const { made, attempt } = tries();
  const result = hedged(attempt, 1, () => true, never);
  await vi.waitUntil(() => made.length === 2);
  made[0]?.reject(new Error('first'));
  await turn();
  made[1]?.resolve('second');
  expect(await result).toBe('second');
  const again = tries();
  const failing = hedged(again.attempt, 1, () => true, never);
  await vi.waitUntil(() => again.made.length === 2);
  again.made[1]?.reject(new Error('second'));
  again.made[0]?.reject(new Error('first'));
  await expect(failing).rejects.toThrow('second');
});

test('nothing is tried twice that fails at once, or must not', async () => {
  const { made, attempt } = tries();
  const failing = hedged(attempt, 60_000, () => true, never);
  made[0]?.reject(new Error('at once'));
  await expect(failing).rejects.toThrow('at once');
  expect(made).toHaveLength(1);
  const asked = vi.fn(() => false);
  const single = tries();
  const alone = hedged(single.attempt, 1, asked, never);
  await vi.waitUntil(() => asked.mock.calls.length === 1);
  single.made[0]?.resolve('alone');
  expect(await alone).toBe('alone');
  expect(single.made).toHaveLength(1);
});

const usual: Attempts = {
  failures: 1,
  corrupt: 0,
  failingFor: 1,
  leftFor: null,
  provenFor: null,
  finished: false,
  mayNotBe: false,
  targetDuration: 2,
  window: 12,
  giveUp: 600,
};

test.each<[string, ErrorCode, Partial<Attempts>, boolean]>([
  ['is in the playlist', 'not-found', { failures: 50, failingFor: 100 }, false],
  ['is in the playlist and the server is away', 'network', { failures: 50, failingFor: 599 }, false],
  ['fails for longer than the user wants', 'network', { failingFor: 601 }, true],
  ['has left the playlist and was just refused', 'not-found', { leftFor: 0 }, false],
  ['has left the playlist and was refused again', 'not-found', { leftFor: 0, failures: 2 }, true],
  ['has left the playlist a moment ago', 'source-unavailable', { leftFor: 11, failures: 9 }, false],
  ['has left the playlist long ago', 'source-unavailable', { leftFor: 13, failures: 9 }, true],
  ['has left a very long playlist', 'timeout', { leftFor: 61, window: 7200 }, true],
  ['does not come while later ones do', 'not-found', { provenFor: 19 }, false],
  ['does not come while later ones do, for long', 'not-found', { provenFor: 21 }, true],
  ['is missing in a finished playlist', 'forbidden', { finished: true, failingFor: 31 }, true],
  ['is late in a finished playlist', 'timeout', { finished: true, failingFor: 31 }, false],
  ['nobody named may never have been', 'not-found', { mayNotBe: true, failures: 50 }, false],
  ['nobody named was not there when the stream ended', 'not-found', { mayNotBe: true, finished: true }, true],
  ['is damaged', 'corrupt-media', { failures: 9, corrupt: 2 }, false],
  ['is damaged for all', 'corrupt-media', { corrupt: 3 }, true],
])('a segment that %s (%s)', (_, code, more, lost) => {
  expect(isLost(new Failure(code), { ...usual, ...more })).toBe(lost);
});

test('what many need is fetched once, also when it fails, and the oldest is forgotten', async () => {
  const shelf = new Shelf<number>(2);
  const fetch = vi.fn(async (value: number) => value);
  const get = (name: string, value: number) => shelf.get(name, () => fetch(value));
  expect(await Promise.all([get('a', 1), get('a', 2)])).toEqual([1, 1]);
  expect(fetch).toHaveBeenCalledTimes(1);
  shelf.forget('a');
  expect(await get('a', 3)).toBe(3);
  const failing = vi.fn(() => Promise.reject(new Error('no')));
  await expect(shelf.get('b', failing)).rejects.toThrow('no');
  await expect(shelf.get('b', failing)).rejects.toThrow('no');
  expect(failing).toHaveBeenCalledTimes(2);
  await get('c', 4);
  await get('d', 5);
  expect(await get('a', 6)).toBe(6);
});

test('tracks share what was resolved, and a new trouble resolves anew', async () => {
  let now = 0;
  let count = 0;
  const named = (id: string): PlannedTrack => ({
    ...{ id, kind: 'main', language: null, name: String(count) },
    load: () => Promise.reject(new Error('unused')),
  });
  const shared = new SharedResolve(
    async () => {
      count += 1;
      await turn();
      return [named('main'), named('audio')];
    },
    () => now,
  );
  const names = async () => [(await shared.track('main')).name, (await shared.track('audio')).name];
  expect(await Promise.all([shared.track('main'), shared.track('audio')])).toMatchObject([
    { name: '1' },
    { name: '1' },
  ]);
  now = 2000;
  expect(await names()).toEqual(['1', '1']);
  now = 4000;
  expect(await names()).toEqual(['2', '2']);
  await expect(shared.track('subtitles')).rejects.toMatchObject({ code: 'source-unavailable' });
});

test('many files stored at once all lie there whole, and nothing else', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-store-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const store = new SegmentStore(folder);
  const names = Array.from({ length: 30 }, (_, i) => `segment-${i}`);
  await Promise.all(names.map((name) => store.write(name, Buffer.from(name.repeat(1000)))));
  await store.write('segment-0', Buffer.from('new'));
  expect((await readdir(folder)).toSorted()).toEqual(names.toSorted());
  expect(await readFile(join(folder, 'segment-7'), 'utf8')).toBe('segment-7'.repeat(1000));
  expect(await readFile(join(folder, 'segment-0'), 'utf8')).toBe('new');
  const gone = new SegmentStore(join(folder, 'gone'));
  await expect(gone.write('x', Buffer.from('x'))).rejects.toMatchObject({ code: 'folder-missing' });
});

/** Bytes in pieces of the given lengths, in turn. */
function cutUp(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i += 1) {
    const piece = bytes.subarray(at, at + (lengths[i % lengths.length] ?? 1));
    pieces.push(piece);
    at += piece.length;
  }
  return pieces;
}

test('the same answer from its start is known, however it is cut, and nothing else is held back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50_000 }),
      fc.nat(49_999),
      fc.nat(2000),
      fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1 }),
      fc.boolean(),
      (length, change, more, lengths, inOrder) => {
        const start = Buffer.alloc(length, 'abcdefg');
        const same = new SameStart();
        const play = (bytes: Uint8Array): Uint8Array[] | null => {
          same.again();
          const passed: Uint8Array[] = [];
          for (const piece of cutUp(bytes, lengths)) {
            const parts = same.push(piece);
            if (parts === null) return null;
            passed.push(...parts);
          }
          const rest = same.end(inOrder);
          return rest === null ? null : [...passed, ...rest];
        };
        expect(Buffer.concat(play(start) ?? []).equals(start)).toBe(true);
        const known = length >= 32 * 1024 || (inOrder && length >= 4096);
        if (known) expect(play(start)).toBeNull();
        else expect(Buffer.concat(play(start) ?? []).equals(start)).toBe(true);
        const longer = Buffer.concat([start, Buffer.alloc(more + 1, 'x')]);
        if (length < 32 * 1024) expect(Buffer.concat(play(longer) ?? []).equals(longer)).toBe(true);
        const other = Buffer.from(length < 32 * 1024 ? longer : start);
        other[change % Math.min(length, 32 * 1024)] = 0;
        expect(Buffer.concat(play(other) ?? []).equals(other)).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test('trouble is told since it began, and not before it lasts', () => {
  const failure = new Failure('network', { detail: 'gone' });
  const trouble = new Trouble(0);
  trouble.playlistRead(true, false, 2, 0);
  trouble.playlistFailed(failure, 1000);
  expect(trouble.shown(2000)).toBeNull();
  trouble.playlistFailed(failure, 2500);
  expect(trouble.shown(3000)).toEqual({ since: 1000, code: 'network', detail: 'gone' });
  expect(trouble.isTooMuch(2, 3001)).toBe(true);
  trouble.playlistRead(true, false, 2, 3500);
  expect(trouble.shown(3500)).toBeNull();
  trouble.segmentFailed(new Failure('forbidden'), 4000);
  trouble.playlistRead(true, false, 2, 6000);
  expect(trouble.shown(6000)).toMatchObject({ since: 4000, code: 'forbidden' });
  expect(trouble.segmentStored(6000)).toBe(true);
  expect(trouble.segmentStored(6000)).toBe(false);
  expect(trouble.shown(6000)).toBeNull();
  expect(trouble.shown(17_000)).toMatchObject({ since: 6000, code: 'source-unavailable' });
  // What is finished need not move.
  trouble.playlistRead(false, true, 2, 17_000);
  expect(trouble.shown(99_000)).toBeNull();
});

test('what is far behind the end of what is wanted is not fetched before the rest has come', () => {
  let wanted = 10;
  const horizon = new Horizon(() => wanted);
  for (let order = 0; order < 60; order += 1) horizon.add(order, 2);
  const furthest = (): number =>
    Array.from({ length: 60 }, (_, order) => order).findLast((one) => horizon.reaches(one)) ?? -1;
  expect(furthest()).toBe(7);
  // They turn out to be half as long as the playlist says.
  for (let order = 0; order < 5; order += 1) {
    horizon.advance();
    wanted -= 1;
  }
  expect(furthest()).toBe(10);
  wanted = -20;
  // What comes next may always be fetched: the end is not found yet.
  expect(furthest()).toBe(7);
  wanted = Number.POSITIVE_INFINITY;
  expect(furthest()).toBe(59);
});

test('whoever may not begin yet waits, and lets nobody pass', async () => {
  let most = 1;
  const slots = new Slots(4, (order) => order <= most);
  const begun: number[] = [];
  const over = new AbortController();
  for (const order of [0, 1, 2, 3]) void slots.take(order, over.signal).then(() => begun.push(order));
  await turn();
  expect(begun).toEqual([0, 1]);
  most = 2;
  slots.look();
  await turn();
  expect(begun).toEqual([0, 1, 2]);
});

test('a segment that is not found is no outage while others come', () => {
  const trouble = new Trouble(0);
  for (let at = 0; at < 60_000; at += 500) {
    if (at % 2000 === 0) {
      trouble.playlistRead(true, false, 2, at);
      trouble.segmentStored(at + 300);
    }
    trouble.segmentFailed(new Failure('not-found', { detail: 'HTTP 404' }), at + 400);
    expect(trouble.shown(at + 400)).toBeNull();
    expect(trouble.isTooMuch(0, at + 400)).toBe(false);
  }
  trouble.segmentFailed(new Failure('not-found'), 62_400);
  expect(trouble.shown(62_400)).toMatchObject({ since: 58_400, code: 'not-found' });
});

test('nothing counts as missing a playlist while its segments still come', () => {
  const trouble = new Trouble(0);
  trouble.playlistRead(true, false, 2, 0);
  trouble.playlistFailed(new Failure('network'), 1000);
  trouble.segmentStored(4000);
  trouble.playlistFailed(new Failure('network'), 5000);
  expect(trouble.shown(5000)).toBeNull();
  expect(trouble.isTooMuch(2, 6000)).toBe(false);
  expect(trouble.shown(6000)).toMatchObject({ since: 4000, code: 'network' });
});
