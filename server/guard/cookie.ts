import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionSeconds } from '../door/session.ts';
import type { Outer } from './outer.ts';

type Scheme = Outer['scheme'];

/** The value of the session's cookie that came with a request. */
export function cookieOf({ cookies }: FastifyRequest, scheme: Scheme): string | undefined {
  return cookies[nameFor(scheme)];
}

/** Gives the browser a session's cookie, or takes it away (`undefined`). */
export function giveCookie(reply: FastifyReply, scheme: Scheme, value: string | undefined): void {
  const options = { httpOnly: true, sameSite: 'strict', path: '/', secure: scheme === 'https' } as const;
  if (value === undefined) reply.clearCookie(nameFor(scheme), options);
  else reply.setCookie(nameFor(scheme), value, { ...options, maxAge: sessionSeconds });
}

/** With this prefix browsers hold to it that only this very host set the cookie, over TLS (RFC 6265bis section 4.1.3). */
function nameFor(scheme: Scheme): string {
  return scheme === 'https' ? '__Host-sluice_session' : 'sluice_session';
}
