import { expect, test } from 'vitest';
import type { Behaviour } from '../servers/behaviour.ts';
import type { Origin } from '../servers/faulty-server.ts';
import { type Ending, expectWhole, outcome, parts, type Task } from './fetching.ts';

const MiB = 1024 * 1024;
const size = 6 * MiB;
const file: Behaviour = { size, seed: 1, etag: '"one"' };
const refusals = [
  [401, 'auth-required'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [410, 'not-found'],
] as const;

interface Expired {
  readonly origin: Origin;
  readonly task: Task;
  readonly url: string;
  readonly connections: number;
  readonly ending: Ending;
  /** paths that were asked for from then on */
  readonly asked: readonly string[];
}

/** A download by a link that redirects, whose target is refused from the middle on, while the link leads to `/then`. */
async function expired(connections: number, status: number, then: string): Promise<Expired> {
  const { origin, task } = await parts();
  const url = origin.url('/link');
  origin.serve('/link', { redirect: { to: '/old' } });
  origin.serve('/old', { ...file, rate: (10 * MiB) / connections });
  const running = task.attempt(url, { connections, name: 'file.bin' });
  await expect
    .poll(() => origin.requests.reduce((sum, { sent }) => sum + sent, 0), { timeout: 20_000 })
    .toBeGreaterThan(2 * MiB);
  origin.serve('/old', { fail: { status } });
  origin.serve('/new', file);
  origin.serve('/link', { redirect: { to: then } });
  const before = origin.requests.length;
  origin.dropConnections();
  const ending = await running;
  return { origin, task, url, connections, ending, asked: origin.requests.slice(before).map(({ path }) => path) };
}

for (const connections of [1, 8]) {
  test.each(refusals)(
    `${connections} connections: %i where a redirect had led, and the link leads on`,
    async (status) => {
      const { origin, task, ending, asked } = await expired(connections, status, '/new');
      expect(outcome(ending)).toBe('done');
      await expectWhole(task, 'file.bin', 1, size);
      expect(asked[0]).toBe('/old');
      const fetched = origin.requests.filter(({ path }) => path === '/new');
      expect(fetched.length).toBeGreaterThanOrEqual(connections);
      for (const { headers } of fetched) {
        expect(headers['if-range']).toBe('"one"');
        expect(headers['range']).not.toMatch(/^bytes=0-/);
      }
    },
  );
}

test.each(refusals)('%i also where the link leads now: failed, and what is stored stays', async (status, code) => {
  const { origin, task, url, connections, ending, asked } = await expired(4, status, '/old');
  expect(outcome(ending)).toBe(code);
  expect(asked.filter((path) => path === '/link').length).toBeGreaterThan(0);
  // Each connection asks once more; which of them the link is followed for is a matter of the moment.
  expect(asked.length).toBeLessThanOrEqual(5 * connections);
  const before = origin.requests.length;
  origin.serve('/old', file);
  expect(outcome(await task.attempt(url, { connections, name: 'file.bin' }))).toBe('done');
  await expectWhole(task, 'file.bin', 1, size);
  expect(origin.requests.slice(before).reduce((sum, { sent }) => sum + sent, 0)).toBeLessThan(size - MiB / 2);
});
