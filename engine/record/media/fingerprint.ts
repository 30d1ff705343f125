import { createHash } from 'node:crypto';

/** Sixteen hexadecimal characters that differ wherever one of the parts does. */
export function fingerprint(...parts: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(String(part.length)).update(' ').update(part);
  return hash.digest('hex').slice(0, 16);
}
