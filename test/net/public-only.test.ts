import { copyFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkHost } from '../../engine/net/reach.ts';
import { makeHls } from '../streams/make-hls.ts';
import type { Outcomes } from './public-only/outcome.ts';
import { betweenNetworks, noNetworks } from './public-only/two-networks.ts';

/** Judges the host of a link in the form in which it is then connected to. */
function judge(link: string): void {
  checkHost(new URL(link).hostname.replace(/^\[|\]$/gu, ''), 'public');
}

test.each([
  ...[
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '017700000001',
    '127.0.0.1.',
    '0',
    '0.0.0.0',
  ],
  ...[
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[::ffff:0:7f00:1]',
    '[0:0:0:0:0:0:0:1]',
  ],
  ...['[64:ff9b::7f00:1]', '[64:ff9b:1::808:808]', '[64:ff9b:1:7f00:0:100::]', '[2002:7f00:1::]', '[2001:0:7f00:1::]'],
  ...[
    '[fe80::1]',
    '[fec0::1]',
    '[fc00::1]',
    '[fd00:ec2::254]',
    '[ff02::1]',
    '[100::1]',
    '[4000::1]',
    '[5f00::1]',
    '[3fff::1]',
  ],
  ...['10.0.0.1', '172.16.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '168.63.129.16'],
  ...['192.0.0.192', '198.18.0.1', '198.19.255.255', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...['localhost', 'LOCALHOST', 'localhost.', 'foo.localhost', 'nas', 'nas.', 'nas.local', 'nas.local.', 'router.lan'],
  ...['metadata.google.internal', 'metadata', 'box.home.arpa', 'wiki.corp', 'ＬＯＣＡＬＨＯＳＴ', 'nas。local'],
  ...[
    '１２７.０.０.１',
    '①②⑦.⓪.⓪.①',
    '127。0。0。1',
    '%31%32%37.0.0.1',
    '%6c%6f%63%61%6c%68%6f%73%74',
    '%EF%BC%91%32%37.1',
  ],
  ...['public.example@127.0.0.1', 'public.example:80@127.1', 'a:b%40public.example@[::1]'],
  ...['127.0.0.1\\@public.example', '127.0.0.1#@public.example', '127.0.0.1?@public.example', '127.\t0.0.\n1'],
])('%s is not public', (host) => {
  expect(() => judge(`http://${host}/`)).toThrow(
    expect.objectContaining({ code: 'private-address', retryable: false }),
  );
});

test.each([
  ...['8.8.8.8', '134744072', '[2606:4700::1111]', '[64:ff9b::808:808]', '[2002:808:808::1]', '[::ffff:8.8.8.8]'],
  ...[
    'example.com',
    'local.example.com',
    'localhost.example.com',
    '127.0.0.1.example.com',
    'user@example.com',
    'mein-internal.example',
  ],
])('%s is, as far as it can be seen', (host) => {
  expect(() => judge(`http://${host}/`)).not.toThrow();
});

/** The forms in which one IPv4 address may be written. */
const spellings: Readonly<Record<string, (bytes: readonly number[]) => string>> = {
  dotted: (bytes) => bytes.join('.'),
  'with an end': (bytes) => `${bytes.join('.')}.`,
  decimal: (bytes) => String(numberOf(bytes)),
  hexadecimal: (bytes) => `0x${numberOf(bytes).toString(16)}`,
  octal: (bytes) => bytes.map((byte) => `0${byte.toString(8)}`).join('.'),
  'in two parts': ([first = 0, ...rest]) => `${first}.${numberOf(rest)}`,
  'full width': (bytes) =>
    bytes.join('.').replace(/\d/gu, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) + 0xfee0)),
  escaped: (bytes) => bytes.join('.').replace(/\d/gu, (digit) => `%3${digit}`),
  mapped: (bytes) => `[::ffff:${bytes.join('.')}]`,
  nat64: (bytes) => `[64:ff9b::${bytes.join('.')}]`,
  '6to4': ([a = 0, b = 0, c = 0, d = 0]) => `[2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::1]`,
};

function numberOf(bytes: readonly number[]): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

test('an address is judged alike, however it is written', () => {
  const inside = fc.constantFrom(
    [127],
    [10],
    [192, 168],
    [172, 20],
    [169, 254],
    [100, 99],
    [198, 18],
    [230],
    [0],
    [251],
  );
  const outside = fc.constantFrom([8], [93], [151], [172, 32], [192, 169], [100, 128]);
  const byte = fc.integer({ min: 0, max: 255 });
  const names = fc.constantFrom(...Object.keys(spellings));
  const written = (name: string, start: readonly number[], rest: readonly number[]): string =>
    `http://${spellings[name]?.([...start, ...rest].slice(0, 4))}/`;
  fc.assert(
    fc.property(names, inside, byte, byte, byte, (name, start, ...rest) => {
      expect(() => judge(written(name, start, rest))).toThrow(expect.objectContaining({ code: 'private-address' }));
    }),
  );
  fc.assert(
    fc.property(names, outside, byte, byte, byte, (name, start, ...rest) => {
      expect(() => judge(written(name, start, rest))).not.toThrow();
    }),
  );
});

