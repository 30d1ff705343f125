import { expect, test } from 'vitest';
import { readPage } from '../../../engine/sources/page/read-page.ts';

const url = 'https://www.station.example/watch/live?id=7';

/** The addresses in a page, the likeliest first. */
function links(html: string, at = url): string[] {
  return readPage(html, at).candidates.map((candidate) => candidate.url);
}

test.each([
  ['a video', '<video src="/live/a.m3u8"></video>', 'https://www.station.example/live/a.m3u8'],
  [
    'a source',
    '<video><source src="//cdn.example/b.mpd" type="application/dash+xml"></video>',
    'https://cdn.example/b.mpd',
  ],
  [
    'a source by its type',
    '<video><source src="play?x=1&amp;y=2" type="application/x-mpegURL"></video>',
    'https://www.station.example/watch/play?x=1&y=2',
  ],
  [
    'radio without a name',
    '<audio src="https://radio.example:8000/live" autoplay></audio>',
    'https://radio.example:8000/live',
  ],
  ['a base', '<base href="https://other.example/x/"><video src="c.m3u8">', 'https://other.example/x/c.m3u8'],
  [
    'Open Graph',
    '<meta property="og:video:secure_url" content="https://cdn.example/d.m3u8">',
    'https://cdn.example/d.m3u8',
  ],
  ['a Twitter card', '<meta name="twitter:player:stream" content="https://cdn.example/e">', 'https://cdn.example/e'],
  [
    'JSON-LD',
    '<script type="application/ld+json">{"@graph":[{"@type":"VideoObject","contentUrl":"https:\\/\\/cdn.example\\/f.m3u8?a=1\\u0026b=2"}]}</script>',
    'https://cdn.example/f.m3u8?a=1&b=2',
  ],
  [
    'a data attribute',
    `<div data-setup='{"sources":[{"src":"https://cdn.example/g.m3u8","type":"x"}]}'></div>`,
    'https://cdn.example/g.m3u8',
  ],
  [
    'a data attribute with a path',
    '<div data-stream="/live/h.m3u8?k=1">',
    'https://www.station.example/live/h.m3u8?k=1',
  ],
  [
    'a script',
    '<script>player.setup({file: "https://cdn.example/i.m3u8?t=1"});</script>',
    'https://cdn.example/i.m3u8?t=1',
  ],
  ['a script with a path', "<script>var src='../hls/j.m3u8';</script>", 'https://www.station.example/hls/j.m3u8'],
  [
    'a script without a scheme',
    '<script>load("//cdn.example/k/master.m3u8")</script>',
    'https://cdn.example/k/master.m3u8',
  ],
  [
    'JSON in a script',
    '<script>var c = {"hls":"https:\\/\\/cdn.example\\/l.m3u8?x=1\\u0026y=2"};</script>',
    'https://cdn.example/l.m3u8?x=1&y=2',
  ],
  [
    'JSON in JSON',
    '<script>var c = "{\\"u\\":\\"https:\\\\/\\\\/cdn.example\\\\/m.m3u8?x=1\\\\u0026y=2\\"}";</script>',
    'https://cdn.example/m.m3u8?x=1&y=2',
  ],
  ['hexadecimal escapes', '<script>u="https:\\x2F\\x2Fcdn.example\\x2Fn.m3u8"</script>', 'https://cdn.example/n.m3u8'],
  [
    'a value of a query',
    '<iframe src="https://player.example/?src=https%3A%2F%2Fcdn.example%2Fo.m3u8%3Fa%3D1&autoplay=1"></iframe>',
    'https://cdn.example/o.m3u8?a=1',
  ],
  ['a value encoded twice', '<a href="/p?u=https%253A%252F%252Fcdn.example%252Fp.m3u8">', 'https://cdn.example/p.m3u8'],
  [
    'base 64',
    `<script>play(atob("${Buffer.from('https://cdn.example/q.m3u8').toString('base64')}"))</script>`,
    'https://cdn.example/q.m3u8',
  ],
  ['a link', '<p><a href="rrr.m3u8">listen</a></p>', 'https://www.station.example/watch/rrr.m3u8'],
  [
    'Smooth Streaming as HLS',
    '<script>u="https://ms.example/s.isml/manifest(format=m3u8-aapl)"</script>',
    'https://ms.example/s.isml/manifest(format=m3u8-aapl)',
  ],
  ['a preload', '<link rel="preload" as="fetch" href="https://cdn.example/t.m3u8">', 'https://cdn.example/t.m3u8'],
  [
    'a page in a page',
    '<iframe srcdoc="&lt;video src=&quot;https://cdn.example/u.m3u8&quot;&gt;"></iframe>',
    'https://cdn.example/u.m3u8',
  ],
  [
    'a template that waits for a script',
    '<noscript><video src="v.m3u8"></video></noscript>',
    'https://www.station.example/watch/v.m3u8',
  ],
  ['text that is cut off', '<script>u="https://cdn.example/w.m3u8', 'https://cdn.example/w.m3u8'],
])('the stream is found in %s', (_, html, link) => {
  expect(links(html)[0]).toBe(link);
});

