import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:tls';
import type { StandIn } from './stand-in.ts';

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request over TLS through the stand-in's proxy, by Node's own client; nothing of the product is in between. */
export async function ask(
  standIn: Pick<StandIn, 'proxy' | 'ca'>,
  url: string,
  { method = 'GET', headers = {}, body }: Sent = {},
): Promise<IncomingMessage> {
  const { hostname, pathname, search } = new URL(url);
  const socket = await tunnel(standIn.proxy, hostname);
  const secure = connect({ socket, servername: hostname, ca: readFileSync(standIn.ca) });
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: hostname, path: pathname + search, method, headers, createConnection: () => secure },
      resolve,
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

/** The bytes of an answer, as far as they come. */
export async function bytesOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** `fetch` through the stand-in's proxy, for code that takes one. */
export function fetchThrough(standIn: StandIn): typeof fetch {
  return async (input, init) => {
    const asked = input instanceof Request ? input : undefined;
    const headers = Object.fromEntries(new Headers(init?.headers ?? asked?.headers).entries());
    const body = init?.body ?? (asked?.body ? await asked.text() : undefined);
    const response = await ask(standIn, asked?.url ?? String(input), {
      method: init?.method ?? asked?.method ?? 'GET',
      headers,
      ...(typeof body === 'string' ? { body } : {}),
    });
    const bytes = new Uint8Array(await bytesOf(response));
    return new Response(bytes, {
      status: response.statusCode ?? 0,
      headers: { 'content-type': response.headers['content-type'] ?? '' },
    });
  };
}

/** A connection to a host through the proxy. */
function tunnel(proxy: string, host: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: new URL(proxy).port, method: 'CONNECT', path: `${host}:443` });
    asked.once('connect', (response, socket) => {
      if (response.statusCode === 200) resolve(socket as Socket);
      else reject(new Error(`the proxy said ${response.statusCode}`));
    });
    asked.once('error', reject);
    asked.end();
  });
}
