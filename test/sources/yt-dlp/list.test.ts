import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foundList, pageOf } from '../../../engine/sources/yt-dlp/list.ts';
import { listShape } from '../../../engine/sources/yt-dlp/shape.ts';

const asked = 'https://example.com/list/1';

function read(parts: object, page = { first: 1, last: 100 }) {
  const found = { id: 'l', title: 'A list', extractor_key: 'YoutubeTab', webpage_url: asked, ...parts };
  return foundList(listShape.parse(found), asked, '2026.10.26', page);
}

test('entries are read as far as the list tells', () => {
  const found = read({
    playlist_count: 3,
    entries: [
      { _type: 'url', id: 'a', url: 'https://example.com/a', title: 'A\nvideo', duration: 10, channel: 'Somebody' },
      { _type: 'url', id: 'b', url: 'https://example.com/b', title: '[Private video]' },
      { _type: 'url', id: 'c', url: 'https://example.com/c', title: null, live_status: 'is_live' },
    ],
  });
  expect(found).toEqual({
    kind: 'list',
    url: asked,
    site: 'YouTube',
    id: 'l',
    title: 'A list',
    channel: null,
    answeredBy: { resolver: 'yt-dlp', version: '2026.10.26', client: null },
    count: 3,
    next: null,
    entries: [
      {
        ...{ number: 1, url: 'https://example.com/a', id: 'a', title: 'A video', channel: 'Somebody', duration: 10 },
        ...{ live: false, missing: null },
      },
      {
        ...{
          number: 2,
          url: 'https://example.com/b',
          id: 'b',
          title: '[Private video]',
          channel: null,
          duration: null,
        },
        ...{ live: false, missing: 'private' },
      },
      {
        ...{ number: 3, url: 'https://example.com/c', id: 'c', title: 'c', channel: null, duration: null },
        ...{ live: true, missing: null },
      },
    ],
  });
});

test('a list of the web does not lead into a private network, one of that network may', () => {
  const urls = [
    'http://127.0.0.1/a',
    'http://[::1]/b',
    'http://localhost:81/c',
    'http://169.254.169.254/d',
    'http://a.test/e',
  ];
  const entries = urls.map((url) => ({ url }));
  // Whatever it says of itself.
  const found = read({ entries, webpage_url: 'http://127.0.0.1/' });
  expect(found.entries.map(({ url }) => url)).toEqual(['http://a.test/e']);
  const inside = foundList(listShape.parse({ entries }), 'http://192.168.1.2/list', '1', { first: 1, last: 100 });
  expect(inside.entries).toHaveLength(5);
});

test('what leads nowhere is left out, and the others keep their numbers', () => {
  const entries = [null, { url: 'file:///x' }, 7, { id: 'd' }, { url: 'https://example.com/e', id: 'e' }];
  expect(read({ entries }).entries.map(({ number, id }) => [number, id])).toEqual([[5, 'e']]);
  const requested_entries = [101, 102, 104, 105, 109];
  expect(read({ entries, requested_entries }, { first: 101, last: 200 }).entries).toMatchObject([{ number: 109 }]);
});

test('an entry that has no link but that of the list cannot be had alone', () => {
  const { entries } = read({ entries: [{ id: 'a', webpage_url: asked, url: 'https://a.example/media.mp4' }] });
  expect(entries).toMatchObject([{ url: asked, missing: 'has no link of its own' }]);
});

test('how many there are is what the site says, or what is known once all are there', () => {
  const entries = [1, 2, 3].map((at) => ({ id: `${at}`, url: `https://example.com/${at}` }));
  expect(read({ entries, playlist_count: 300 }, { first: 1, last: 2 })).toMatchObject({ count: 300, next: '3' });
  expect(read({ entries }, { first: 1, last: 2 })).toMatchObject({ count: null, next: '3', entries: { length: 2 } });
  expect(read({ entries }, { first: 1, last: 3 })).toMatchObject({ count: 3, next: null, entries: { length: 3 } });
});

test('pages follow one another without a gap, grow, and end', () => {
  let [next, before]: [string | null, number] = [null, 0];
  let asked = 0;
  for (let page = pageOf(next); page !== undefined; page = pageOf(next)) {
    expect(page.first).toBe(before + 1);
    expect(page.last - page.first).toBeGreaterThanOrEqual(99);
    expect(page.last - page.first).toBeLessThan(2000);
    before = page.last;
    next = String(page.last + 1);
    asked++;
  }
  expect(before).toBeGreaterThan(90_000);
  expect(asked).toBeLessThan(100);
});

test('whatever is asked for is a page or none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (next) => {
      const page = pageOf(next);
      if (page !== undefined) {
        expect(String(page.first)).toBe(next);
        expect(page.last).toBeGreaterThan(page.first);
      }
    }),
  );
});
