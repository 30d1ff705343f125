import { errnoOf } from './failure.ts';

/** Turns "there is nothing" into `undefined`; other errors stay errors. */
export function missing(error: unknown): undefined {
  const errno = errnoOf(error);
  if (errno !== 'ENOENT' && errno !== 'ENOTDIR') throw error;
}
