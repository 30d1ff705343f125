import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { readToken } from '../../../server/door/token.ts';
import { Connections, type ConnectionTerms } from '../../../server/guard/connections.ts';
import { openTestServer, testToken } from '../open-server.ts';
import { openSocket, send } from '../send.ts';

const known = readToken(testToken);
if (known === undefined) throw new Error('no token');
const visitor = { kind: 'token', token: known } as const;
const bearer = { authorization: `Bearer ${testToken}` };

/** Many sockets that are closed with the test; `closed` says how many the other end has closed. */
function sockets() {
  const all: Socket[] = [];
  let closed = 0;
  onTestFinished(() => {
    for (const socket of all) socket.destroy();
  });
  return {
    open: async (address: string, first: string) => {
      const socket = await openSocket(address);
      all.push(
        socket
          .on('close', () => closed++)
          .on('error', () => {})
          .resume(),
      );
      if (first !== '') socket.write(first);
      return socket;
    },
    all,
    get closed() {
      return closed;
    },
  };
}

test('a thousand slow connections keep nobody out', async () => {
  const server = await openTestServer({ engine: { only: 'none' } });
  onTestFinished(() => server.close());
  const { address } = server;
  const host = `Host: ${new URL(address).host}\r\n`;
  const kinds = [
    '',
    'GET / HT',
    `GET /api/v1/session HTTP/1.1\r\n${host}X-Slow: a`,
    `POST /api/v1/session HTTP/1.1\r\n${host}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
    `GET /api/v1/session HTTP/1.1\r\n${host}\r\n`,
    `GET /api/v1/session HTTP/1.1\r\n${host}\r\n`.repeat(20),
  ];
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  /** Over one connection, and whether it was there already. */
  const askOn = async () => {
    const asking = httpRequest(`${address}/api/v1/tasks`, { agent, headers: bearer }).end();
    const [answer] = await once(asking, 'response');
    answer.resume();
    await once(answer, 'end');
    return { status: answer.statusCode, reused: asking.reusedSocket };
  };
  expect(await askOn()).toEqual({ status: 200, reused: false });
  const slow = sockets();
  const dripping: Socket[] = [];
  for (let round = 0; round < 20; round++) {
    const opened = Array.from({ length: 50 }, async (_, index) => {
      const kind = kinds[(round + index) % kinds.length] ?? '';
      const socket = await slow.open(address, kind);
      if (/X-Slow|POST/.test(kind)) dripping.push(socket);
    });
    await Promise.all(opened);
    expect(await send(`${address}/api/v1/tasks`, { headers: bearer })).toMatchObject({ status: 200 });
    // a byte now and then does not make them needed
    for (const socket of dripping) if (socket.writable) socket.write('a');
  }
  const answers = Array.from({ length: 20 }, () => send(`${address}/api/v1/tasks`, { headers: bearer }));
  for (const answer of await Promise.all(answers)) expect(answer.status).toBe(200);
  // who is signed in has kept the connection all the while
  expect(await askOn()).toEqual({ status: 200, reused: true });
  await vi.waitFor(() => expect(slow.closed).toBeGreaterThanOrEqual(1000 - 512));
});

describe('by the rules', () => {
  let answer: RequestListener;
  beforeEach(() => {
    answer = (_request, response) => response.end();
  });

  async function serve(terms: Partial<ConnectionTerms>) {
    const server = createServer((request, response) => answer(request, response));
    const connections = new Connections(server, { most: 4, patience: 60_000, ...terms });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(async () => {
      connections.destroy();
      server.close();
      await once(server, 'close');
    });
    return { server, connections, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
  }
  const get = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';

  test('who is signed in and gets an answer is not let go for anybody', async () => {
    const { connections, address } = await serve({});
    const held: Array<() => void> = [];
    answer = (request, response) => {
      connections.mark(request.socket, visitor);
      held.push(() => response.end('done'));
    };
    const welcome = sockets();
    const first = await welcome.open(address, get);
    for (let count = 0; count < 3; count++) await welcome.open(address, get);
    await vi.waitFor(() => expect(held).toHaveLength(4));
    const others = sockets();
    for (let count = 0; count < 8; count++) await others.open(address, get);
    await vi.waitFor(() => expect(others.closed).toBe(8));
    expect(welcome.closed).toBe(0);
    held[0]?.();
    const [text] = await once(first.setEncoding('utf8'), 'data');
    expect(text).toContain('done');
    // now it only waits, and makes way
    await others.open(address, '');
    await vi.waitFor(() => expect(welcome.closed).toBe(1));
    expect(connections.size).toBe(4);
  });

  test('who never reads makes way, and is let go in time', async () => {
    const large = Buffer.alloc(16 * 1024 * 1024);
    let answered = 0;
    answer = (_request, response) => {
      answered++;
      response.end(large);
    };
    const fill = async (address: string) => {
      answered = 0;
      const stuck = sockets();
      for (let count = 0; count < 4; count++) (await stuck.open(address, get)).pause();
      await vi.waitFor(() => expect(answered).toBe(4));
    };
    const full = await serve({});
    await fill(full.address);
    expect((await send(full.address)).text).toHaveLength(large.length);
    const { connections, address } = await serve({ patience: 100 });
    await fill(address);
    await vi.waitFor(() => expect(connections.size).toBe(0), { timeout: 10_000 });
  });

  test('whoever waits for us may wait, whoever lets us wait may not', async () => {
    const { server, connections, address } = await serve({ patience: 200 });
    let silences = 0;
    server.on('timeout', () => silences++);
    let end: (() => void) | undefined;
    answer = (request, response) => {
      if (request.method === 'GET') end = () => response.end('at last');
    };
    const waiting = sockets();
    await waiting.open(address, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf');
    const patient = send(address);
    await vi.waitFor(() => expect([waiting.closed, silences > 3]).toEqual([1, true]), { timeout: 10_000 });
    expect(connections.size).toBe(1);
    end?.();
    expect((await patient).text).toBe('at last');
  });

  test('at the end answers underway are given, and nothing else', async () => {
    const { server, connections, address } = await serve({});
    let end: (() => void) | undefined;
    answer = (request, response) => {
      if (request.url === '/slow') end = () => response.end('at last');
      else response.end();
    };
    const idle = sockets();
    for (const first of ['', 'GET / H', get]) await idle.open(address, first);
    const slow = idle.open(address, 'GET /slow HTTP/1.1\r\nHost: a\r\n\r\n');
    await vi.waitFor(() => expect(end).toBeDefined());
    connections.leave();
    server.close();
    await vi.waitFor(() => expect(idle.closed).toBe(3));
    end?.();
    const socket = await slow;
    const [text] = await once(socket.setEncoding('utf8'), 'data');
    expect(text).toContain('at last');
    await once(socket, 'close');
    expect(connections.size).toBe(0);
  });
});
