import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { openServer } from '../../../server/index.ts';
import type { ServeOptions } from '../../../server/serve-options.ts';
import { until } from '../../engine/home.ts';
import { openTestServer, type TestServer } from '../open-server.ts';
import { openSocket, send } from '../send.ts';

let server: TestServer;
let options: ServeOptions;
beforeAll(async () => {
  server = await openTestServer({ engine: { only: 'none' } });
  options = {
    ...{ engine: server.engine, log: { debug() {}, info() {}, warn() {}, error() {} }, data: server.folder },
    ...{ tokenFile: join(server.folder, 'token'), host: '127.0.0.1', port: 0, behindProxy: false, names: [] },
    ...{ page: join(server.folder, 'page'), version: '0.0.0' },
  };
});
afterAll(() => server.close());

test('an address that is taken, or not there', async () => {
  const port = Number(new URL(server.address).port);
  const refused = { code: 'address-in-use' };
  await expect(openServer({ ...options, port })).rejects.toMatchObject({
    ...refused,
    detail: expect.stringMatching(/^EADDRINUSE: 127\.0\.0\.1, port \d+/),
  });
  await expect(openServer({ ...options, host: '192.0.2.1' })).rejects.toMatchObject(refused);
  await expect(openServer({ ...options, host: 'nowhere.invalid' })).rejects.toMatchObject(refused);
});

test.each(['127.0.0.1', 'localhost', '0.0.0.0', '::', '::1'])(
  'listening at %s gives an address and a link that work',
  async (host) => {
    const opened = await openServer({ ...options, host });
    try {
      expect(opened.address).toMatch(/^http:\/\/(127\.0\.0\.1|\[::1\]):\d+\/$/);
      const link = new URL(opened.link());
      const outside = Object.values(networkInterfaces())
        .flatMap((all) => all ?? [])
        .filter(({ family, internal }) => family === 'IPv4' && !internal);
      if (host === '0.0.0.0' && outside.length > 0) expect(link.hostname).toBe(outside[0]?.address);
      for (const address of [opened.address, link.origin])
        expect(await send(new URL('/api/v1/session', address).href)).toMatchObject({ status: 200 });
    } finally {
      await opened.close();
    }
  },
);

test('a connection that cannot be taken ends nothing', async () => {
  const opened = await openServer(options);
  let found: Server | undefined;
  const find = (message: unknown) => {
    found = (message as { server: Server }).server;
  };
  subscribe('http.server.request.start', find);
  const health = () => send(new URL('/api/v1/health', opened.address).href);
  await health();
  unsubscribe('http.server.request.start', find);
  // as Node tells it when accept(2) fails
  expect(found?.emit('error', new Error('accept EMFILE'))).toBe(true);
  expect(await health()).toMatchObject({ status: 200 });
  await opened.close();
});

test('what comes over a connection in use while the server ends is answered as ever', async () => {
  const { engine } = options;
  const asked: (() => void)[] = [];
  const slow: Engine = {
    ...{ seq: 0, subscribe: (after, listen) => engine.subscribe(after, listen), close: async () => {} },
    call: async (name, input) => {
      if (name === 'groups.list') await new Promise<void>((resolve) => asked.push(resolve));
      return engine.call(name, input);
    },
  };
  const opened = await openServer({ ...options, engine: slow, tokenFile: join(server.folder, 'data', 'api-token') });
  const socket = await openSocket(opened.address);
  const fields = `Host: ${new URL(opened.address).host}\r\nAuthorization: Bearer ${server.token}\r\n\r\n`;
  const came = text(socket);
  socket.write(`GET /api/v1/groups HTTP/1.1\r\n${fields}`);
  await until(() => asked.length === 1 || undefined, 'the first request');
  const closed = opened.close();
  socket.write(`GET /api/v1/groups HTTP/1.1\r\n${fields}`);
  await until(() => asked.length === 2 || undefined, 'the second request');
  for (const end of asked) end();
  await closed;
  expect((await came).match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
});

test('closing frees the port at once, whoever hangs on', async () => {
  const opened = await openServer(options);
  const closed: Promise<unknown>[] = [];
  for (const first of ['', 'GET / H', 'POST /api/v1/session HTTP/1.1\r\nHost: a\r\n']) {
    const socket = await openSocket(opened.address);
    if (first !== '') socket.write(first);
    closed.push(once(socket.resume(), 'close'));
  }
  await opened.close();
  await Promise.all(closed);
  const again = await openServer({ ...options, port: Number(new URL(opened.address).port) });
  await again.close();
});