test('the address of the page may name the stream', () => {
  expect(links('', 'https://player.example/?file=https://cdn.example/a.m3u8&x=1')[0]).toMatch(
    /^https:\/\/cdn\.example\/a\.m3u8/u,
  );
  expect(links('', 'https://player.example/?file=https%3A%2F%2Fcdn.example%2Fa.m3u8')).toEqual([
    'https://cdn.example/a.m3u8',
  ]);
});

test.each([
  '<video src="blob:https://www.station.example/1-2-3"></video>',
  '<video src="data:video/mp4;base64,AAAA"></video>',
  '<video src="file:///etc/passwd"></video>',
  '<video src=""></video>',
  '<script>if (/\\.m3u8$/.test(url)) { ext = ".m3u8"; }</script>',
  '<script src="hls.js"></script><script>Hls.isSupported()</script>',
  '<picture><source srcset="a.webp" src="b.webp"></picture>',
  '<script>var a = "m3u8"; var b = "application/x-mpegURL";</script>',
])('%s leads nowhere', (html) => {
  expect(links(html)).toEqual([]);
});

test('the likeliest comes first', () => {
  const html = `
    <a href="https://cdn.example/archive.m3u8">archive</a>
    <script>ads = "https://ads.example/vast/preroll.m3u8"; s = "https://cdn.example/chunklist.m3u8"; m = "https://cdn.example/master.m3u8";</script>
    <video src="poster.mp4"></video>
    <div data-url="https://cdn.example/data.m3u8"></div>
    <video><source src="https://cdn.example/best.mpd"><source src="https://cdn.example/best.m3u8"></video>`;
  expect(links(html)).toEqual([
    'https://cdn.example/best.m3u8',
    'https://cdn.example/best.mpd',
    'https://cdn.example/data.m3u8',
    'https://www.station.example/watch/poster.mp4',
    'https://cdn.example/master.m3u8',
    'https://cdn.example/chunklist.m3u8',
    'https://cdn.example/archive.m3u8',
    'https://ads.example/vast/preroll.m3u8',
  ]);
});

test('frames that may hold a player, and scripts that lie elsewhere', () => {
  const { frames, scripts } = readPage(
    `<iframe src="/embed/7"></iframe><iframe src="about:blank"></iframe><iframe src="javascript:1"></iframe>
     <iframe src="https://www.googletagmanager.com/ns.html?id=1"></iframe><iframe data-src="//player.example/x"></iframe>
     <embed src="/flash.swf"><object data="/object"></object><meta name="twitter:player" content="/card">
     <meta property="og:video" content="https://station.example/embed/8"><script src="/config.js"></script>
     <script type="application/ld+json">{"@type":"VideoObject","embedUrl":"/embed/9","name":"Linked"}</script>`,
    url,
  );
  expect(frames).toEqual([
    'https://www.station.example/embed/7',
    'https://player.example/x',
    'https://www.station.example/flash.swf',
    'https://www.station.example/object',
    'https://www.station.example/card',
    'https://station.example/embed/8',
    'https://www.station.example/embed/9',
  ]);
  expect(scripts).toEqual(['https://www.station.example/config.js']);
});

test.each([
  ['<title>\n  Live  &amp; loud </title>', 'Live & loud'],
  ['<title>Station</title><meta property="og:title" content="The Show">', 'The Show'],
  ['<script type="application/ld+json">{"@type":"VideoObject","name":"Linked"}</script>', 'Linked'],
  ['<svg><title>icon</title></svg><h1>x</h1>', 'icon'],
  ['<title></title>', null],
  ['', null],
])('the title of %j', (html, title) => {
  expect(readPage(html, url).title).toBe(title);
});

test.each([
  ['"', 200_000],
  ['"a', 200_000],
  ['https://', 100_000],
  ['aHR0c', 100_000],
  ['http%3a%2f%2f', 50_000],
  ['\\\\/', 200_000],
  ['(', 200_000],
  ['<iframe srcdoc="', 50_000],
  ['.m3u8', 200_000],
])('a page of nothing but %j is read in no time to speak of', (piece, times) => {
  const html = `<script>x="m3u8";${piece.repeat(times)}</script><div data-x="m3u8 ${piece.repeat(times)}">`;
  // A time that grows with the square of the length would be minutes here; the runner's limit ends it.
  expect(readPage(html, url).candidates.length).toBeLessThan(times);
});
