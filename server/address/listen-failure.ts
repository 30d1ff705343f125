import { Failure } from '../../contract/errors.ts';
import { errnoOf } from '../../engine/files/failure.ts';

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EADDRNOTAVAIL: 'this computer has no such address',
  ENOTFOUND: 'there is no such name',
  EACCES: 'this user may not listen there; ports below 1024 are often for the administrator',
};

/** Why a server cannot listen. What is no matter of the address passes unchanged. */
export function listenFailure(
  error: unknown,
  { host, port }: { readonly host: string; readonly port: number },
): unknown {
  const errno = errnoOf(error);
  const reason = errno === undefined ? undefined : reasons[errno];
  if (reason === undefined) return error;
  return new Failure('address-in-use', { detail: `${errno}: ${host}, port ${port} (${reason})`, cause: error });
}
