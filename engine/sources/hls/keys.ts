import { Failure } from '../../../contract/errors.ts';

/** The EXT-X-KEY tags that hold at a place of a playlist: one a KEYFORMAT (RFC 8216bis section 4.4.4.4). */
export class KeysInForce {
  readonly #byFormat = new Map<string, { readonly method: string; readonly scheme: string; readonly line: string }>();

  /** Takes a tag in; lines that are no EXT-X-KEY change nothing. */
  apply(line: string): void {
    if (!line.startsWith('#EXT-X-KEY:')) return;
    const attributes = line.slice('#EXT-X-KEY:'.length);
    const method = /(?:^|,)\s*METHOD="?([^",\s]*)/u.exec(attributes)?.[1] ?? '';
    if (method === 'NONE') {
      this.#byFormat.clear();
      return;
    }
    const format = /(?:^|,)\s*KEYFORMAT="?([^",]*)/u.exec(attributes)?.[1] ?? 'identity';
    const scheme = /(?:^|,)\s*URI="?\s*([a-z][a-z0-9+.-]*):/iu.exec(attributes)?.[1]?.toLowerCase() ?? '';
    this.#byFormat.set(format, { method, scheme, line });
  }

  /** The tags that bring about the same again. */
  get lines(): string[] {
    return [...this.#byFormat.values()].map((key) => key.line);
  }

  /**
   * Checks that what is under these keys can be decrypted: it is clear, or AES-128 with a key that anybody is given.
   * @throws Failure `protected`, `unsupported`
   */
  check(): void {
    if (this.#byFormat.size === 0) return;
    const open = this.#byFormat.get('identity');
    if (open?.method === 'AES-128' && open.scheme !== 'skd') return;
    const names = [...this.#byFormat].map(([format, key]) => (format === 'identity' ? key.method : format));
    const detail = `encrypted with ${names.join(', ').slice(0, 200) || 'a method without a name'}`;
    const whole = open !== undefined && /^AES-256/u.test(open.method);
    throw new Failure(whole ? 'unsupported' : 'protected', { detail, retryable: false });
  }
}

/**
 * The initialisation vector of a key: what the tag says, or the media sequence number (RFC 8216bis section 5.2), 16 bytes.
 */
export function initializationVector(said: Uint8Array | null, sequence: number): Uint8Array {
  const iv = new Uint8Array(16);
  if (said === null) new DataView(iv.buffer).setBigUint64(8, BigInt(sequence));
  else iv.set(said.subarray(-16), Math.max(0, 16 - said.length));
  return iv;
}
