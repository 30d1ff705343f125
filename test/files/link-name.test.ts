import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameFromLink, withTypeExtension } from '../../engine/files/link-name.ts';
import { safeName } from '../../engine/files/name.ts';

test.each([
  ['https://x.org/a/b.zip?x=1#y', 'b.zip'],
  ['https://x.org/', 'x.org'],
  ['https://user:secret@x.org', 'x.org'],
  ['https://x.org/a/b/', 'b'],
  ['https://x.org/a%20b/%E6%96%87.txt', '文.txt'],
  ['https://x.org/%E9t%E9.txt', 'été.txt'],
  ['https://x.org/o/folder%2Ffile.jpg?alt=media', 'file.jpg'],
  ['https://x.org/..%2f..%2fetc%2fpasswd', 'passwd'],
  ['https://x.org/100%.txt', '100%.txt'],
  ['https://x.org/f.zip;jsessionid=0815', 'f.zip'],
  ['https://x.org/get?filename=real%20name.pdf', 'real name.pdf'],
  ['https://x.org/a.bin?filename=..%2F..%2Fx.pdf', 'x.pdf'],
  ['https://x.org/get?filename=', 'get'],
  ['https://b.example/key?response-content-disposition=attachment%3B%20filename%3D%22hi.pdf%22', 'hi.pdf'],
  ['https://b.example/key?rscd=inline', 'key'],
  ['https://x.org/download.php?file=sub/x.iso', 'x.iso'],
  ['https://x.org/movie.mp4?file=other.mp4', 'movie.mp4'],
  ['https://x.org/watch?name=John', 'watch'],
  ['https://x.org/go?url=https://example.com', 'go'],
  ['https://x.org/CON', '_CON'],
  ['https://x.org/.htaccess', 'htaccess'],
  ['http://[::1]:8080/', '[__1]'],
])('%s is called %s', (url, name) => {
  expect(nameFromLink(url)).toBe(name);
});

test('every link has a safe name', () => {
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string(), (url, tail) => {
      const name = nameFromLink(url + tail);
      expect(name).toBe(safeName(name));
    }),
  );
});

test.each([
  ['page', 'text/html; charset=utf-8', 'page.html'],
  ['clip', 'VIDEO/MP4', 'clip.mp4'],
  ['song', 'audio/mpeg', 'song.mp3'],
  ['film', 'video/quicktime', 'film.mov'],
  ['release-1.2', 'application/gzip', 'release-1.2.gz'],
  ['a.mp4', 'video/webm', 'a.mp4'],
  ['README', 'text/plain', 'README'],
  ['README', 'application/octet-stream', 'README'],
  ['README', 'no/such-type', 'README'],
  ['README', 'nonsense', 'README'],
  ['README', '', 'README'],
  ['README', null, 'README'],
])('%s of type %s is called %s', (name, type, expected) => {
  expect(withTypeExtension(name, type)).toBe(expected);
});

test('an extension fits into the longest name', () => {
  const name = withTypeExtension('x'.repeat(300), 'video/mp4');
  expect(name.length).toBeLessThanOrEqual(249);
  expect(name.endsWith('.mp4')).toBe(true);
});
