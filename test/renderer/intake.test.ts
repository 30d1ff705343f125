import { expect, test } from 'vitest';
import { carriedText } from '../../renderer/intake/carried-text.ts';
import { linksInHtml } from '../../renderer/intake/html-links.ts';
import { linkText, readLinkFiles } from '../../renderer/intake/link-files.ts';
import { isProxyAddress } from '../../renderer/preferences/proxy-address.ts';
import { wholeLinks } from '../../renderer/review/whole-links.ts';

const carrying = (data: Readonly<Record<string, string>>) => ({ getData: (type: string) => data[type] ?? '' });

test('a dragged link comes without the comments of its list', () => {
  const list = '# from a browser\r\nhttps://a.example/1\r\nhttps://a.example/2\r\n';
  expect(carriedText(carrying({ 'text/uri-list': list, 'text/plain': 'One' }))).toBe(
    'https://a.example/1\nhttps://a.example/2',
  );
});

test('a copied piece of a page gives the addresses behind its words', () => {
  const html =
    '<p>See <a class="x" href="https://a.example/?a=1&amp;b=2">this</a> and <A HREF=\'http://b.example/\'>that</A></p>';
  expect(carriedText(carrying({ 'text/plain': 'See this and that', 'text/html': html }))).toBe(
    'https://a.example/?a=1&b=2\nhttp://b.example/',
  );
  expect(carriedText(carrying({ 'text/plain': 'https://c.example/', 'text/html': html }))).toBe('https://c.example/');
});

test('only web addresses of anchors count, each once', () => {
  const html =
    '<a href="javascript:alert(1)">x</a><img src="https://a.example/i.png"><a href=https://a.example/>y</a><a href="https://a.example/">z</a>';
  expect(linksInHtml(html)).toEqual(['https://a.example/']);
  expect(linksInHtml('<a href="https://a.example/&#x41;&#66;&#9999999999;">x</a>')).toEqual([
    'https://a.example/AB&#9999999999;',
  ]);
});

test('shortcuts of every platform', () => {
  expect(linkText('a.url', '[InternetShortcut]\r\nURL=https://a.example/x?y=1\r\nIconIndex=0\r\n')).toBe(
    'https://a.example/x?y=1',
  );
  expect(linkText('b.desktop', '[Desktop Entry]\nType=Link\nName=B\nURL=https://b.example/\n')).toBe(
    'https://b.example/',
  );
  const webloc =
    '<?xml version="1.0"?><plist><dict><key>URL</key><string>https://c.example/?a=1&amp;b=2</string></dict></plist>';
  expect(linkText('c.webloc', webloc)).toBe('https://c.example/?a=1&b=2');
  expect(linkText('d.webloc', 'bplist00\u0001SURL_https://d.example/x\u0000\b')).toBe('https://d.example/x');
});

test('dropped files are read in their encoding, and what is no list is named', async () => {
  const utf16 = new Uint8Array([0xff, 0xfe, ...Buffer.from('https://b.example/ж', 'utf16le')]);
  const read = await readLinkFiles([
    new File(['https://a.example/1\nhttps://a.example/2'], 'list.TXT'),
    new File([utf16], 'notepad.txt'),
    new File(['RIFF'], 'movie.avi'),
    new File([new Uint8Array(5_000_001)], 'huge.txt'),
  ]);
  expect(read.text).toBe('https://a.example/1\nhttps://a.example/2\nhttps://b.example/ж');
  expect(read.wrong).toEqual(['movie.avi', 'huge.txt']);
});

test('a password that was pasted goes along although it is never shown', () => {
  const text = 'first https://mira:s3cret@a.example/file?x=1 then https://b.example/other';
  expect(wholeLinks(text, ['https://mira@a.example/file?x=1', 'https://b.example/other'])).toEqual([
    'https://mira:s3cret@a.example/file?x=1',
    'https://b.example/other',
  ]);
  expect(wholeLinks(text, ['https://a.example/file?x=1'])).toEqual(['https://mira:s3cret@a.example/file?x=1']);
  expect(wholeLinks(text, ['https://a.example/elsewhere'])).toEqual(['https://a.example/elsewhere']);
});

test('addresses of proxies', () => {
  for (const good of ['http://10.0.0.1:3128', 'https://proxy.example', 'socks5://[::1]:1080'])
    expect(isProxyAddress(good)).toBe(true);
  for (const bad of ['10.0.0.1:3128', 'http://', 'ftp://a.example', 'http://mira:pw@a.example', 'system']) {
    expect(isProxyAddress(bad)).toBe(false);
  }
});
