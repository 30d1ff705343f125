import type { Reply } from '../../contract/reply.ts';
import type { ConnectionStore } from './connection-store.ts';
import { replyOf, unreachable } from './reply-of.ts';

/** Milliseconds after which nobody will answer any more; a look at a video site may take two minutes. */
const patience = 150_000;

interface Asked {
  readonly method: string;
  readonly address: string;
  readonly body?: string;
}

/**
 * Sends one request and reads what came back; never throws. That nobody answers, or nobody is signed in, is noted in `connection`.
 */
export async function ask<T>({ method, address, body }: Asked, connection: ConnectionStore): Promise<Reply<T>> {
  try {
    const response = await fetch(address, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(patience),
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
    });
    const reply = await replyOf<T>(response);
    const lost = !reply.ok && reply.error === unreachable;
    const { signedOut } = connection.getState();
    connection.setState({ lost, signedOut: signedOut || response.status === 401 });
    return reply;
  } catch {
    connection.setState({ lost: true });
    return { ok: false, error: unreachable };
  }
}
