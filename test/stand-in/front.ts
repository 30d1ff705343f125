import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Authority } from './authority.ts';

/** What answers in the place of every host. */
export type Answering = (host: string, request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Front {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** hosts that were asked for and are not stood in for */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/**
 * A proxy (RFC 9110 section 9.3.6 for CONNECT, RFC 9112 section 3.2.2 for the rest) that goes nowhere: behind it, `answer` is
 * every host that matches `hosts`, over TLS too. Any other host is refused.
 */
export async function startFront(authority: Authority, hosts: readonly string[], answer: Answering): Promise<Front> {
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const allowed = (host: string): boolean => {
    const known = hosts.some((one) => (one.startsWith('*.') ? host.endsWith(one.slice(1)) : host === one));
    if (!known) refused.push(host);
    return known;
  };
  const handle = (host: string, request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => undefined);
    answer(host, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error instanceof Error ? error.stack : error));
    });
  };
  const secure = createSecureServer({ key: authority.key, cert: authority.cert }, (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (allowed(host)) handle(host, request, response);
    else response.writeHead(403).end();
  });
  secure.on('tlsClientError', (_error, socket) => socket.destroy());
  const server: Server = createServer((request, response) => {
    const target = URL.parse(request.url ?? '');
    if (target?.protocol !== 'http:') return void response.writeHead(400).end();
    if (!allowed(target.hostname)) return void response.writeHead(403).end();
    request.url = target.pathname + target.search;
    handle(target.hostname, request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('connect', (request, client: Socket, head: Buffer) => {
    const target = URL.parse(`http://${request.url ?? ''}`);
    if (target === null || !allowed(target.hostname)) {
      client.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    if (head.length > 0) client.unshift(head);
    secure.emit('connection', client);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    refused,
    close: async () => {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
