import type { ErrorBody } from './errors.ts';
import { Failure } from './errors.ts';

/** What every call answers, on every transport. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ErrorBody };

/** Wraps a value as a successful reply. */
export function success<T>(value: T): Reply<T> {
  return { ok: true, value };
}

/** Turns whatever was thrown into a failed reply; what is not a `Failure` becomes `internal` and shows no stack. */
export function failure(thrown: unknown): Reply<never> {
  if (thrown instanceof Failure) return { ok: false, error: thrown.toBody() };
  return { ok: false, error: new Failure('internal').toBody() };
}

/** The value of a reply, or its error thrown as a `Failure` again. */
export function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  const { code, detail } = reply.error;
  throw new Failure(code, detail === undefined ? {} : { detail });
}
