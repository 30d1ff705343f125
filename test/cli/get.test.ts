import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytes } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/a.bin', { size: 300_000, seed: 1, etag: '"a"' });
  origin.serve('/b.bin', { size: 200_000, seed: 2, etag: '"b"' });
  origin.serve('/login.bin', { size: 1000, seed: 3, auth: { user: 'me@work', password: 'p%41:ss' } });
  origin.serve('/cookie.bin', { size: 1000, seed: 4, cookie: 'pass=yes' });
});
afterAll(() => origin.close());

test('in a pipe: the path on standard output, plain lines beside it', async () => {
  const home = newHome();
  const { code, stdout, stderr } = await home.run(['get', origin.url('/a.bin')]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${join(home.downloads, 'a.bin')}\n` });
  expect(readFileSync(join(home.downloads, 'a.bin'))).toEqual(bytes(1, 0, 300_000));
  expect(stderr).toMatch(/^\[[0-9a-z]{10}\] added http:\/\/127\.0\.0\.1:\d+\/a\.bin\n/);
  expect(stderr).toMatch(/\[[0-9a-z]{10}\] ✓ saved .*a\.bin \(300 kB.*\)\n$/);
  expect(stderr).not.toContain('\u001B');
  expect(readdirSync(home.downloads)).toEqual(['a.bin']);
});

test('-q: nothing but the paths; -o and -d say where', async () => {
  const home = newHome();
  const there = join(home.folder, 'there', 'new');
  const { code, stdout, stderr } = await home.run([
    'get',
    '-q',
    '-d',
    'there',
    '-o',
    'new/name.x',
    origin.url('/a.bin'),
  ]);
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${join(there, 'name.x')}\n`, stderr: '' });
  expect(readFileSync(join(there, 'name.x'))).toHaveLength(300_000);
});

test('--json: one described object a line', async () => {
  const home = newHome();
  const { code, stdout, stderr } = await home.run(['get', '--json', origin.url('/a.bin'), origin.url('/missing')]);
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  const events = eventsIn(stdout);
  expect(events.slice(0, 2).map((each) => each.event)).toEqual(['added', 'added']);
  expect(events.find((each) => each.event === 'completed')).toMatchObject({
    path: join(home.downloads, 'a.bin'),
    size: 300_000,
  });
  expect(events.find((each) => each.event === 'failed')).toMatchObject({
    error: { code: 'not-found' },
    retryable: false,
  });
  expect(events.at(-1)).toMatchObject({ event: 'summary', completed: 1, failed: 1, bytes: 300_000, exitCode: 3 });
});

test('links from standard input and from files of any kind, each once', async () => {
  const home = newHome();
  writeFileSync(join(home.folder, 'list.txt'), `# mine\n${origin.url('/a.bin')}\n  out=other.bin\n`);
  const piped = await home.run(['get', '-q', '-i', 'list.txt', '-i', '-'], {
    input: `see <${origin.url('/b.bin')}>, and ${origin.url('/a.bin')}.`,
  });
  expect(piped.code).toBe(0);
  expect(piped.stdout.trimEnd().split('\n').sort()).toEqual(
    ['a.bin', 'b.bin'].map((name) => join(home.downloads, name)),
  );

  const dash = await home.run(['get', '-q', '--duplicate', 'skip', '-'], { input: `${origin.url('/b.bin')}\n` });
  expect(dash).toEqual({ code: 0, stdout: `${join(home.downloads, 'b.bin')}\n`, stderr: '' });
  expect(await home.run(['get', '-i', 'nothing.txt'])).toMatchObject({ code: 2, stdout: '' });
  expect(await home.run(['get', '-'], { input: 'no links here' })).toMatchObject({ code: 2, stdout: '' });
});

test('what was downloaded before is refused with a hint, skipped or got again', async () => {
  const home = newHome();
  await home.run(['get', '-q', origin.url('/a.bin')]);
  const refused = await home.run(['get', origin.url('/a.bin')]);
  expect(refused).toMatchObject({ code: 7, stdout: '' });
  expect(refused.stderr).toMatch(/downloaded before: .*\/a\.bin\n.*--duplicate keep/);
  const skipped = await home.run(['get', '--json', '--duplicate', 'skip', origin.url('/a.bin')]);
  expect(eventsIn(skipped.stdout)[0]).toMatchObject({ event: 'skipped', paths: [join(home.downloads, 'a.bin')] });
  const kept = await home.run(['get', '-q', '--duplicate', 'keep', origin.url('/a.bin')]);
  expect(kept).toMatchObject({ code: 0, stdout: `${join(home.downloads, 'a (1).bin')}\n` });
});

