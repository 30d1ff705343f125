import { expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { HeaderList } from '../../../engine/net/header-list.ts';
import { clockOffset } from '../../../engine/sources/dash/clock.ts';
import { readManifest } from '../../../engine/sources/dash/manifest.ts';
import { PeriodNumbers } from '../../../engine/sources/dash/period-numbers.ts';
import { DashSource } from '../../../engine/sources/dash/source.ts';
import { FakeWeb, type Page } from '../fake-web.ts';

const url = 'https://cdn.example/live.mpd';
const { signal } = new AbortController();
const mpd = (inside = ''): string =>
  `<MPD type="dynamic" availabilityStartTime="2024-01-01T00:00:00Z">${inside}<Period start="PT0S"/></MPD>`;

test('those who ask at the same time share one request, and it ends when nobody waits any more', async () => {
  const web = new FakeWeb();
  const answers: PromiseWithResolvers<Page>[] = [];
  let aborted = 0;
  web.pages.set(url, ({ signal: given }) => {
    const answer = Promise.withResolvers<Page>();
    answers.push(answer);
    given.addEventListener('abort', () => {
      aborted += 1;
      answer.reject(given.reason);
    });
    return answer.promise;
  });
  const source = new DashSource(url, 'https://page.example/', web, () => 0);
  const [one, two] = [new AbortController(), new AbortController()];
  const [first, second] = [source.fetch(one.signal), source.fetch(two.signal)];
  one.abort(new Error('enough'));
  await expect(first).rejects.toThrow('enough');
  expect(aborted).toBe(0);
  answers[0]?.resolve(mpd());
  expect((await second).count).toBe(1);
  expect(web.requests).toEqual([{ url, referer: 'https://page.example/', how: 'get' }]);

  const third = source.fetch(two.signal);
  two.abort(new Error('enough as well'));
  await expect(third).rejects.toThrow('enough as well');
  expect(aborted).toBe(1);
  // Whoever comes then begins anew.
  const fourth = source.fetch(signal);
  answers[2]?.resolve(mpd());
  expect((await fourth).count).toBe(2);
  await expect(source.fetch(two.signal)).rejects.toThrow('enough as well');
});

test('a failure is told to all who wait, and the next one asks again', async () => {
  const web = new FakeWeb({ [url]: new Failure('source-unavailable') });
  const source = new DashSource(url, null, web, () => 0);
  const results = await Promise.allSettled([source.fetch(signal), source.fetch(signal)]);
  expect(results.map((result) => result.status)).toEqual(['rejected', 'rejected']);
  expect(web.requests).toHaveLength(1);
  web.pages.set(url, '<html>');
  await expect(source.fetch(signal)).rejects.toMatchObject({ code: 'corrupt-media' });
  web.pages.set(url, mpd());
  expect((await source.fetch(signal)).manifest.dynamic).toBe(true);
});

test('where a manifest says that the next one lies is where it is fetched; when that is gone, at the front door', async () => {
  const moved = 'https://cdn.example/session-7.mpd';
  const web = new FakeWeb({
    [url]: mpd('<Location>session-7.mpd</Location>'),
    [moved]: mpd('<Location>session-7.mpd</Location>'),
  });
  const source = new DashSource(url, null, web, () => 0);
  await source.fetch(signal);
  await source.fetch(signal);
  web.pages.delete(moved);
  await source.fetch(signal);
  expect(web.urls).toEqual([url, moved, moved, url]);
  web.pages.set(url, mpd('<Location>file:///etc/passwd</Location>'));
  await source.fetch(signal);
  await expect(source.fetch(signal)).rejects.toMatchObject({ code: 'forbidden', retryable: false });
  expect(web.urls.every((asked) => asked.startsWith('https://cdn.example/'))).toBe(true);
});

test('the clock that a manifest names is gone by, else the date of the answer', async () => {
  const now = Date.UTC(2024, 0, 1, 12);
  const asked = (clocks: string, pages: Record<string, Page> = {}, headers: [string, string][] = []): Promise<number> =>
    readManifest(mpd(clocks), url).then((manifest) =>
      clockOffset(manifest, new HeaderList(headers), {
        web: new FakeWeb(pages),
        referer: null,
        signal,
        now: () => now,
      }),
    );
  const utc = (scheme: string, value: string): string =>
    `<UTCTiming schemeIdUri="urn:mpeg:dash:utc:${scheme}" value="${value}"/>`;
  const date = 'Mon, 01 Jan 2024 11:00:00 GMT';
  expect(await asked(utc('direct:2014', '2024-01-01T12:00:30Z'))).toBe(30_000);
  expect(await asked(utc('http-xsdate:2014', '/time'), { 'https://cdn.example/time': '2024-01-01T12:01:00Z\n' })).toBe(
    60_000,
  );
  expect(
    await asked(utc('http-iso:2012', 'https://no.example/ /time'), {
      'https://cdn.example/time': '2024-01-01T11:59:00Z',
    }),
  ).toBe(-60_000);
  expect(
    await asked(utc('http-head:2014', '/time'), {
      'https://cdn.example/time': { body: '', headers: [['Date', date]] },
    }),
  ).toBe(-3_600_000);
  // What is not understood or does not answer counts for nothing.
  const poor =
    utc('ntp:2014', 'ntp.example') +
    utc('http-iso:2014', 'https://gone.example/') +
    utc('http-iso:2014', 'file:///etc/passwd');
  expect(await asked(poor + utc('direct:2014', '2024-01-01T12:00:05Z'))).toBe(5000);
  expect(await asked(poor, {}, [['Date', date]])).toBe(-3_600_000);
  expect(
    await asked('', {}, [
      ['Date', date],
      ['Age', '3600'],
    ]),
  ).toBe(0);
  expect(await asked('', {}, [['Date', 'Mon, 01 Jan 2024 12:00:02 GMT']])).toBe(0);
  expect(await asked('', {}, [['Date', 'soon']])).toBe(0);
  expect(await asked('')).toBe(0);
});

test('periods keep their numbers, and a server that was started anew has a new one', () => {
  const numbers = new PeriodNumbers();
  const period = (key: string, start: number) => ({ key, start, end: null, last: true, representations: [] });
  expect(numbers.numberOf(period('a', 0), 1000)).toBe(0);
  expect(numbers.numberOf(period('b', 60.4), 1000)).toBe(60);
  expect(numbers.numberOf(period('c', 60.4), 1000)).toBe(61);
  expect(numbers.numberOf(period('a', 0), 2500)).toBe(0);
  expect(numbers.numberOf(period('a', 0), 4400)).toBe(0);
  expect(numbers.numberOf(period('a', 0), null)).toBe(0);
  expect(numbers.numberOf(period('a', 0), 90_000)).toBe(62);
  expect(numbers.numberOf(period('a', 0), 90_000)).toBe(62);
});
