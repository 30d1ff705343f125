import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { newHome } from './sluice.ts';

let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin();
  origin.serve('/small.bin', { size: 1000, seed: 1 });
});
afterAll(() => origin.close());

function slow(path: string): string {
  origin.serve(path, { size: 3_000_000, seed: 1, etag: '"s"', rate: 400_000 });
  return origin.url(path);
}

test('bars on a terminal, no wider than it; the finished line stays', async () => {
  const home = newHome();
  const wide = encodeURIComponent('日本語のとても長いファイル名テスト動画ファイル第一話.mp4');
  const running = home.start(['get', slow(`/${wide}`)], { terminal: 70 });
  await running.until(/━/);
  const { code, stdout } = await running.ended;
  expect(code).toBe(0);
  expect(stdout).toContain('\u001B[36m');
  const text = stripVTControlCharacters(stdout);
  expect(text).toMatch(/日本.*….*mp4 +\d+% +[━─]+ +[\d.]+ .B/);
  expect(text).toMatch(/✓ saved .*第一話\.mp4 \(3\.00 MB/);
});

test('Ctrl-C typed on the terminal pauses', async () => {
  const home = newHome();
  const running = home.start(['get', slow('/typed.bin')], { terminal: 80 });
  await running.until(/━/);
  running.type('\u0003');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  expect(stripVTControlCharacters(stdout)).toMatch(/paused typed\.bin\r\nTo go on: sluice resume [0-9a-z]{10}\r\n$/);
});

test('NO_COLOR takes the colours away, not the bars', async () => {
  const home = newHome();
  const running = home.start(['get', slow('/plain.bin')], { terminal: 80, env: { NO_COLOR: '1' } });
  const { stdout } = await running.ended;
  expect(stdout).toContain('━');
  for (const style of ['1', '2', '32', '36']) expect(stdout).not.toContain(`\u001B[${style}m`);
});

test.each([
  ['a dumb terminal gets plain lines', { TERM: 'dumb' }, /^\[[0-9a-z]{10}\] added/],
  ['without Unicode the bar is plain', { TERM: 'linux' }, /#-/],
])('%s', async (_what, env, pattern) => {
  const home = newHome();
  const running = home.start(['get', slow('/simple.bin')], { terminal: 80, env });
  const { code, stdout } = await running.ended;
  expect(code).toBe(0);
  expect(stripVTControlCharacters(stdout)).toMatch(pattern);
  expect(stdout).not.toContain('━');
});

test('many links: one line sums up', async () => {
  const home = newHome();
  const links = Array.from({ length: 60 }, (_, index) => {
    origin.serve(`/many/${index}.bin`, { size: 20_000, seed: index + 1, rate: 60_000 });
    return origin.url(`/many/${index}.bin`);
  });
  const running = home.start(['get', '-j', '3', ...links], { terminal: 100 });
  await running.until(/\d+ of 60 done, 3 active/);
  const { code, stdout } = await running.ended;
  expect(code).toBe(0);
  expect(stripVTControlCharacters(stdout)).toMatch(/60 done \(1\.20 MB in .*\)\r\n$/);
});

test('a duplicate is asked about', async () => {
  const home = newHome();
  await home.run(['get', '-q', origin.url('/small.bin')]);
  const no = home.start(['get', origin.url('/small.bin')], { terminal: 120 });
  await no.until(/Get it again\?/);
  no.type('n\r');
  expect((await no.ended).code).toBe(0);
  const yes = home.start(['get', origin.url('/small.bin')], { terminal: 120 });
  await yes.until(/Get it again\?/);
  yes.type('y\r');
  const { code, stdout } = await yes.ended;
  expect(code).toBe(0);
  expect(stdout).toContain(join(home.downloads, 'small (1).bin'));
});

test('a password is asked for and not shown', async () => {
  const home = newHome();
  origin.serve('/locked.bin', { size: 1000, seed: 2, auth: { user: 'me', password: 'open sesame' } });
  const running = home.start(['get', '-u', 'me', origin.url('/locked.bin')], { terminal: 120 });
  await running.until(/Password for me:/);
  running.type('open sesame\r');
  const { code, stdout } = await running.ended;
  expect(code).toBe(0);
  expect(stdout).not.toContain('sesame');
});

test('a list is a table as wide as the terminal', async () => {
  const home = newHome();
  await home.run(['get', '-q', '-o', `${'long'.repeat(20)}.bin`, origin.url('/small.bin')]);
  const { stdout } = await home.start(['list'], { terminal: 60 }).ended;
  const lines = stripVTControlCharacters(stdout).trimEnd().split('\r\n');
  expect(lines[0]).toMatch(/^ID +STATE +DONE +SIZE/);
  expect(lines[1]).toMatch(/completed +100% +1\.00 kB .*….*\.bin$/);
  expect(lines.every((line) => line.length <= 60)).toBe(true);
});
