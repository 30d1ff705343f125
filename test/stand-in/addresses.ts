import { createHmac, randomBytes } from 'node:crypto';
import type { MediaFile } from './media.ts';
import { scramble, transformN } from './player-code.ts';

/** Why an address of media is refused. */
export type Refused = 'expired' | 'signature' | 'challenge' | 'unknown';

/** What of an address is signed. */
const signed = ['expire', 'ei', 'id', 'itag', 'source', 'mime', 'clen', 'lmt'] as const;

/** Gives addresses of media, and knows them again: signed, good for a while, some with a challenge. */
export class Addresses {
  readonly #secret = randomBytes(16);
  /** challenges that were given, as the player's code transforms them */
  readonly #solved = new Set<string>();
  /** by video, the number of the issue before which all are dead */
  readonly #dead = new Map<string, number>();
  #issue = 0;

  /** Addresses given from now on are told apart from those before. */
  issue(): number {
    return ++this.#issue;
  }

  /** Addresses of this video that were given so far are good no more. */
  expire(video: string): void {
    this.#dead.set(video, this.#issue);
  }

  /** An address as a client gets it: complete, or with what the player has to transform. `expires` in seconds since the epoch. */
  of(
    { itag, mime, size, modified }: MediaFile,
    {
      video,
      client,
      expires,
      issue,
      way,
    }: { video: string; client: string; expires: number; issue: number; way: 'direct' | 'ciphered' | 'challenged' },
  ): { readonly url: string } | { readonly signatureCipher: string } {
    const url = new URL('https://rr3---sn-stand1n.googlevideo.com/videoplayback');
    const set = (name: string, value: string | number): void => url.searchParams.set(name, String(value));
    const fields = {
      expire: expires,
      ei: issue,
      ip: '127.0.0.1',
      id: `o-${video}`,
      itag,
      source: 'youtube',
      requiressl: 'yes',
    };
    for (const [name, value] of Object.entries(fields)) set(name, value);
    set('mime', mime.split(';')[0] ?? mime);
    set('clen', size);
    set('lmt', modified);
    set('c', client);
    set('sparams', signed.join(','));
    if (way !== 'direct') {
      const challenge = randomBytes(12).toString('base64url');
      this.#solved.add(transformN(challenge));
      set('n', challenge);
    }
    const signature = this.#sign(url);
    if (way !== 'ciphered') {
      set('sig', signature);
      return { url: url.href };
    }
    return { signatureCipher: new URLSearchParams({ s: scramble(signature), sp: 'sig', url: url.href }).toString() };
  }

  /** Whether an address is one of these, and good at this time (milliseconds since the epoch). */
  check(url: URL, now: number): Refused | null {
    const get = (name: string): string => url.searchParams.get(name) ?? '';
    if (get('sig') !== this.#sign(url)) return 'signature';
    const dead = this.#dead.get(get('id').replace(/^o-/, '')) ?? 0;
    if (Number(get('expire')) * 1000 <= now || Number(get('ei')) <= dead) return 'expired';
    if (url.searchParams.has('n') && !this.#solved.has(get('n'))) return 'challenge';
    return null;
  }

  #sign(url: URL): string {
    const text = signed.map((name) => url.searchParams.get(name) ?? '').join('\n');
    return `AJfQdSswRQ${createHmac('sha256', this.#secret).update(text).digest('base64url')}`;
  }
}
