import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bytes } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

const size = 6_000_000;
let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin();
});
afterAll(() => origin.close());

/** A file that takes long until it is served faster. */
function slow(path: string, seed: number): string {
  origin.serve(path, { size, seed, etag: '"slow"', rate: 200_000 });
  return origin.url(path);
}

function quick(path: string, seed: number): void {
  origin.serve(path, { size, seed, etag: '"slow"' });
}

const running = /"state":"running"[^\n]*"done":[1-9]/;

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s pauses and says how to go on; the same command goes on', async (signal, code) => {
  const home = newHome();
  const path = `/${signal}.bin`;
  const url = slow(path, 1);
  const first = home.start(['get', '--json', url]);
  await first.until(running);
  first.child.kill(signal);
  const ended = await first.ended;
  expect(ended.code).toBe(code);
  const events = eventsIn(ended.stdout);
  const paused = events.find((each) => each.event === 'paused');
  expect(events.at(-1)).toMatchObject({ event: 'summary', paused: 1, signal, exitCode: code });
  expect(await home.run(['list'])).toMatchObject({ stdout: expect.stringContaining('paused') });

  quick(path, 1);
  const before = origin.requests.length;
  const second = await home.run(['get', '--json', url]);
  expect(second.code).toBe(0);
  expect(eventsIn(second.stdout)[0]).toMatchObject({ event: 'added', id: paused?.id, resumed: true });
  expect(readFileSync(join(home.downloads, `${signal}.bin`)).equals(bytes(1, 0, size))).toBe(true);
  const requests = origin.requests.slice(before);
  expect(requests.every(({ headers }) => headers['if-range'] === '"slow"')).toBe(true);
  expect(existsSync(join(home.downloads, '.sluice'))).toBe(false);
});

test('Ctrl-C prints the ids to resume, and resume takes as much of one as is unique', async () => {
  const home = newHome();
  const urls = [slow('/one.bin', 1), slow('/two.bin', 2)];
  const first = home.start(['get', ...urls]);
  await first.until(/one\.bin[\s\S]*two\.bin/);
  await first.until(/kB|MB/);
  first.child.kill('SIGINT');
  const { stderr, stdout, code } = await first.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  const ids = /To go on: sluice resume ([0-9a-z]{10}) ([0-9a-z]{10})\n$/.exec(stderr)?.slice(1) ?? [];
  expect(ids).toHaveLength(2);

  quick('/one.bin', 1);
  quick('/two.bin', 2);
  const [one = '', two = ''] = ids;
  let length = 1;
  while (two.startsWith(one.slice(0, length))) length += 1;
  const resumed = await home.run(['resume', '-q', one.slice(0, length).toUpperCase()]);
  expect(resumed).toEqual({ code: 0, stdout: `${join(home.downloads, 'one.bin')}\n`, stderr: '' });
  expect(await home.run(['resume', '-q', '--all'])).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(join(home.downloads, 'two.bin')).equals(bytes(2, 0, size))).toBe(true);
});

test('a second process sees the tasks of the first, and pauses them', async () => {
  const home = newHome();
  const first = home.start(['get', '--json', slow('/shared.bin', 1)]);
  await first.until(running);
  const list = await home.run(['list', '--json', '--state', 'active']);
  const { id } = JSON.parse(list.stdout) as { id: string };
  expect(await home.run(['limit', '--json', '100k', id])).toMatchObject({ code: 0 });
  expect(await home.run(['pause', id])).toEqual({ code: 0, stdout: 'paused 1 task\n', stderr: '' });
  const { code, stdout } = await first.ended;
  expect(code).toBe(1);
  expect(eventsIn(stdout).at(-1)).toMatchObject({ event: 'summary', paused: 1, signal: null, resumable: [] });
  expect(await home.run(['cancel', id])).toMatchObject({ code: 0, stdout: 'canceled 1 task\n' });
  expect(existsSync(join(home.downloads, '.sluice'))).toBe(false);
});

test.each(['SIGINT', 'SIGKILL'] as const)(
  'what runs in another terminal goes on when that one ends by %s',
  async (end) => {
    const home = newHome();
    const first = home.start(['get', '--json', slow(`/mine-${end}.bin`, 1)]);
    await first.until(running);
    const second = home.start(['get', '--json', slow(`/yours-${end}.bin`, 2)]);
    await second.until(running);
    first.child.kill(end);
    await first.ended;
    quick(`/yours-${end}.bin`, 2);
    const { code, stdout, stderr } = await second.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'The Sluice that ran the downloads has ended; they go on.\n' });
    expect(eventsIn(stdout).at(-1)).toMatchObject({ completed: 1, unfinished: 0 });
    expect(readFileSync(join(home.downloads, `yours-${end}.bin`)).equals(bytes(2, 0, size))).toBe(true);
  },
);

test('--detach leaves the work to the one that runs', async () => {
  const home = newHome();
  const first = home.start(['get', '--json', slow('/front.bin', 1)]);
  await first.until(running);
  origin.serve('/back.bin', { size: 1000, seed: 3, etag: '"b"' });
  const detached = await home.run(['get', '--detach', origin.url('/back.bin')]);
  expect(detached).toMatchObject({ code: 0, stdout: '' });
  expect(detached.stderr).toContain('1 added');
  await vi.waitFor(
    async () => expect((await home.run(['list', '--state', 'completed'])).stdout).toContain('back.bin'),
    { timeout: 45_000 },
  );
  first.child.kill('SIGINT');
  await first.ended;
});
