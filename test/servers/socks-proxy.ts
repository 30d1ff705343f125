/**
 * A SOCKS5 proxy (RFC 1928, CONNECT only; RFC 1929 for user and password) that remembers where it was sent.
 *
 *     await using proxy = await startSocksProxy({ resolve: () => origin.port });
 *     … fetch http://example.test/a through proxy.url …
 *     expect(proxy.requests).toEqual([{ host: 'example.test', port: 80, user: null }]);
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { ProxyOptions } from './http-proxy.ts';

interface SocksRequest {
  /** a name when the client left its resolution to the proxy, else an address */
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
}

export interface SocksProxy extends AsyncDisposable {
  readonly port: number;
  /** its address without user and password */
  readonly url: string;
  readonly requests: readonly SocksRequest[];
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startSocksProxy(options: ProxyOptions = {}): Promise<SocksProxy> {
  const requests: SocksRequest[] = [];
  const sockets = new Set<Socket>();
  const track = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    track(client);
    serve(client, options, requests, track).catch(() => client.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port, url: `socks5://127.0.0.1:${port}`, requests, close, [Symbol.asyncDispose]: close };
}

async function serve(
  client: Socket,
  options: ProxyOptions,
  requests: SocksRequest[],
  track: (socket: Socket) => void,
): Promise<void> {
  const user = await greet(client, options.auth);
  const [, command, , kind] = await take(client, 4);
  const host = await address(client, kind ?? 0);
  const port = (await take(client, 2)).readUInt16BE();
  // Command not supported.
  if (command !== 1) return void client.end(Buffer.from([5, 7, 0, 1, 0, 0, 0, 0, 0, 0]));
  requests.push({ host, port, user });
  const onward = connect(options.resolve?.(host, port) ?? port, '127.0.0.1');
  track(onward);
  const open = await once(onward, 'connect').then(
    () => true,
    () => false,
  );
  // Succeeded, or connection refused; the bound address does not matter to a client.
  client.write(Buffer.from([5, open ? 0 : 5, 0, 1, 0, 0, 0, 0, 0, 0]));
  if (!open) return void client.end();
  client.pipe(onward).pipe(client);
  onward.once('close', () => client.destroySoon());
  client.once('close', () => onward.destroy());
}

/** Agrees on a method and lets the client prove itself; the user, or `null` where none is asked for. */
async function greet(client: Socket, auth: ProxyOptions['auth']): Promise<string | null> {
  const methods = await take(client, (await take(client, 2))[1] ?? 0);
  const method = auth === undefined ? 0 : 2;
  if (!methods.includes(method)) {
    client.end(Buffer.from([5, 0xff]));
    throw new Error('no method in common');
  }
  client.write(Buffer.from([5, method]));
  if (auth === undefined) return null;
  const user = (await take(client, (await take(client, 2))[1] ?? 0)).toString();
  const password = (await take(client, (await take(client, 1))[0] ?? 0)).toString();
  const right = user === auth.user && password === auth.password;
  client.write(Buffer.from([1, right ? 0 : 1]));
  if (right) return user;
  client.end();
  throw new Error('wrong password');
}

async function address(client: Socket, kind: number): Promise<string> {
  if (kind === 1) return [...(await take(client, 4))].join('.');
  if (kind === 3) return (await take(client, (await take(client, 1))[0] ?? 0)).toString();
  const words = await take(client, 16);
  return Array.from({ length: 8 }, (_, i) => words.readUInt16BE(i * 2).toString(16)).join(':');
}

/** The next bytes of a connection; rejects when it ends before. */
async function take(socket: Socket, length: number): Promise<Buffer> {
  if (length === 0) return Buffer.alloc(0);
  for (;;) {
    const chunk: unknown = socket.read(length);
    if (chunk instanceof Buffer && chunk.length === length) return chunk;
    if (socket.readableEnded || socket.destroyed) throw new Error('ended in the handshake');
    await Promise.race([once(socket, 'readable'), once(socket, 'end'), once(socket, 'close')]);
  }
}
