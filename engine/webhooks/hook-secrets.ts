import { randomBytes } from 'node:crypto';
import { Failure } from '../../contract/errors.ts';
import type { Secrets } from '../host.ts';
import type { Credentials } from '../sources/canonical.ts';

/** What a webhook knows that must not lie readable on the disk. */
export interface HookSecrets {
  /** the key of the signature as the contract writes it */
  readonly secret: string;
  /** what its address held of it */
  readonly auth: Credentials | null;
}

/** A new key, 32 random bytes: as long as the digest it is for (RFC 2104 section 3). */
export function newHookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function sealHook(hook: HookSecrets, secrets: Secrets): string {
  return secrets.seal(JSON.stringify(hook));
}

/** @throws Failure `auth-required` when it cannot be opened any more */
export function openHook(sealed: string, secrets: Secrets): HookSecrets {
  const plain = secrets.open(sealed);
  if (plain === undefined)
    throw new Failure('auth-required', { detail: 'what was stored for this webhook cannot be opened here' });
  return JSON.parse(plain) as HookSecrets;
}
