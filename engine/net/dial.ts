import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Failure } from '../../contract/errors.ts';
import { isLocalName, isPublicAddress } from './address.ts';
import { netFailure } from './failure.ts';
import type { ProxyServer } from './proxy.ts';
import { trustedContext } from './trust.ts';
import { openSocksTunnel, openTunnel } from './tunnel.ts';

/** Where to connect, and under which rules. */
export interface DialTarget {
  readonly url: URL;
  readonly proxy: ProxyServer | undefined;
  /** refuse loopback, private and link-local addresses; checked on the very address that is connected to */
  readonly publicOnly: boolean;
  /** where what is received is put; without it the socket emits `data` as usual */
  readonly onread: OnReadOpts;
  readonly signal: AbortSignal;
}

/** A connected socket, and whether it reads through `onread` or emits `data`. */
export interface Dialled {
  readonly socket: Socket;
  readonly direct: boolean;
}

/** Milliseconds to look up, connect and shake hands; curl takes 300 s, browsers about 20. */
const CONNECT_MS = 20_000;

/**
 * Opens a connection to the server of a link, through the proxy if there is one, with TLS if the link says so.
 * @throws Failure `network`, `timeout`, `tls`, `forbidden` (an address that the rules forbid), `auth-required` (the proxy)
 */
export async function dial(target: DialTarget): Promise<Dialled> {
  const { url, proxy, onread } = target;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  const signal = AbortSignal.any([target.signal, AbortSignal.timeout(CONNECT_MS)]);
  if (target.publicOnly && (isIP(host) !== 0 ? !isPublicAddress(host) : isLocalName(host))) throw refused(host);
  try {
    if (proxy === undefined) {
      const options = { host, port, onread, lookup: target.publicOnly ? publicLookup : plainLookup };
      if (url.protocol === 'https:') {
        const secure: TlsOptions = { ...options, ...tlsOptions(host) };
        const socket = connectTls(secure);
        return { socket: await ready(socket, 'secureConnect', signal), direct: true };
      }
      return { socket: await ready(connectTcp(options), 'connect', signal), direct: true };
    }
    if (proxy.kind === 'http' && url.protocol === 'http:') {
      return { socket: await dialProxy(proxy, signal, onread), direct: true };
    }
    const tunnel =
      proxy.kind === 'http'
        ? await openTunnel(await dialProxy(proxy, signal, undefined), proxy, host, port, signal)
        : await openSocksTunnel(proxy, host, port, CONNECT_MS, signal);
    if (url.protocol === 'http:') return { socket: tunnel, direct: false };
    // Around a socket that is there already Node's TLS knows no `onread`.
    const socket = connectTls({ ...tlsOptions(host), socket: tunnel });
    return { socket: await ready(socket, 'secureConnect', signal), direct: false };
  } catch (error) {
    if (target.signal.aborted) throw target.signal.reason;
    if (signal.aborted)
      throw new Failure('timeout', { detail: `${url.host}: no connection within ${CONNECT_MS / 1000} s` });
    throw netFailure(error, url.host);
  }
}

async function dialProxy(proxy: ProxyServer, signal: AbortSignal, onread: OnReadOpts | undefined): Promise<Socket> {
  const options = { host: proxy.host, port: proxy.port, ...(onread === undefined ? {} : { onread }) };
  if (!proxy.secure) return ready(connectTcp({ ...options, lookup: plainLookup }), 'connect', signal);
  return ready(connectTls({ ...options, ...tlsOptions(proxy.host) }), 'secureConnect', signal);
}

/** `tls.connect` passes `onread` and `lookup` on to the socket below it; its types do not say so. */
type TlsOptions = ConnectionOptions & { onread?: OnReadOpts };

function tlsOptions(host: string): TlsOptions {
  return {
    secureContext: trustedContext(),
    ALPNProtocols: ['http/1.1'],
    // RFC 6066 section 3: no literal addresses in the server name
    ...(isIP(host) === 0 ? { servername: host } : { host }),
  };
}

function ready<T extends Socket>(socket: T, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.removeListener(event, onReady);
      socket.removeListener('error', onError);
      socket.removeListener('close', onClose);
      finish();
    };
    const fail = (error: unknown): void =>
      settle(() => {
        socket.on('error', () => {});
        socket.destroy();
        reject(error);
      });
    const onAbort = (): void => fail(signal.reason);
    const onError = (error: Error): void => fail(error);
    const onClose = (): void => fail(new Error('closed before it was open'));
    const onReady = (): void => {
      socket.setNoDelay(true);
      settle(() => resolve(socket));
    };
    socket.on(event, onReady).on('error', onError).on('close', onClose);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort);
  });
}

const plainLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => answer(error, found, options.all === true, done));
};

/** The check is made on the answer that is then connected to, so a name cannot change between check and use. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error, []);
    const allowed = found.filter(({ address }) => isPublicAddress(address));
    if (allowed.length === 0) return done(refused(host), []);
    answer(null, allowed, options.all === true, done);
  });
};

function answer(
  error: NodeJS.ErrnoException | null,
  found: LookupAddress[],
  all: boolean,
  done: Parameters<LookupFunction>[2],
): void {
  const first = found?.[0];
  if (error !== null || first === undefined) done(error ?? new Error('no address'), []);
  else if (all) done(null, found);
  else done(null, first.address, first.family);
}

function refused(host: string): Failure {
  return new Failure('forbidden', {
    detail: `${host} is an address of this computer or of a private network, and a public server led there`,
    retryable: false,
  });
}
