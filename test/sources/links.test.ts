import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linksIn } from '../../engine/sources/links.ts';

/** What was found, short: the link, and after a `!` what is wrong with it. */
function found(text: string): string[] {
  return linksIn(text).map(({ url, problem }) => (problem === null ? url : `${url} !${problem}`));
}

test.each<[string, string, string[]]>([
  ['lines and doubles', 'http://a/x\r\nhttp://b/y\nhttp://a/x\n', ['http://a/x', 'http://b/y']],
  [
    'spaces, commas, semicolons, tabs',
    'http://a/ http://b/,http://c/;http://d/, http://e/\thttp://f/',
    ['a', 'b', 'c', 'd', 'e', 'f'].map((h) => `http://${h}/`),
  ],
  ['a comma inside', 'http://a/x,y;z.zip', ['http://a/x,y;z.zip']],
  [
    'a sentence',
    'See (http://x/a_(b).zip), or http://x/c. Or "http://x/d"!',
    ['http://x/a_(b).zip', 'http://x/c', 'http://x/d'],
  ],
  [
    'quotes',
    "'http://x/a', ‘http://x/b’ «http://x/c» <http://x/d> `http://x/e`",
    ['a', 'b', 'c', 'd', 'e'].map((p) => `http://x/${p}`),
  ],
  [
    'Markdown',
    '# [T](https://x/1)\n- **https://x/2** [n](https://x/3 "title")[https://x/4](https://x/4)',
    ['https://x/1', 'https://x/2', 'https://x/3', 'https://x/4'],
  ],
  ['a table', '| a | https://x/1 |https://x/2|', ['https://x/1', 'https://x/2']],
  ['an uri-list', '# comment http://no/\r\nhttp://x/1\r\n', ['http://x/1']],
  [
    'an aria2 list',
    '#http://no/\nhttp://x/1\thttp://mirror/1\n  out=a.iso\n\treferer=http://no/\n http://x/2',
    ['http://x/1', 'http://mirror/1', 'http://x/2'],
  ],
  [
    'a .url file',
    '[InternetShortcut]\r\nIconFile=http://no/i.ico\r\nURL=https://x/?a=1&b=2\r\n',
    ['https://x/?a=1&b=2'],
  ],
  ['a .desktop file', '[Desktop Entry]\nType=Link\nURL[$e]=https://x/\nIcon=http://no/', ['https://x/']],
  [
    'a .webloc file',
    '<!DOCTYPE plist PUBLIC "-" "http://no/PropertyList-1.0.dtd">\n<plist version="1.0"><dict><key>URL</key><string>https://x/?a=1&amp;b=2</string></dict></plist>',
    ['https://x/?a=1&b=2'],
  ],
  [
    'HTML',
    '<p><a href="https://x/?a=1&amp;copy=2">https://x/…</a> <A HREF=\'//cdn/y\'> <a href=/rel><a href="javascript:x()"><a data-href="http://no/">',
    ['https://x/?a=1&copy=2', 'https://cdn/y'],
  ],
  ['HTML of a picture', '<img alt="x" src="https://x/i.png">', ['https://x/i.png']],
  ['HTML without links', '<p>look at https://x/?a=1&amp;b=2<br>', ['https://x/?a=1&b=2']],
  ['JSON', '{"u":"https:\\/\\/x\\/a"}', ['https://x/a']],
  [
    'no scheme',
    'www.example.com/x.\nexample.com/a.zip\nin text example.com/b.zip\nsrc/main.rs',
    ['https://www.example.com/x', 'https://example.com/a.zip'],
  ],
  [
    'other scripts',
    'http://bücher.example/ü 看https://x/a，然后「https://x/b」',
    ['http://xn--bcher-kva.example/%C3%BC', 'https://x/a', 'https://x/b'],
  ],
  ['addresses', 'http://[::1]:8080/a, http://127.0.0.1/b', ['http://[::1]:8080/a', 'http://127.0.0.1/b']],
  ['a link in a link', 'https://archive/web/http://x/', ['https://archive/web/http://x/']],
  ['user and password', 'https://u:p%40@x/', ['https://u:p%40@x/']],
  ['invisible characters', '\ufeffhttps://x/a\u200b \u202ahttps://x/b\u202c', ['https://x/a', 'https://x/b']],
  ['lists without a space', '1.https://x/1\n-https://x/2', ['https://x/1', 'https://x/2']],
  ['capitals', 'HTTPS://X/A', ['https://x/A']],
  ['nothing', 'and/or data: 5 GB, file: a.zip, C:\\x std::y 10:30', []],
  [
    'unsupported',
    'ftp://h/x magnet:?xt=1 file:///etc/passwd javascript:alert(1) data:text/html,hi rtsp://c/',
    ['ftp://h/x', 'magnet:?xt=1', 'file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,hi', 'rtsp://c/'].map(
      (l) => `${l} !unsupported`,
    ),
  ],
  [
    'broken',
    'http:// http://[::1 http://x:99999/',
    ['http://', 'http://[::1', 'http://x:99999/'].map((l) => `${l} !invalid-input`),
  ],
  ['a blob is not the link in it', 'blob:https://x/1', ['blob:https://x/1 !unsupported']],
])('%s', (_, text, links) => {
  expect(found(text)).toEqual(links);
});

test('links in a list come back, all and in order, whatever separates them', () => {
  const url = fc
    .webUrl({ withQueryParameters: true, withFragments: true })
    .filter((link) => !/[)\]}.,;:!?'|]$|[,;|]/u.test(link));
  const gap = fc.constantFrom('\n', '\r\n', ' ', '\t', ', ', ',', '\n\n', ' | ', '\n# comment\n');
  fc.assert(
    fc.property(fc.uniqueArray(url, { selector: (link) => new URL(link).href }), gap, (links, separator) => {
      expect(found(links.join(separator))).toEqual(links.map((link) => new URL(link).href));
    }),
  );
});

test('whatever is pasted, only http and https are offered, and each is a URL', () => {
  const piece = fc.constantFrom(
    'http://',
    'https://a',
    'ftp://',
    '(',
    ')',
    '[',
    ']',
    '"',
    '<a href=',
    '</a>',
    ',',
    '#',
    '\n',
    ' ',
    '%',
    '@',
    ':',
    '&amp;',
    'www.',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 40 }), (pieces) => {
      for (const { url, problem } of linksIn(pieces.join(''))) {
        if (problem !== null) continue;
        expect(new URL(url).href).toBe(url);
        expect(url).toMatch(/^https?:\/\//u);
      }
    }),
    { numRuns: 500 },
  );
});

// Reading any of these more than a few times over would not end within the time a test has.
test.each([
  'http://a,',
  '(http://a)',
  '(http://a(',
  ',',
  '[',
  '<a ',
  "href='",
  'href="',
  'href =  ',
  'URL=\n',
  ' ',
  'a-',
  'www.',
  'data:a',
  '\n',
])('five megabytes of %j are read', (piece) => {
  for (const start of ['', 'http://a/', '<a ', '[InternetShortcut]\n', '<plist ']) {
    const links = linksIn(start + piece.repeat(5_000_000 / piece.length));
    expect(links.every(({ url }) => url.length <= 100_100)).toBe(true);
  }
});

test('a link of a megabyte is no link', () => {
  expect(linksIn(`http://x/${'a'.repeat(1_000_000)}`)).toMatchObject([{ problem: 'invalid-input' }]);
});
