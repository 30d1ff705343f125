import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { createOnce } from '../files/create-once.ts';
import type { Secrets } from '../host.ts';

const algorithm = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Secrets sealed with AES-256-GCM by a key in a file of mode 0600, for computers without a key store. It keeps them out of
 * a copied or shared database; who can read this user's files can read them.
 */
export function fileSecrets(dataFolder: string): Secrets {
  let key: Buffer | undefined;
  const theKey = (): Buffer => {
    key ??= loadKey(dataFolder);
    return key;
  };
  return {
    seal(plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, theKey(), nonce);
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < nonceBytes + tagBytes) return undefined;
      try {
        const decipher = createDecipheriv(algorithm, theKey(), bytes.subarray(0, nonceBytes));
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
        const body = bytes.subarray(nonceBytes + tagBytes);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/** Reads the key, or makes one when there is none. Two processes that make it at once end up with the same. */
function loadKey(dataFolder: string): Buffer {
  const path = join(dataFolder, 'secrets.key');
  const present = readKey(path);
  if (present !== undefined) return present;
  createOnce(path, randomBytes(keyBytes));
  const key = readKey(path);
  if (key === undefined) throw new Failure('internal', { detail: `${path} is no key, or cannot be read` });
  return key;
}

function readKey(path: string): Buffer | undefined {
  try {
    const key = readFileSync(path);
    return key.length === keyBytes ? key : undefined;
  } catch {
    return undefined;
  }
}
