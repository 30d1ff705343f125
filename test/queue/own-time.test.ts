import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import { isMissed, latestBeginning, ownTime, type Timed } from '../../engine/queue/own-time.ts';

const dueAt = 1_000_000_000;
const hour = 3_600_000;
const none = { beginBy: null, until: null };

function timed(asked: { duration?: number; wait?: boolean }, more: Partial<Timed> = {}): Timed {
  const recording = recordingOptions.parse(asked);
  return { recording, dueAt, until: null, nextAt: null, progress: { done: 0 }, ...more };
}

/** Sluice has been there all the time, unless `since` says otherwise. */
function after(ms: number, since = 0): { now: number; since: number } {
  return { now: dueAt + ms, since };
}

test('one that begins at its time keeps its whole length, as does one without a time', () => {
  expect(ownTime(timed({ duration: 3600 }), after(2_000))).toEqual(none);
  expect(ownTime(timed({ duration: 3600 }, { dueAt: null }), after(50 * hour))).toEqual(none);
});

test('one that is late records what is left, and nothing once that is over', () => {
  const late = ownTime(timed({ duration: 3600 }), after(24_000));
  expect(late).toEqual({ beginBy: dueAt + hour, until: dueAt + hour });
  expect(isMissed(late, dueAt + hour - 1)).toBe(false);
  expect(isMissed(late, dueAt + hour)).toBe(true);
});

test('without a length it begins up to an hour late', () => {
  const late = ownTime(timed({}), after(24_000));
  expect(late).toEqual({ beginBy: dueAt + latestBeginning, until: null });
  expect(isMissed(late, dueAt + 30 * 60_000)).toBe(false);
  expect(isMissed(late, dueAt + latestBeginning)).toBe(true);
});

test('while Sluice waits it is the stream that is late; where Sluice was not there it is late itself', () => {
  expect(ownTime(timed({ duration: 3600, wait: true }), after(50 * hour))).toEqual(none);
  const away = ownTime(timed({ duration: 3600, wait: true }), after(24_000, dueAt + 20_000));
  expect(away).toEqual({ beginBy: dueAt + hour, until: dueAt + hour });
});

test('none begins when the next of it does', () => {
  const nextAt = dueAt + 24 * hour;
  const waiting = ownTime(timed({ wait: true }, { nextAt }), after(23 * hour));
  expect(waiting).toEqual({ beginBy: nextAt, until: null });
  expect(isMissed(waiting, nextAt)).toBe(true);
});

test('what has something stored goes on, and ends when it had to end', () => {
  const until = dueAt + hour;
  expect(ownTime(timed({ duration: 3600 }, { progress: { done: 1 }, until }), after(50 * hour))).toEqual({
    beginBy: null,
    until,
  });
});

test('nothing is recorded behind the time that was asked for', () => {
  const lateness = fc.integer({ min: 0, max: 100 * hour });
  fc.assert(
    fc.property(lateness, fc.integer({ min: 1, max: 100_000 }), fc.boolean(), (late, duration, wait) => {
      const now = dueAt + late;
      const time = ownTime(timed({ duration, wait }), { now, since: now });
      const end = dueAt + duration * 1000;
      if (late > 10_000) expect(time.until).toBe(end);
      if (now >= end && late > 10_000) expect(isMissed(time, now)).toBe(true);
    }),
  );
});
