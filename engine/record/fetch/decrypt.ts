import { createDecipheriv } from 'node:crypto';
import { Failure } from '../../../contract/errors.ts';

/** Bytes of an AES-128 key and of a block. */
export const KEY_BYTES = 16;

/**
 * Decrypts a whole media segment (RFC 8216 section 4.3.2.4: AES-128 in CBC mode, PKCS7 padding).
 * @throws Failure `corrupt-media` when the key is not the right one or the data is damaged
 */
export function decrypt(data: Uint8Array, key: Uint8Array, iv: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv('aes-128-cbc', key, iv);
    const start = decipher.update(data);
    const rest = decipher.final();
    return rest.length === 0 ? start : Buffer.concat([start, rest]);
  } catch (error) {
    throw new Failure('corrupt-media', { detail: 'the key does not fit the media segment', cause: error });
  }
}
