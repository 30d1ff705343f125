import { Failure } from '../../../contract/errors.ts';

/** The failure for bytes that are not the media they should be; `detail` says what is wrong with them. */
export function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail, retryable: false });
}
