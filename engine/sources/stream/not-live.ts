import { Failure } from '../../../contract/errors.ts';

/**
 * What an error means where a playlist should be: one that is named and not there is what a stream looks like before it
 * begins. Other errors stay what they are.
 */
export function notLive(error: unknown): unknown {
  if (!(error instanceof Failure) || error.code !== 'not-found') return error;
  return new Failure('not-live', { detail: `there is no playlist yet: ${error.detail ?? ''}`, cause: error });
}
