import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { HttpClient } from '../../engine/net/client.ts';

/** A server that answers the first request, and what happens on the same connection afterwards is said by `second`. */
async function server(second: (socket: Socket) => void) {
  const heard: string[] = [];
  const listener = createServer((socket) => {
    let times = 0;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      heard.push(data.toString());
      times += 1;
      if (times === 2) second(socket);
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n');
    });
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const { port } = listener.address() as AddressInfo;
  const client = new HttpClient({});
  onTestFinished(() => {
    client.close();
    listener.close();
  });
  const post = async (text: string): Promise<number> => {
    const response = await client.send({
      url: new URL(`http://127.0.0.1:${port}/`),
      method: 'POST',
      body: Buffer.from(text),
      headers: [],
      proxy: 'direct',
      publicOnly: false,
      idleMs: 5000,
      signal: AbortSignal.timeout(20_000),
    });
    await response.body({ space: () => new Uint8Array(10), filled: () => true });
    return response.head.status;
  };
  return { heard, post };
}

const sent = (heard: readonly string[]) => heard.map((text) => text.slice(text.indexOf('\r\n\r\n') + 4));

test('goes out again when a kept connection was closed before any answer began', async () => {
  const { heard, post } = await server((socket) => socket.resetAndDestroy());
  expect([await post('one'), await post('two')]).toEqual([200, 200]);
  expect(sent(heard)).toEqual(['one', 'two', 'two']);
  expect(heard[0]).toMatch(/^POST \/ HTTP\/1\.1\r\n.*Content-Length: 3\r\n/s);
});

test('does not go out again once an answer began', async () => {
  const { heard, post } = await server((socket) => socket.end('HTTP/1.1 200'));
  await post('one');
  await expect(post('two')).rejects.toMatchObject({ code: 'network' });
  expect(sent(heard)).toEqual(['one', 'two']);
});
