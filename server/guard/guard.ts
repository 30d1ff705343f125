import { hostname } from 'node:os';
import cookie from '@fastify/cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../../contract/errors.ts';
import { Door, stranger, type Visitor } from '../door/door.ts';
import { renewed } from '../door/session.ts';
import type { ServeOptions } from '../serve-options.ts';
import { Connections } from './connections.ts';
import { cookieOf, giveCookie } from './cookie.ts';
import { logRequests } from './log-requests.ts';
import { type Outer, outerOf } from './outer.ts';
import { isOwnHost } from './own-host.ts';
import { isOwnOrigin } from './own-origin.ts';
import { connectionTerms, limitTimes } from './terms.ts';

/** What was found out about a request before anything was done for it. */
export interface Caller {
  readonly outer: Outer;
  readonly visitor: Visitor;
}

/** What a server keeps of those who come. */
interface Guard {
  readonly door: Door;
  readonly connections: Connections;
  /** ends what is still underway for those who may no longer */
  expel(): void;
}

/** Milliseconds after which somebody who listens learns that the token is another. */
const betweenRounds = 5000;
const guardName = 'guard';
const callerName = 'caller';

/** Of an app that `guard` was called for. */
export function guardOf(app: FastifyInstance): Guard {
  return app.getDecorator<Guard>(guardName);
}

/** Who sent a request. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(callerName);
}

/**
 * Looks at every request before anything else does: whether it means this server, comes from its own page or from no page at all,
 * and who sent it. To be called before any route is made.
 * @throws Failure of `Door`
 */
export async function guard(app: FastifyInstance, options: ServeOptions): Promise<void> {
  const connections = new Connections(app.server, connectionTerms);
  const door = new Door(options, () => expel());
  const expel = (): void => connections.expel((visitor) => !door.isWelcome(visitor));
  const round = setInterval(expel, betweenRounds).unref();
  app.addHook('onClose', async () => clearInterval(round));
  app.decorate<Guard>(guardName, { door, connections, expel });
  limitTimes(app.server);
  app.server.prependListener('request', (_request, response) => {
    for (const [name, value] of always) response.setHeader(name, value);
  });
  app.decorateRequest(callerName);
  await app.register(cookie);
  app.addHook('onRequest', async (request, reply) => {
    const outer = outerOf(request.headers, request.socket.remoteAddress ?? '', options.behindProxy);
    const place = placeOf(request);
    refuseStrangePage(request, outer, place, options);
    const visitor = place.isPage ? stranger : visitorOf(request, reply, outer, door);
    request.setDecorator<Caller>(callerName, { outer, visitor });
    connections.mark(request.socket, visitor.kind === 'stranger' ? undefined : visitor);
    if (place.isCounted) door.countRequest(visitor, outer.address);
    if (!place.isOpen && visitor.kind === 'stranger') throw new Failure('sign-in');
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    if (reply.statusCode === 401) reply.header('www-authenticate', 'Bearer realm="Sluice"');
    return payload;
  });
  logRequests(app, options.log);
}

/** On every answer. Who answers something else than data replaces what does not fit. */
const always = Object.entries({
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
});

interface Place {
  readonly isPage: boolean;
  /** no token is needed */
  readonly isOpen: boolean;
  /** health is asked for by programs, often, and costs nothing */
  readonly isCounted: boolean;
}

/** What lies at the address; where nothing does, strangers do not learn that. */
function placeOf({ routeOptions: { config } }: FastifyRequest): Place {
  const { operation, refuses } = config;
  const isPage = operation === undefined && refuses !== true;
  const isOpen = isPage || operation?.isOpen === true;
  return { isPage, isOpen, isCounted: !isPage && !(isOpen && operation?.tag === 'service') };
}

/** @throws Failure `invalid-input`, `not-from-here` */
function refuseStrangePage(request: FastifyRequest, outer: Outer, { isPage }: Place, options: ServeOptions): void {
  const { raw, headers, socket } = request;
  // the whole address as target would stand above `Host` (RFC 9112 section 3.2.2)
  if (raw.url?.startsWith('/') !== true) throw new Failure('invalid-input', { detail: 'the target is no path' });
  if (raw.headersDistinct['host']?.length !== 1)
    throw new Failure('invalid-input', { detail: 'there must be one Host field' });
  const standard = outer.scheme === 'https' ? 443 : 80;
  const port = outer.proxied ? undefined : socket.localPort;
  const own = { machine: hostname(), names: options.names, port };
  // a page whose name leads here can write X-Forwarded-Host, but not Host
  for (const authority of new Set([headers.host, outer.authority])) {
    // not 421, which invites to ask again over another connection (RFC 9110 section 15.5.20): it would lead here too
    if (!isOwnHost(authority, standard, own))
      throw new Failure('not-from-here', {
        detail: `${authority?.slice(0, 255)} is no name of this server (serve --name)`,
      });
  }
  if (!isOwnOrigin(raw.method ?? '', headers, outer, isPage))
    throw new Failure('not-from-here', { detail: 'another page has sent it' });
}

/** @throws Failure `sign-in`, `too-many-requests` */
function visitorOf(request: FastifyRequest, reply: FastifyReply, { scheme, address }: Outer, door: Door): Visitor {
  // other schemes are for a proxy on the way
  const [, token] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token !== undefined) return door.byToken(token, address);
  const value = cookieOf(request, scheme);
  if (value === undefined) return stranger;
  const visitor = door.byCookie(value);
  const later = visitor.kind === 'session' ? renewed(visitor.session, Date.now()) : undefined;
  if (later !== undefined) giveCookie(reply, scheme, door.cookieFor(later));
  return visitor;
}
