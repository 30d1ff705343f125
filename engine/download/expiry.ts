import type { Failure } from '../../contract/errors.ts';

/** How servers refuse an address that was good for a while only. */
export function isExpiry(failure: Failure): boolean {
  return failure.code === 'forbidden' || failure.code === 'not-found' || failure.code === 'auth-required';
}
