import { win32 } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameKey, numberedName, safeName } from '../../engine/files/name.ts';

/** Text of every kind: any UTF-16, lone surrogates, marks, device names, long runs of what gets trimmed. */
const hostile = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 400 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 300 }) },
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.constantFrom(
          ...[
            '.',
            ' ',
            '..',
            '/',
            '\\',
            'CON',
            'com1',
            'LPT²',
            'nul',
            '.txt',
            '.tar.gz',
            '\0',
            '\n',
            '\u202e',
            '\u200d',
          ],
          ...[
            '\u0301',
            '\u0338',
            '<',
            '>',
            'é',
            'e\u0301',
            '\ud800',
            '\udc00',
            '👨‍👩‍👧',
            'ΐ',
            '가',
            '~',
            '_',
            'ﬃ',
            'a'.repeat(120),
          ],
          ...[
            ' '.repeat(100),
            '\u0301'.repeat(200),
            'desktop.ini',
            '\uf022',
            '\uffff',
            '\u0085',
            '\u00a0',
            '가'.repeat(80),
          ],
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.array(fc.nat(0xffff), { maxLength: 300 }).map((units) => String.fromCharCode(...units)) },
);

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

/** What the documentation of Windows, macOS and Linux asks of one file name. */
function expectValidEverywhere(name: string): void {
  expect(name.length).toBeGreaterThan(0);
  expect(name.isWellFormed()).toBe(true);
  expect(name).not.toMatch(/[/\\<>:"|?*]/u);
  expect(name).not.toMatch(/[\p{Cc}\p{Cs}\p{Cn}\p{Co}]/u);
  expect(name).not.toMatch(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/u);
  expect(name).not.toMatch(/[. ]$/u);
  expect(name).not.toMatch(/^[.\s]/u);
  expect(name).toBe(name.normalize('NFC'));
  expect(bytes(name)).toBeLessThanOrEqual(255);
  expect(name.length).toBeLessThanOrEqual(255);
  expect(name.normalize('NFD').length).toBeLessThanOrEqual(255);
  const device =
    /^(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9\u00b9\u00b2\u00b3]|LPT[0-9\u00b9\u00b2\u00b3])$/iu;
  expect((name.split('.')[0] ?? '').trimEnd()).not.toMatch(device);
  expect(win32.basename(name)).toBe(name);
}

test('any text becomes a name that Windows, macOS and Linux take', () => {
  fc.assert(
    fc.property(hostile, (text) => expectValidEverywhere(safeName(text))),
    { numRuns: 2000 },
  );
});

test('a safe name is safe: doing it twice changes nothing', () => {
  fc.assert(
    fc.property(hostile, (text) => safeName(safeName(text)) === safeName(text)),
    { numRuns: 2000 },
  );
});

test('there is room for a number of three digits without losing a character', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 999 }), (text, n) => {
      const name = safeName(text);
      const numbered = numberedName(name, n);
      expectValidEverywhere(numbered);
      expect(numbered.length).toBe(name.length + ` (${n})`.length);
    }),
  );
});

test('letters that are longer decomposed than in bytes leave room for a number too', () => {
  // U+0390 has two bytes and decomposes into three units.
  const name = safeName(`${'\u0390'.repeat(120)}.mp4`);
  expect(numberedName(name, 999)).toBe(name.replace('.mp4', ' (999).mp4'));
  expectValidEverywhere(numberedName(name, 999));
});

test('different numbers give different paths, also where case and normal form do not count', () => {
  const number = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
  fc.assert(
    fc.property(hostile, number, number, (text, n, m) => {
      fc.pre(n !== m);
      const name = safeName(text);
      const [one, other] = [numberedName(name, n), numberedName(name, m)];
      expectValidEverywhere(one);
      expect(nameKey(one)).not.toBe(nameKey(other));
    }),
    { numRuns: 1000 },
  );
});

test('taking the first free number gives every file of a folder its own path, whatever the names', () => {
  const similar = fc.constantFrom(
    'a.txt',
    'A.TXT',
    'a (1).txt',
    'a (2).txt',
    'é',
    'e\u0301',
    'É',
    'straße',
    'STRASSE',
    'ς',
    'σ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(similar, hostile), { maxLength: 30 }), (texts) => {
      const used = new Set<string>();
      for (const name of texts.map(safeName)) {
        let path = `/folder/${name}`;
        for (let n = 1; used.has(nameKey(path)); n += 1) path = `/folder/${numberedName(name, n)}`;
        used.add(nameKey(path));
      }
      expect(used.size).toBe(texts.length);
    }),
  );
});

test.each([
  ['../../etc/passwd', '_.._etc_passwd'],
  ['..\\..\\x', '_.._x'],
  ['evil\u202egnp.exe', 'evilgnp.exe'],
  ['a\0b.txt', 'a_b.txt'],
  ['a\r\nSet-Cookie: x', 'a Set-Cookie_ x'],
  ['$(touch x)', '$(touch x)'],
  ['CON', '_CON'],
  ['con.tar.gz', '_con.tar.gz'],
  ['Aux .txt', '_Aux .txt'],
  ['COM\u00b9', '_COM\u00b9'],
  [`CON${' '.repeat(300)}x.txt`, '_CON.txt'],
  ['console.log', 'console.log'],
  ['.bashrc', 'bashrc'],
  ['...', 'download'],
  ['', 'download'],
  ['name. . ', 'name'],
  ['cafe\u0301.mp4', 'caf\u00e9.mp4'],
  ['a\ud800b', 'a\ufffdb'],
  ['desktop.ini', '_desktop.ini'],
])('%j is called %j', (text, name) => {
  expect(safeName(text)).toBe(name);
});

test('a long name keeps its extension and whole characters', () => {
  expect(safeName(`${'x'.repeat(400)}.tar.gz`)).toBe(`${'x'.repeat(242)}.tar.gz`);
  const family = '👨‍👩‍👧';
  const short = safeName(`${family.repeat(50)}.mp4`);
  expect(short.replaceAll(family, '')).toBe('.mp4');
  expect(numberedName('a.tar.gz', 1)).toBe('a (1).tar.gz');
  expect(numberedName('README', 2)).toBe('README (2)');
});

test('a name of many megabytes is shortened, not chewed', () => {
  const name = safeName(`${'. '.repeat(2_000_000)}\u0301${'\u0301'.repeat(4_000_000)}.mkv`);
  expectValidEverywhere(name);
  expect(name.endsWith('.mkv')).toBe(true);
});
