import type { Reply } from '../../contract/reply.ts';
import { apiRoot } from '../../contract/routes.ts';
import { ask } from './ask.ts';
import type { ConnectionStore } from './connection-store.ts';

const address = `${apiRoot}/session`;

/** Looks who is signed in, and notes it in `connection`. */
export async function lookAtSession(connection: ConnectionStore): Promise<Reply<unknown>> {
  const reply = await ask<{ readonly signedIn?: boolean }>({ method: 'GET', address }, connection);
  if (reply.ok) connection.setState({ signedOut: reply.value.signedIn !== true });
  return reply;
}

/** Signs in with the token, or with the code of a link, which works once. */
export async function signIn(
  how: { readonly token: string } | { readonly code: string },
  connection: ConnectionStore,
): Promise<Reply<unknown>> {
  const reply = await ask({ method: 'POST', address, body: JSON.stringify(how) }, connection);
  if (reply.ok) connection.setState({ signedOut: false });
  return reply;
}

export async function signOut(connection: ConnectionStore): Promise<void> {
  const reply = await ask({ method: 'DELETE', address }, connection);
  if (reply.ok) connection.setState({ signedOut: true });
}

/** The code that an address carries as `#code=…`, or `null`. It is taken out of the address bar, where others might read it. */
export function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) history.replaceState(null, '', `${location.pathname}${location.search}`);
  return code;
}
