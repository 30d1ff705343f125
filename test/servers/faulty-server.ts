/**
 * An origin whose every path misbehaves as a test wants, and which remembers what it was asked.
 *
 *     await using origin = await startOrigin();
 *     origin.serve('/a.bin', { size: 1_000_000, seed: 7, etag: '"one"', cut: { after: 'half', how: 'reset', times: 1 } });
 *     … origin.url('/a.bin') …
 *     expect(origin.requests.map((request) => request.headers.range)).toEqual([…]);
 *
 * Without `await using`, `origin.close()` in an `afterAll` or `onTestFinished`. See `behaviour.ts` for what a path can do, and
 * `body.ts` for the bytes. With `tls` it speaks https under a certificate that nobody trusts unless told to
 * (`origin.certificate`); `wrong-host` has one for another name. A path that is not served answers 404; the query does not
 * count when a path is looked up.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Behaviour, SeenRequest } from './behaviour.ts';
import { selfSigned } from './certificate.ts';
import { type Memory, respond } from './respond.ts';

export interface Origin extends AsyncDisposable {
  readonly port: number;
  /** every request so far, in the order of arrival */
  readonly requests: readonly SeenRequest[];
  /** path of the PEM file of the certificate, when it speaks TLS */
  readonly certificate: string | undefined;
  /** the address of a path */
  url(path: string): string;
  /** sets what a path does from the next request on; counters (`times`) begin anew. Requests that are being answered go on as they began */
  serve(path: string, behaviour: Behaviour): void;
  /** connections that are open now */
  connections(): number;
  /** resets every open connection */
  dropConnections(): void;
  close(): Promise<void>;
}

/** Starts an origin on a free port of 127.0.0.1. */
export async function startOrigin(options: { readonly tls?: 'self-signed' | 'wrong-host' } = {}): Promise<Origin> {
  const paths = new Map<string, { behaviour: Behaviour; memory: Memory }>();
  const requests: SeenRequest[] = [];
  const numbers = new Map<Socket, number>();
  let counter = 0;

  const listener: RequestListener = (request, response) => {
    const path = request.url ?? '/';
    const connection = numbers.get(request.socket) ?? 0;
    const { method = '', headers } = request;
    const at = performance.now();
    const seen: SeenRequest = { method, path, headers, connection, at, status: 0, sent: 0, ended: false };
    requests.push(seen);
    const entry = paths.get(path.split('?', 1)[0] ?? '');
    if (entry === undefined) {
      seen.status = 404;
      seen.ended = true;
      response.writeHead(404, { 'content-length': '0' }).end();
      return;
    }
    entry.memory.active += 1;
    response.once('close', () => {
      entry.memory.active -= 1;
      seen.ended = true;
    });
    response.on('error', () => undefined);
    respond(request, response, entry.behaviour, entry.memory, seen).catch(() => request.socket.destroy());
  };

  const folder = options.tls === undefined ? undefined : await mkdtemp(join(tmpdir(), 'sluice-tls-'));
  const names = options.tls === 'wrong-host' ? ['DNS:elsewhere.invalid'] : ['IP:127.0.0.1', 'DNS:localhost'];
  const certificate = folder === undefined ? undefined : await selfSigned(folder, names);
  const server = certificate ? createTlsServer({ ...certificate }, listener) : createServer(listener);
  // A slow or silent client is what a test is about.
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.on(certificate ? 'secureConnection' : 'connection', (socket: Socket) => {
    counter += 1;
    numbers.set(socket, counter);
    socket.on('error', () => undefined);
    socket.once('close', () => numbers.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;

  const dropConnections = () => {
    for (const socket of numbers.keys()) socket.resetAndDestroy();
  };
  const close = async () => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of numbers.keys()) socket.destroy();
    server.closeAllConnections();
    await closed;
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  };
  return {
    port,
    requests,
    certificate: certificate?.path,
    url: (path) => `${certificate ? 'https' : 'http'}://127.0.0.1:${port}${path}`,
    serve: (path, behaviour) =>
      void paths.set(path, { behaviour, memory: { shown: { fail: 0, cut: 0, hang: 0 }, active: 0 } }),
    connections: () => numbers.size,
    dropConnections,
    close,
    [Symbol.asyncDispose]: close,
  };
}
