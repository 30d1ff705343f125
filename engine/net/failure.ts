import { Failure } from '../../contract/errors.ts';

const tlsCodes =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|CRL_)/;

/** The `code` of a Node system error, or an empty text. */
function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

/**
 * Turns what a socket or a look-up threw into a `Failure`; a `Failure` comes back as it is.
 * @param where host and port for the technical part
 */
export function netFailure(error: unknown, where: string): Failure {
  if (error instanceof Failure) return error;
  const code = errorCodeOf(error);
  const detail = `${where}: ${code || (error instanceof Error ? error.message : String(error))}`;
  if (tlsCodes.test(code)) return new Failure('tls', { detail, cause: error, retryable: false });
  if (code === 'ETIMEDOUT' || code === 'ERR_SOCKET_CONNECTION_TIMEOUT')
    return new Failure('timeout', { detail, cause: error });
  return new Failure('network', { detail, cause: error });
}
