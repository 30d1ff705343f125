import type { IncomingHttpHeaders } from 'node:http';
import ipaddr from 'ipaddr.js';

/** Where a request came from, and to what it was sent, as the one who sent it sees it. */
export interface Outer {
  /** of the caller */
  readonly address: string;
  readonly scheme: 'http' | 'https';
  /** host and port it was sent to, as in `Host` */
  readonly authority: string | undefined;
  /** a proxy that is believed has passed it on */
  readonly proxied: boolean;
}

/**
 * What a request looks like from outside. `X-Forwarded-*` is believed only where a proxy was announced, and only of a peer in a
 * private network: anybody can write these fields. Of a list the last entry counts, which is what our own proxy added.
 * @param peer address of the other end of the connection
 */
export function outerOf(headers: IncomingHttpHeaders, peer: string, behindProxy: boolean): Outer {
  const address = plainAddress(peer);
  const direct: Outer = { address, scheme: 'http', authority: headers.host, proxied: false };
  if (!behindProxy || !isPrivate(address)) return direct;
  const from = last(headers['x-forwarded-for']);
  const host = last(headers['x-forwarded-host']);
  const scheme = last(headers['x-forwarded-proto']);
  if (from === undefined && host === undefined && scheme === undefined) return direct;
  return {
    address: from !== undefined && ipaddr.isValid(from) ? plainAddress(from) : address,
    scheme: scheme?.toLowerCase() === 'https' ? 'https' : 'http',
    authority: host ?? headers.host,
    proxied: true,
  };
}

/** Without a zone, and IPv4 as IPv4. */
function plainAddress(address: string): string {
  const [bare = ''] = address.split('%');
  return ipaddr.isValid(bare) ? ipaddr.process(bare).toString() : bare;
}

function isPrivate(address: string): boolean {
  return ipaddr.isValid(address) && near.has(ipaddr.parse(address).range());
}

const near: ReadonlySet<string> = new Set(['loopback', 'private', 'uniqueLocal', 'linkLocal']);

function last(field: string | readonly string[] | undefined): string | undefined {
  const text = typeof field === 'string' ? field : field?.at(-1);
  const entry = text?.split(',').at(-1)?.trim();
  return entry === '' ? undefined : entry;
}
