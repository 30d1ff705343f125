import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { argumentsFor, type YtDlpQuestion } from '../../../engine/sources/yt-dlp/arguments.ts';

const question: YtDlpQuestion = {
  url: 'https://example.com/watch/1',
  entries: null,
  incomplete: false,
  proxy: 'environment',
  socketTimeout: 30,
  cookieFile: null,
  headers: [],
  auth: null,
  node: null,
};

const before = [
  ...['--no-plugin-dirs', '--no-exec', '--no-cache-dir', '--no-update', '--color', 'never'],
  ...['--use-extractors', 'default,-generic', '--dump-single-json', '--simulate', '--flat-playlist'],
];
const after = ['--format', 'b*', '--no-check-formats', '--socket-timeout', '30'];

describe('yt-dlp is asked', () => {
  test('for one video', () => {
    expect(argumentsFor(question)).toEqual({
      args: [
        ...['--ignore-config', ...before, '--no-playlist', '--playlist-items', '1:2', ...after],
        ...['--no-cookies', '--', 'https://example.com/watch/1'],
      ],
      input: null,
    });
  });

  test('for a page of a list, directly, with cookies and a runtime', () => {
    const parts = { entries: { first: 101, last: 201 }, proxy: 'direct', cookieFile: '/tmp/c', node: '/usr/bin/node' };
    expect(argumentsFor({ ...question, ...parts })).toEqual({
      args: [
        ...['--ignore-config', ...before, '--yes-playlist', '--playlist-items', '101:201', ...after, '--proxy', ''],
        ...['--cookies', '/tmp/c', '--js-runtimes', 'node:/usr/bin/node', '--', 'https://example.com/watch/1'],
      ],
      input: null,
    });
  });

  test('for what a live video has been', () => {
    const { args } = argumentsFor({ ...question, incomplete: true });
    expect(args).toEqual(expect.arrayContaining(['--extractor-args', 'youtube:formats=incomplete']));
  });

  test('with what is secret, or may be, on its standard input', () => {
    const { args, input } = argumentsFor({
      ...question,
      proxy: 'socks5://me:swordfish@proxy.example:1080',
      headers: [
        { name: 'User-Agent', value: "it's me" },
        { name: 'Authorization', value: 'Bearer token' },
        { name: 'Cookie', value: 'a=b' },
        { name: 'X-Key', value: 'key' },
      ],
      auth: { user: 'someone', password: 'open sesame' },
    });
    expect(args.slice(0, 4)).toEqual(['--ignore-config', '--config-locations', '-', '--no-plugin-dirs']);
    expect(args.join(' ')).not.toMatch(/swordfish|sesame|someone|token|key/);
    expect(input).toBe(
      [
        `'--proxy' 'socks5h://me:swordfish@proxy.example:1080'`,
        `'--add-headers' 'User-Agent:it'"'"'s me'`,
        `'--username' 'someone'`,
        `'--password' 'open sesame'`,
        '',
      ].join('\n'),
    );
  });
});

const python = spawnSync('python3', ['--version']).status === 0;

test.runIf(python)('any secret comes out of its standard input as it was put in', () => {
  const word = fc
    .string({ unit: 'binary', maxLength: 20 })
    .filter((text) => !text.includes('\0') && text.isWellFormed());
  const pairs = fc.sample(fc.record({ user: word, password: word }), 60);
  const split =
    'import shlex, sys, json; print(json.dumps([shlex.split(t, comments=True) for t in json.load(sys.stdin)]))';
  const inputs = pairs.map((auth) => argumentsFor({ ...question, auth }).input);
  const output = execFileSync('python3', ['-c', split], { input: JSON.stringify(inputs), encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual(pairs.map(({ user, password }) => ['--username', user, '--password', password]));
});