test('checksums: right, wrong, none at all', async () => {
  const home = newHome();
  const digest = createHash('sha256')
    .update(bytes(1, 0, 300_000))
    .digest('hex');
  const right = await home.run(['get', '--checksum', `SHA256:${digest}`, origin.url('/a.bin')]);
  expect(right.code).toBe(0);
  expect(right.stderr).toContain('sha256 fits');
  const wrong = await home.run(['get', '--checksum', `sha256:${'0'.repeat(64)}`, origin.url('/b.bin')]);
  expect(wrong.code).toBe(6);
  expect(wrong.stderr).toContain('does not match the checksum');
  expect(await home.run(['get', '--checksum', 'sha256:abc', origin.url('/b.bin')])).toMatchObject({
    code: 2,
    stdout: '',
  });
});

test('user and password reach the server and nothing else', async () => {
  const home = newHome();
  const secret = 'p%41:ss';
  const environment = { SLUICE_PASSWORD: secret };
  const given = await home.run(['get', '-u', 'me@work', origin.url('/login.bin')], { env: environment });
  expect(given.code).toBe(0);
  const exposed = await home.run(['get', '--duplicate', 'keep', '-u', `me@work:${secret}`, origin.url('/login.bin')]);
  expect(exposed.code).toBe(0);
  expect(exposed.stderr).toContain('can be seen by other users');
  const list = await home.run(['list', '--json']);
  const [id = ''] = /[0-9a-z]{10}/.exec(given.stderr) ?? [];
  const show = await home.run(['show', id]);
  const told = [given, exposed, list, show].map(({ stdout, stderr }) => stdout + stderr).join('\n');
  expect(told).not.toContain(secret);
  expect(told).not.toContain(encodeURIComponent(secret));
  expect(show.code).toBe(0);

  const wrong = await home.run(['get', '-u', 'me', origin.url('/login.bin?2')], { env: { SLUICE_PASSWORD: 'x' } });
  expect(wrong.code).toBe(3);
  const nobody = await home.run(['get', '-u', 'me', origin.url('/login.bin?3')]);
  expect(nobody).toMatchObject({ code: 2, stdout: '' });
  expect(nobody.stderr).toContain('SLUICE_PASSWORD');
});

test('headers and cookies are sent, from the line and from files', async () => {
  const home = newHome();
  writeFileSync(join(home.folder, 'headers'), 'X-From-File: two\n');
  writeFileSync(
    join(home.folder, 'cookies.txt'),
    '# Netscape HTTP Cookie File\n127.0.0.1\tFALSE\t/\tFALSE\t0\tpass\tyes\n',
  );
  const args = ['-H', 'X-From-Line: one', '-H', '@headers', '--cookies', 'cookies.txt'];
  expect(await home.run(['get', ...args, origin.url('/cookie.bin')])).toMatchObject({ code: 0 });
  const seen = origin.requests.filter(({ path }) => path === '/cookie.bin').at(-1);
  expect(seen?.headers).toMatchObject({ 'x-from-line': 'one', 'x-from-file': 'two', cookie: 'pass=yes' });

  const bad = await home.run(['get', '-H', 'Authorization Bearer secret', origin.url('/a.bin')]);
  expect(bad.code).toBe(2);
});

test('each kind of failure has its exit code and its sentence', async () => {
  const home = newHome();
  await home.run(['settings', 'set', 'retries', '0']);
  const ends = async (...args: string[]): Promise<number | null> => {
    const { code, stderr } = await home.run(['get', ...args]);
    expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
    return code;
  };
  origin.serve('/busy', { fail: { status: 503 } });
  origin.serve('/private', { fail: { status: 403 } });
  writeFileSync(join(home.folder, 'plain'), '');
  mkdirSync(join(home.folder, 'folder'));
  expect(await ends('http://127.0.0.1:1/x')).toBe(4);
  expect(await ends(origin.url('/busy'))).toBe(4);
  expect(await ends(origin.url('/private'))).toBe(3);
  expect(await ends('-d', 'plain/sub', origin.url('/a.bin'))).toBe(5);
  expect(await ends('ftp://example.com/x')).toBe(2);
  expect(await ends(origin.url('/private?2'), 'http://127.0.0.1:1/y')).toBe(1);
});

test.each([
  [['get']],
  [['get', '-o', 'x', 'http://a/1', 'http://a/2']],
  [['get', '-o', '-', 'http://a/1']],
  [['get', '-x', '99', 'http://a/1']],
  [['get', '--limit-rate', '2Mbit', 'http://a/1']],
  [['get', '--duplicate', 'maybe', 'http://a/1']],
  [['get', '--detach', 'http://a/1']],
  [['get', '--no-such-option', 'http://a/1']],
  [['fetch', 'http://a/1']],
  [[]],
])('wrong use: %j', async (args) => {
  const { code, stdout, stderr } = await newHome().run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toBe('');
  expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
});
