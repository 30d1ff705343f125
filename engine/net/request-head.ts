import type { Header } from '../../contract/transfer.ts';

export type Method = 'GET' | 'POST';

/** A request line and its fields as bytes to send (RFC 9112 section 3). */
export interface RequestHead {
  readonly method: Method;
  readonly url: URL;
  readonly headers: readonly Header[];
  /** a plain HTTP proxy wants the whole URL in the request line (RFC 9112 section 3.2.2) */
  readonly absoluteForm: boolean;
  /** `Proxy-Authorization` for a plain HTTP proxy, or `undefined` */
  readonly proxyAuthorization: string | undefined;
  /** bytes of the body, or `null` when there is none to speak of (RFC 9110 section 8.6) */
  readonly bodyBytes: number | null;
}

/** Writes the head; later fields of the same name replace earlier ones, so that a user's own win over the defaults. */
export function encodeRequest(request: RequestHead): string {
  const { url } = request;
  const fields = new Map<string, Header>();
  const defaults: Header[] = [
    { name: 'Host', value: url.host },
    { name: 'User-Agent', value: USER_AGENT },
    { name: 'Accept', value: '*/*' },
    { name: 'Accept-Encoding', value: 'identity' },
    { name: 'Connection', value: 'keep-alive' },
  ];
  for (const header of [...defaults, ...request.headers]) fields.set(header.name.toLowerCase(), header);
  if (request.proxyAuthorization !== undefined) {
    fields.set('proxy-authorization', { name: 'Proxy-Authorization', value: request.proxyAuthorization });
  }
  if (request.bodyBytes !== null) {
    fields.set('content-length', { name: 'Content-Length', value: String(request.bodyBytes) });
  }
  const target = `${request.absoluteForm ? `http://${url.host}` : ''}${url.pathname}${url.search}`;
  const lines = [...fields.values()].map(({ name, value }) => `${name}: ${value}\r\n`);
  return `${request.method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Plain and honest; servers that sort clients by name let neither curl nor a browser's lie through for long. */
const USER_AGENT = 'Sluice/0.1 (+https://github.com/sluice-app/sluice)';

/** The value of `Authorization: Basic` (RFC 7617, UTF-8). */
export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
