import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterHold, holdAfter, type SiteHold } from '../../engine/queue/site-hold.ts';

const minute = 60_000;
const refused = (now: number, retryAfter: number | null = null) => ({ code: 'bot-check', retryAfter, now }) as const;

test('a site that turns one away is left alone, for twice as long each further time, up to half an hour', () => {
  let hold: SiteHold | undefined;
  const lengths: number[] = [];
  for (let now = 0; lengths.length < 8; now = hold?.until ?? 0) {
    hold = holdAfter(hold, refused(now));
    lengths.push((hold?.until ?? 0) - now);
  }
  expect(lengths).toEqual([1, 2, 4, 8, 16, 30, 30, 30].map((minutes) => minutes * minute));
});

test('those that were on their way when it began count for nothing', () => {
  const hold = holdAfter(undefined, refused(0));
  expect(holdAfter(hold, refused(5))).toEqual(hold);
});

test('what the site says itself counts where it is longer', () => {
  expect(holdAfter(undefined, { code: 'rate-limited', retryAfter: 90_000, now: 10 })).toEqual({
    until: 90_010,
    times: 1,
  });
  expect(holdAfter({ until: 50, times: 3 }, refused(10, 100))).toEqual({ until: 110, times: 3 });
});

test('a failure of the video itself holds nobody back', () => {
  for (const code of ['video-private', 'network', 'no-format', 'extractor-outdated'] as const) {
    expect(holdAfter(undefined, { code, retryAfter: null, now: 0 })).toBeUndefined();
  }
});

test('one goes ahead of all others, and none begins before its time', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 5000 }), (until, place) => {
      const hold = { until, times: 1 };
      expect(afterHold(hold, 0)).toBe(until);
      expect(afterHold(hold, place)).toBeGreaterThan(until);
    }),
  );
});
