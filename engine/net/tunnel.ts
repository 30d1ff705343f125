import { once } from 'node:events';
import { isIP, type Socket } from 'node:net';
import { SocksClient } from 'socks';
import { Failure } from '../../contract/errors.ts';
import { netFailure } from './failure.ts';
import type { ProxyServer } from './proxy.ts';
import { basicAuthorization } from './request-head.ts';
import { headEnd, MAX_HEAD_BYTES, parseHead } from './response-head.ts';
import { statusFailure } from './status.ts';

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110 section 9.3.6) on a fresh connection to it.
 * @returns the same socket, from now on connected to host and port
 * @throws Failure `auth-required`, `forbidden`, `source-unavailable`, `network`
 */
export async function openTunnel(
  socket: Socket,
  proxy: ProxyServer,
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const auth =
    proxy.auth === undefined
      ? ''
      : `Proxy-Authorization: ${basicAuthorization(proxy.auth.user, proxy.auth.password)}\r\n`;
  try {
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${auth}\r\n`);
    let bytes = Buffer.alloc(0);
    let end = -1;
    while (end < 0) {
      const chunk = await nextChunk(socket, signal);
      const seen = bytes.length;
      bytes = Buffer.concat([bytes, chunk]);
      end = headEnd(bytes, seen);
      if (end < 0 && bytes.length > MAX_HEAD_BYTES)
        throw new Failure('network', { detail: 'the proxy sends a head without end' });
    }
    const head = parseHead(bytes.toString('latin1', 0, end));
    if (head.status < 200 || head.status > 299) {
      const failure = statusFailure(head, Date.now());
      throw new Failure(failure.code, { detail: `the proxy answered ${failure.detail}`, retryable: failure.retryable });
    }
    if (end < bytes.length) socket.unshift(bytes.subarray(end));
    return socket;
  } catch (error) {
    socket.on('error', () => {});
    socket.destroy();
    if (signal.aborted) throw signal.reason;
    throw netFailure(error, `proxy ${proxy.host}:${proxy.port}`);
  }
}

async function nextChunk(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  for (;;) {
    const chunk: unknown = socket.read();
    if (Buffer.isBuffer(chunk)) return chunk;
    if (socket.readableEnded || socket.destroyed) throw new Error('closed by the proxy');
    const either = new AbortController();
    try {
      const stop = AbortSignal.any([signal, either.signal]);
      await Promise.race([once(socket, 'readable', { signal: stop }), once(socket, 'close', { signal: stop })]);
    } finally {
      either.abort();
    }
  }
}

/** Opens a tunnel through a SOCKS5 proxy (RFC 1928) on a fresh connection to it; the proxy looks the name up. */
export async function openSocksTunnel(
  existing: Socket,
  proxy: ProxyServer,
  host: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  const opened = SocksClient.createConnection({
    command: 'connect',
    destination: { host, port },
    timeout: timeoutMs,
    existing_socket: existing,
    proxy: {
      host: proxy.host,
      port: proxy.port,
      type: 5,
      ...(proxy.auth === undefined ? {} : { userId: proxy.auth.user, password: proxy.auth.password }),
    },
  });
  const aborted = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  try {
    const { socket } = await Promise.race([opened, aborted]);
    return socket;
  } catch (error) {
    opened.catch(() => {});
    existing.on('error', () => {});
    existing.destroy();
    if (signal.aborted) throw signal.reason;
    const text = error instanceof Error ? error.message : String(error);
    if (/authentication/i.test(text)) throw new Failure('auth-required', { detail: `SOCKS proxy: ${text}` });
    throw new Failure('network', { detail: `SOCKS proxy ${proxy.host}:${proxy.port}: ${text}`, cause: error });
  }
}
