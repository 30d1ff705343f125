/**
 * An HTTP proxy (RFC 9110 section 9.3.6 for CONNECT, RFC 9112 section 3.2.2 for the rest) that remembers what it was asked.
 *
 *     await using proxy = await startHttpProxy({ auth: { user: 'u', password: 'p' }, resolve: () => origin.port });
 *     … fetch http://example.test/a through proxy.url …
 *     expect(proxy.requests).toMatchObject([{ method: 'GET', target: 'http://example.test/a' }]);
 */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface ProxyOptions {
  /** user and password it asks for */
  readonly auth?: { readonly user: string; readonly password: string };
  /** the port of 127.0.0.1 a host and port lead to; by default the port itself, whatever the host */
  readonly resolve?: (host: string, port: number) => number;
}

interface ProxiedRequest {
  readonly method: string;
  /** `host:port` of a CONNECT, else the absolute URL */
  readonly target: string;
  readonly headers: IncomingMessage['headers'];
  /** whether it was let through */
  readonly allowed: boolean;
}

export interface HttpProxy extends AsyncDisposable {
  readonly port: number;
  /** its address without user and password */
  readonly url: string;
  readonly requests: readonly ProxiedRequest[];
  close(): Promise<void>;
}

/** Starts a proxy on a free port of 127.0.0.1. */
export async function startHttpProxy(options: ProxyOptions = {}): Promise<HttpProxy> {
  const requests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  const { auth, resolve = (_host, port) => port } = options;
  const expected = auth && `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`;
  const challenge = 'Basic realm="proxy"';

  const remember = ({ method = '', url: target = '', headers }: IncomingMessage): boolean => {
    const allowed = expected === undefined || headers['proxy-authorization'] === expected;
    requests.push({ method, target, headers, allowed });
    return allowed;
  };
  const relay = (request: IncomingMessage, response: ServerResponse) => {
    if (!remember(request)) return void response.writeHead(407, { 'proxy-authenticate': challenge }).end();
    const target = URL.parse(request.url ?? '');
    if (target?.protocol !== 'http:') return void response.writeHead(400).end();
    const { 'proxy-authorization': _, 'proxy-connection': __, ...headers } = request.headers;
    const port = resolve(target.hostname, Number(target.port || 80));
    const path = target.pathname + target.search;
    const onward = forward(
      { host: '127.0.0.1', port, method: request.method, path, headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  };
  const server = createServer(relay);
  server.on('connection', (socket) => tracked(socket, sockets));
  server.on('connect', (request, client: Socket, head: Buffer) => {
    if (!remember(request)) {
      client.end(
        `HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${challenge}\r\nContent-Length: 0\r\n\r\n`,
      );
      return;
    }
    const target = URL.parse(`http://${request.url ?? ''}`);
    const onward = connect(resolve(target?.hostname ?? '', Number(target?.port || 80)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      client.pipe(onward).pipe(client);
    });
    tracked(onward, sockets);
    onward.once('close', () => client.destroySoon());
    client.once('close', () => onward.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port, url: `http://127.0.0.1:${port}`, requests, close, [Symbol.asyncDispose]: close };
}

function tracked(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on('error', () => undefined);
  socket.once('close', () => sockets.delete(socket));
}
