import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

let origin: Origin;
beforeAll(async () => {
  origin = await startOrigin();
});
afterAll(() => origin.close());

test('move and --priority change what the running Sluice takes next', async () => {
  const home = newHome();
  origin.serve('/front.bin', { size: 6_000_000, seed: 1, etag: '"front"', rate: 200_000 });
  for (const name of ['a', 'b', 'c', 'd']) origin.serve(`/${name}.bin`, { size: 1000, seed: 2, etag: `"${name}"` });
  const urls = ['front', 'a', 'b', 'c'].map((name) => origin.url(`/${name}.bin`));
  const first = home.start(['get', '--json', '-j', '1', ...urls]);
  await first.until(/"name":"front.bin","state":"running"/);
  const ids = new Map(eventsIn(first.output().split('\n').slice(0, 4).join('\n')).flatMap(addedId));
  const id = (name: string): string => ids.get(name) ?? '';

  const moved = await home.run(['move', 'top', id('c.bin')]);
  expect(moved).toEqual({ code: 0, stdout: 'moved 1 task\n', stderr: '' });
  const urgent = await home.run(['get', '-q', '--detach', '--priority', '5', origin.url('/d.bin')]);
  expect(urgent).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await home.run(['move', 'down', id('a.bin')])).toMatchObject({ code: 0 });
  expect(await home.run(['cancel', '-q', id('front.bin')])).toMatchObject({ code: 0 });
  await first.ended;

  const asked = origin.requests.map(({ path }) => path).filter((path) => path !== '/front.bin');
  expect([...new Set(asked)]).toEqual(['/d.bin', '/c.bin', '/b.bin', '/a.bin']);
});

function addedId(event: ReturnType<typeof eventsIn>[number]): [string, string][] {
  return event.event === 'added' ? [[event.name, event.id]] : [];
}

test('--limit-rate holds for a file, the setting for everything together', async () => {
  for (const name of ['one', 'two', 'three']) {
    origin.serve(`/${name}.bin`, { size: 600_000, seed: 3, etag: `"${name}"` });
  }
  const [own, shared] = [newHome(), newHome()];
  expect(await shared.run(['settings', 'set', 'limit-rate', '600k'])).toMatchObject({ code: 0, stdout: '600000\n' });
  const [file, both] = await Promise.all([
    own.run(['get', '--json', '--limit-rate', '300k', origin.url('/one.bin')]),
    shared.run(['get', '--json', origin.url('/two.bin'), origin.url('/three.bin')]),
  ]);
  for (const { code, stdout } of [file, both]) {
    expect(code).toBe(0);
    const summary = eventsIn(stdout).at(-1);
    // 2 s at the limit, less what may come at once
    expect(summary?.event === 'summary' ? summary.seconds : 0).toBeGreaterThan(1.6);
  }
});
