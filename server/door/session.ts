import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Seconds somebody stays signed in who does not come back. */
export const sessionSeconds = 30 * 24 * 3600;
/** Seconds after which one that is in use is renewed. */
const renewAfter = 24 * 3600;

/** Somebody who signed in. The server keeps nothing of it: it is in the cookie, and signed. */
export interface Session {
  readonly id: string;
  /** second since the epoch at which it ends */
  readonly until: number;
}

/** @param now milliseconds since the epoch */
export function newSession(now: number): Session {
  return { id: randomBytes(16).toString('base64url'), until: endFrom(now) };
}

/** The same session with all of its time before it, or `undefined` when it has most of it still. */
export function renewed({ id, until }: Session, now: number): Session | undefined {
  const end = endFrom(now);
  return end - until < renewAfter ? undefined : { id, until: end };
}

/** A session as a cookie holds it. */
export function writeSession(session: Session, key: Buffer): string {
  return `${session.id}.${session.until}.${sign(session, key).toString('base64url')}`;
}

/** The session of a cookie; `undefined` when it was not signed with this key, or is over. */
export function readSession(value: string, key: Buffer, now: number): Session | undefined {
  const [, id, end, signature] = /^([\w-]{22})\.(\d{1,12})\.([\w-]{43})$/.exec(value) ?? [];
  if (id === undefined || end === undefined || signature === undefined) return undefined;
  const session = { id, until: Number(end) };
  const given = Buffer.from(signature, 'base64url');
  const right = sign(session, key);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  return session.until * 1000 > now ? session : undefined;
}

function endFrom(now: number): number {
  return Math.floor(now / 1000) + sessionSeconds;
}

function sign({ id, until }: Session, key: Buffer): Buffer {
  return createHmac('sha256', key).update(`${id}.${until}`).digest();
}
