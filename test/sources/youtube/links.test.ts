import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type YoutubeLink, youtubeLink, youtubeUrl } from '../../../engine/sources/youtube/links.ts';
import { links } from './link-table.ts';
import { refusals } from './refusal-table.ts';

/** In one line what a link leads to: `video ID @90 in LIST`, `list ID`, `channel PATH videos`, … */
function told(link: YoutubeLink | null): string {
  if (link === null) return 'nothing';
  if (link.kind === 'video') {
    const start = link.start === null ? '' : ` @${link.start}`;
    return `video ${link.id}${start}${link.list === null ? '' : ` in ${link.list}`}`;
  }
  if (link.kind === 'channel') return `channel ${link.path}${link.tab === null ? '' : ` ${link.tab}`}`;
  return `${link.kind} ${link.kind === 'channel-live' ? link.path : link.id}`;
}

test('the tables are as long as they claim and say nothing twice', () => {
  const urls = [...links.map(([url]) => url), ...refusals];
  expect(new Set(urls).size).toBe(urls.length);
  expect(links.length).toBeGreaterThanOrEqual(200);
  expect(refusals.length).toBeGreaterThanOrEqual(200);
});

test.each(links)('%s is %s', (url, what) => {
  expect(told(youtubeLink(url))).toBe(what);
});

test.each(refusals)('%s is nothing', (url) => {
  expect(told(youtubeLink(url))).toBe('nothing');
});

test.each(links)('the one form of %s leads to the same', (url, what) => {
  const link = youtubeLink(url);
  if (link === null) throw new Error('no link');
  const one = youtubeUrl(link);
  expect(told(youtubeLink(one))).toBe(what.startsWith('video ') ? what.split(' ').slice(0, 2).join(' ') : what);
  expect(one).toBe(new URL(one).href);
});

const ids = fc.stringMatching(/^[A-Za-z0-9_-]{11}$/u).filter((id) => id !== 'videoseries' && id !== 'live_stream');
const listIds = fc.stringMatching(/^(?:PL|UU|OLAK5uy_)[A-Za-z0-9_-]{24,34}$/u);
const handles = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map((name) => `@${name}`);

const someLinks = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('youtube.com/watch?v=', 'm.youtube.com/shorts/', 'youtu.be/', 'youtube-nocookie.com/embed/'),
      ids,
      fc.webQueryParameters(),
    )
    .map(([begin, id, query]) => `https://${begin}${id}${begin.includes('?') ? '&' : '?'}x=${query}`),
  listIds.map((id) => `https://music.youtube.com/playlist?list=${id}`),
  handles.map((handle) => `https://www.youtube.com/${encodeURIComponent(handle)}/videos`),
  fc.webUrl({ withQueryParameters: true }),
);

test('the one form of the one form is itself', () => {
  fc.assert(
    fc.property(someLinks, (url) => {
      const link = youtubeLink(url);
      if (link === null) return;
      const one = youtubeUrl(link);
      const again = youtubeLink(one);
      expect(again === null ? null : youtubeUrl(again)).toBe(one);
    }),
  );
});

test('any text is taken without an exception', () => {
  const pieces = fc.constantFrom(
    ...[
      'https://',
      'http:',
      '//',
      'www.youtube.com',
      'youtu.be',
      '/',
      '?',
      '#',
      '&',
      'v=',
      'list=',
      't=',
      '%',
      '%E0%A4%A',
    ],
    ...[
      'watch',
      'embed',
      'redirect?q=',
      'attribution_link?u=',
      'consent.youtube.com/m?continue=',
      '@',
      'dQw4w9WgXcQ',
      ':',
      '\u0000',
    ],
  );
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(pieces, fc.string())).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(text, (url) => {
      const link = youtubeLink(url);
      if (link !== null) expect(youtubeLink(youtubeUrl(link))).not.toBeNull();
    }),
    { numRuns: 2000 },
  );
});

test('a link is passed on once and no more', () => {
  const video = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';
  const passedOn = (url: string): string => `https://www.youtube.com/redirect?q=${encodeURIComponent(url)}`;
  expect(youtubeLink(passedOn(video))).not.toBeNull();
  expect(youtubeLink(passedOn(passedOn(video)))).toBeNull();
});

test('no other host leads anywhere, whatever stands before or behind its name', () => {
  const begin = fc.constantFrom('', 'www.youtube.com.', 'youtube.com-', 'notyoutu.be.', 'm.');
  const path = fc.constantFrom('/watch?v=', '/', '/embed/', '/redirect?q=https://youtu.be/', '/youtube.com/watch?v=');
  fc.assert(
    fc.property(begin, fc.domain(), path, (before, host, after) => {
      expect(youtubeLink(`https://${before}${host}${after}dQw4w9WgXcQ`)).toBeNull();
    }),
  );
});
