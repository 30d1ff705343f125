import { lookup } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Failure } from '../../contract/errors.ts';
import type { JobReach } from '../../contract/worker-messages.ts';
import { barestAddress, isInnerName, isLocalName, isPublicAddress } from './address.ts';

/** Which addresses a connection may go to. */
export type Reach =
  /**
   * what its job says. `public` and `public-proxy` leave out this computer, its public addresses too, and private networks; what is
   * refused so is `private-address`
   */
  | JobReach
  /** not this computer and no private network, for a public server led there; else `forbidden` */
  | 'outward';

/** Milliseconds for which a name that a proxy will look up is looked up here first. */
const firstLookMs = 5000;

/** How a proxy itself is connected to. */
export function reachOfProxy(reach: Reach): Reach {
  return reach === 'public-proxy' ? 'public' : 'any';
}

/**
 * Judges what a host says of itself, before anything is looked up.
 * @param host a name or a literal address, as `URL` writes it, without brackets
 * @throws Failure `forbidden`, `private-address`
 */
export function checkHost(host: string, reach: Reach): void {
  if (reach === 'any') return;
  const isRefused = isIP(host) === 0 ? isInner(host, reach) : !isAllowed(host, reach);
  if (isRefused) throw refused(host, reach);
}

/**
 * Judges a host that a proxy will look up, by what it is here, as far as that can be known: the proxy may see another address. A
 * name that nobody knows here goes to the proxy, for behind some proxies no name is known.
 * @throws Failure `private-address`; the reason of the signal
 */
export async function checkBehindProxy(host: string, reach: Reach, signal: AbortSignal): Promise<void> {
  if (reach === 'any' || reach === 'outward' || isIP(host) !== 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<[]>((resolve) => {
    timer = setTimeout(() => resolve([]), firstLookMs);
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
  const found = await Promise.race([lookUp(host, { all: true }).catch(() => []), late]);
  clearTimeout(timer);
  signal.throwIfAborted();
  // which of them the proxy takes is for the proxy to say
  if (found.some(({ address }) => !isAllowed(address, reach))) throw refused(host, reach);
}

/**
 * How names are looked up. What is not allowed is left out of the answer that is then connected to, so that a name cannot change
 * between check and use.
 */
export function lookupFor(reach: Reach): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const allowed = reach === 'any' ? found : found.filter(({ address }) => isAllowed(address, reach));
      const [first] = allowed;
      if (first === undefined) done(found.length === 0 ? new Error('no address') : refused(host, reach), []);
      else if (options.all === true) done(null, allowed);
      else done(null, first.address, first.family);
    });
  };
}

function isInner(host: string, reach: Reach): boolean {
  return reach === 'outward' ? isLocalName(host) : isInnerName(host);
}

function isAllowed(address: string, reach: Reach): boolean {
  return isPublicAddress(address) && (reach === 'outward' || !isOwn(address));
}

/** Whether it is one of this computer's: what listens on all of them is reached by it, past what guards it from outside. */
function isOwn(address: string): boolean {
  const bare = barestAddress(address);
  return Object.values(networkInterfaces()).some((list) => list?.some((own) => barestAddress(own.address) === bare));
}

function refused(host: string, reach: Reach): Failure {
  const what = `${host} is an address of this computer or of a private network`;
  if (reach !== 'outward') return new Failure('private-address', { detail: what });
  return new Failure('forbidden', { detail: `${what}, and a public server led there`, retryable: false });
}
