import { expect, onTestFinished, test } from 'vitest';
import type { Behaviour } from '../servers/behaviour.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { startHttpProxy } from '../servers/http-proxy.ts';
import { startSocksProxy } from '../servers/socks-proxy.ts';
import { expectWhole, get, outcome, parts } from './fetching.ts';

const MiB = 1024 * 1024;
const tagged: Behaviour = { size: 3 * MiB, seed: 5, etag: '"five"' };

test.each([301, 302, 303, 307, 308])('%i is followed once, and all connections go where it leads', async (status) => {
  const { origin, task } = await parts();
  origin.serve('/there.bin', tagged);
  expect(outcome(await get(origin, task, { redirect: { to: '/there.bin', status } }, { connections: 4 }))).toBe('done');
  await expectWhole(task, 'there.bin', 5, 3 * MiB);
  const paths = origin.requests.map(({ path }) => path);
  expect(paths.filter((path) => path === '/file.bin')).toHaveLength(1);
  expect(paths.length).toBeGreaterThan(2);
  for (const { method, headers } of origin.requests) {
    expect(method).toBe('GET');
    expect(headers['range']).toMatch(/^bytes=\d+-/);
  }
});

test('several redirects one after another, over paths, origins and all kinds of them', async () => {
  const { origin, task } = await parts();
  const other = await startOrigin();
  onTestFinished(() => other.close());
  origin.serve('/a/b', { redirect: { to: '../c?d=e', status: 302 } });
  origin.serve('/c', { redirect: { to: other.url('/f'), status: 303 } });
  other.serve('/f', { redirect: { to: `//127.0.0.1:${origin.port}/g`, status: 307 } });
  origin.serve('/g', { redirect: { to: '/end.bin', status: 308 } });
  origin.serve('/end.bin', tagged);
  expect(outcome(await get(origin, task, { redirect: { to: '/a/b', status: 301 } }, { connections: 4 }))).toBe('done');
  await expectWhole(task, 'end.bin', 5, 3 * MiB);
  expect(origin.requests.slice(0, 5).map(({ path }) => path)).toEqual([
    '/file.bin',
    '/a/b',
    '/c?d=e',
    '/g',
    '/end.bin',
  ]);
  expect(other.requests.map(({ path }) => path)).toEqual(['/f']);
});

test('twenty redirects are followed, one more is a loop', async () => {
  const { origin, task } = await parts();
  for (let hop = 1; hop <= 20; hop += 1)
    origin.serve(`/${hop}`, { redirect: { to: hop === 20 ? '/end.bin' : `/${hop + 1}` } });
  origin.serve('/end.bin', tagged);
  expect(outcome(await task.attempt(origin.url('/1')))).toBe('done');
  await expectWhole(task, 'end.bin', 5, 3 * MiB);
  expect(outcome(await get(origin, task, { redirect: { to: '/1' } }, { fresh: true }))).toBe('source-unavailable');
});

/** Places that only this computer or its network can reach. */
const inside = [
  'http://127.0.0.1/secret',
  'http://2130706433/secret',
  'http://localhost/secret',
  'http://a.localhost./secret',
  'http://[::1]/secret',
  'http://[::ffff:127.0.0.1]/secret',
  'http://[64:ff9b::7f00:1]/secret',
  'http://0.0.0.0/secret',
  'http://10.0.0.1/secret',
  'http://172.16.0.1/secret',
  'http://192.168.1.1/secret',
  'http://169.254.169.254/latest/meta-data/',
  'http://[fe80::1]/secret',
  'http://[fd00::1]/secret',
];

// Through a proxy every address leads to the origin, so that a public one can be had without leaving this computer.
test.each(['http', 'socks5'] as const)(
  'a public server does not lead into a private network (%s proxy)',
  async (kind) => {
    const { origin, task } = await parts();
    const resolve = (): number => origin.port;
    const proxy = kind === 'http' ? await startHttpProxy({ resolve }) : await startSocksProxy({ resolve });
    onTestFinished(() => proxy.close());
    const options = { proxy: `${kind}://127.0.0.1:${proxy.port}` };
    const link = 'http://93.184.215.14/file.bin';
    origin.serve('/secret', tagged);
    origin.serve('/latest/meta-data/', tagged);

    for (const to of inside) {
      const before = origin.requests.length;
      origin.serve('/file.bin', { redirect: { to: 'http://93.184.215.15/next' } });
      origin.serve('/next', { redirect: { to } });
      expect(outcome(await task.attempt(link, options)), to).toBe('forbidden');
      expect(
        origin.requests.slice(before).map(({ path }) => path),
        to,
      ).toEqual(['/file.bin', '/next']);
      expect(await task.files()).toEqual([]);
    }

    // What the user's own link may do, and where public servers may lead.
    origin.serve('/next', { redirect: { to: 'http://93.184.215.16/secret' } });
    expect(outcome(await task.attempt(link, options))).toBe('done');
    origin.serve('/file.bin', { redirect: { to: 'http://10.0.0.1/secret' } });
    expect(outcome(await task.attempt('http://127.0.0.1/file.bin', { ...options, fresh: true, name: 'own.bin' }))).toBe(
      'done',
    );
  },
);
