import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a guess must be worth at least. */
const leastBits = 128;
/** Fewer different characters than this are no chance, whatever the length. */
const leastVariety = 8;
const longest = 512;

/** The secret that opens the API. Holds no text of it, so that none can get into a log. */
export interface Token {
  /** in the same time for every text of a length, right or wrong */
  matches(given: string): boolean;
  /** signs what is good only as long as the token is */
  readonly sessionKey: Buffer;
}

/** A new token: 256 bits by chance. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The token that a file holds, `undefined` when that is none: another form than a header can carry (`token68`, RFC 9110 section 11.2),
 * or so short that it could be guessed (less than 128 bits, were it by chance).
 */
export function readToken(content: string): Token | undefined {
  const text = content.trim();
  if (!/^[\w.~+/-]+=*$/.test(text) || text.length > longest || bitsOf(text) < leastBits) return undefined;
  const digest = digestOf(text);
  return {
    matches: (given) => timingSafeEqual(digestOf(given), digest),
    sessionKey: createHmac('sha256', text).update('sluice session').digest(),
  };
}

/** Digests are of one length, whatever is compared, and say nothing of how much of it was right. */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** The most that a text of this length and kind of characters can be worth. */
function bitsOf(text: string): number {
  if (new Set(text).size < leastVariety) return 0;
  const kinds = /^\d+$/.test(text) ? 10 : /^[\da-f]+$/i.test(text) ? 16 : 64;
  return text.length * Math.log2(kinds);
}
