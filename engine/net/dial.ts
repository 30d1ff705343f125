import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Failure } from '../../contract/errors.ts';
import { netFailure } from './failure.ts';
import type { ProxyServer } from './proxy.ts';
import { checkBehindProxy, checkHost, lookupFor, type Reach, reachOfProxy } from './reach.ts';
import { trustedContext } from './trust.ts';
import { openSocksTunnel, openTunnel } from './tunnel.ts';

/** Where to connect, and under which rules. */
export interface DialTarget {
  readonly url: URL;
  readonly proxy: ProxyServer | undefined;
  /** checked on the very address that is connected to */
  readonly reach: Reach;
  /** where what is received is put; without it the socket emits `data` as usual */
  readonly onread?: OnReadOpts;
  readonly signal: AbortSignal;
}

/** A connected socket, and whether it reads through `onread` or emits `data`. */
export interface Dialled {
  readonly socket: Socket;
  readonly direct: boolean;
}

/** Where bytes are to be passed on to and from, whatever they are. */
export interface TunnelTarget extends Pick<DialTarget, 'proxy' | 'reach' | 'signal'> {
  /** without brackets, as `URL` writes it */
  readonly host: string;
  readonly port: number;
}

/** Milliseconds to look up, connect and shake hands; curl takes 300 s, browsers about 20. */
const CONNECT_MS = 20_000;

/**
 * Opens a connection to the server of a link, through the proxy if there is one, with TLS if the link says so.
 * @throws Failure `network`, `timeout`, `tls`, `forbidden` and `private-address` (see `Reach`), `auth-required` (the proxy)
 */
export async function dial(target: DialTarget): Promise<Dialled> {
  const { url, proxy, reach, onread } = target;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return within(target.signal, url.host, async (signal) => {
    checkHost(host, reach);
    if (proxy === undefined) {
      const options = { host, port, lookup: lookupFor(reach), ...(onread === undefined ? {} : { onread }) };
      if (url.protocol === 'https:') {
        const secure: TlsOptions = { ...options, ...tlsOptions(host) };
        const socket = connectTls(secure);
        return { socket: await ready(socket, 'secureConnect', signal), direct: true };
      }
      return { socket: await ready(connectTcp(options), 'connect', signal), direct: true };
    }
    await checkBehindProxy(host, reach, signal);
    if (proxy.kind === 'http' && url.protocol === 'http:') {
      return { socket: await dialProxy(proxy, reach, signal, onread), direct: true };
    }
    const tunnel = await throughProxy({ host, port, proxy, reach, signal });
    if (url.protocol === 'http:') return { socket: tunnel, direct: false };
    // Around a socket that is there already Node's TLS knows no `onread`.
    const socket = connectTls({ ...tlsOptions(host), socket: tunnel });
    return { socket: await ready(socket, 'secureConnect', signal), direct: false };
  });
}

/**
 * Opens a connection that only passes bytes on: what they are, TLS or not, is for those at its ends.
 * @throws Failure as `dial`, but for `tls` of the server
 */
export function dialTunnel({ host, port, proxy, reach, signal: given }: TunnelTarget): Promise<Socket> {
  return within(given, `${host}:${port}`, async (signal) => {
    checkHost(host, reach);
    if (proxy === undefined) return ready(connectTcp({ host, port, lookup: lookupFor(reach) }), 'connect', signal);
    await checkBehindProxy(host, reach, signal);
    return throughProxy({ host, port, proxy, reach, signal });
  });
}

/** Gives the connecting its time, and what goes wrong its name. @param where host and port for the technical part */
async function within<T>(given: AbortSignal, where: string, connect: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.any([given, AbortSignal.timeout(CONNECT_MS)]);
  try {
    return await connect(signal);
  } catch (error) {
    if (given.aborted) throw given.reason;
    if (signal.aborted)
      throw new Failure('timeout', { detail: `${where}: no connection within ${CONNECT_MS / 1000} s` });
    throw netFailure(error, where);
  }
}

async function throughProxy({
  host,
  port,
  proxy,
  reach,
  signal,
}: TunnelTarget & { readonly proxy: ProxyServer }): Promise<Socket> {
  const socket = await dialProxy(proxy, reach, signal, undefined);
  return proxy.kind === 'http'
    ? openTunnel(socket, proxy, host, port, signal)
    : openSocksTunnel(socket, proxy, host, port, CONNECT_MS, signal);
}

async function dialProxy(
  proxy: ProxyServer,
  ofTarget: Reach,
  signal: AbortSignal,
  onread: OnReadOpts | undefined,
): Promise<Socket> {
  const reach = reachOfProxy(ofTarget);
  checkHost(proxy.host, reach);
  const lookup = lookupFor(reach);
  const options = { host: proxy.host, port: proxy.port, lookup, ...(onread === undefined ? {} : { onread }) };
  if (!proxy.secure) return ready(connectTcp(options), 'connect', signal);
  const secure: TlsOptions = { ...options, ...tlsOptions(proxy.host) };
  return ready(connectTls(secure), 'secureConnect', signal);
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