const program = fileURLToPath(new URL('./public-only/run.ts', import.meta.url));

describe('between two networks', () => {
  let reason: string | null = null;
  let folder = '';
  let outcomes: Outcomes;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-public-'));
    reason = await noNetworks(folder);
    if (reason !== null) return;
    const made = await makeHls(join(folder, 'source'), { seconds: 0.5, segment: 0.5, gop: 0.5, size: '96x64' });
    copyFileSync(join(made.folder, made.segments[0]?.name ?? ''), join(folder, 's0000.ts'));
    outcomes = JSON.parse(await betweenNetworks(folder, [process.execPath, program, folder]));
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const between = (name: string, run: () => void): void =>
    test(name, (context) => {
      if (reason !== null) context.skip(reason);
      run();
    });
  const codes = (list: Outcomes['requests'], start: string) =>
    Object.fromEntries(
      list
        .filter(({ what }) => what.startsWith(start))
        .map(({ what, code }) => [what.slice(start.length).trim(), code]),
    );

  between('nothing on this computer ever saw a connection', () => {
    expect(outcomes.trapped).toBe(0);
    expect(outcomes.requests.length).toBeGreaterThan(40);
  });

  between('a name is judged by what it is looked up as, and private addresses beside public ones are left out', () => {
    const refused = ['private', 'loopback', 'six', 'mapped', 'unique', 'metadata', 'own', 'hosted'];
    expect(codes(outcomes.requests, 'direct')).toEqual({
      ...Object.fromEntries(refused.map((name) => [`http://${name}.example:8080/file`, 'private-address'])),
      'https://loopback.example:8080/': 'private-address',
      // the public address of this very computer
      'http://93.184.216.1:8080/': 'private-address',
      'http://[::ffff:93.184.216.1]:8080/': 'private-address',
      'http://public.example:8080/file': null,
      'http://both.example:8080/file': null,
      'http://93.184.216.34/file': null,
    });
  });

  between('a name cannot change between check and use: it is looked up once for each connection', () => {
    expect(codes(outcomes.requests, 'first')).toEqual({ 'http://rebind.example:8080/file': null });
    expect(codes(outcomes.requests, 'second')).toEqual({ 'http://rebind.example:8080/file': 'private-address' });
    expect(outcomes.asked['rebind.example']).toBe(2);
  });

  between("behind the user's own proxy, what is private here is not asked for; what nobody knows here is", () => {
    for (const proxy of ['own proxy', 'own socks']) {
      const {
        'http://public.example/': known,
        'http://unknown.example/': unknown,
        ...others
      } = codes(outcomes.requests, proxy);
      expect([known, unknown]).toEqual([null, null]);
      expect(Object.keys(others)).toHaveLength(10);
      expect(new Set(Object.values(others))).toEqual(new Set(['private-address']));
    }
    expect(outcomes.proxied).toEqual([
      ...['http://public.example/', 'http://unknown.example/'],
      ...['public.example', 'unknown.example'],
    ]);
  });

  between('a proxy that came with the task has to be public as well', () => {
    const {
      [farProxy('93.184.216.34')]: byAddress,
      [farProxy('public.example')]: byName,
      ...others
    } = codes(outcomes.requests, 'given');
    expect([byAddress, byName]).toEqual([null, null]);
    expect(Object.keys(others)).toHaveLength(5);
    expect(new Set(Object.values(others))).toEqual(new Set(['private-address']));
  });

  between('files, recordings, videos and looks of a job process lead to nothing on this computer', () => {
    const ends = codes(outcomes.jobs, '');
    const { 'a file': file, 'a look': look, ...others } = ends;
    expect([file, look]).toEqual([null, null]);
    expect(outcomes.jobs.find(({ what }) => what === 'a look')?.detail).toBe('no thumbnail');
    expect(Object.keys(others).length).toBeGreaterThan(30);
    for (const [what, code] of Object.entries(others)) {
      // what else there is of the stream is recorded, where there is something
      const isBeside = /^(?:a media segment|the sound|the subtitles)/u.test(what);
      const isWithin = /^(?:a key|an initialisation section|a BaseURL)/u.test(what);
      expect({ what, code }).toEqual({ what, code: isBeside ? null : isWithin ? 'forbidden' : 'private-address' });
    }
    expect(outcomes.clients.length).toBeGreaterThan(0);
    expect(new Set(outcomes.clients)).toEqual(new Set([true]));
  });
});

function farProxy(host: string): string {
  return `http://${host}:8080 http://public.example/file`;
}
