import { type ErrorBody, Failure } from '../contract/errors.ts';

/** What front ends get of something that was thrown; what is no `Failure` shows nothing of itself. */
export function errorBodyOf(thrown: unknown): ErrorBody {
  return (thrown instanceof Failure ? thrown : new Failure('internal')).toBody();
}
