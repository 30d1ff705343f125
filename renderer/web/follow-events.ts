import type { EventBatch } from '../../contract/events.ts';
import { apiRoot, eventName } from '../../contract/routes.ts';
import type { ConnectionStore } from './connection-store.ts';
import { lookAtSession } from './session.ts';

/** Milliseconds before the first and between all later tries to reach a server that does not answer. */
const firstRest = 500;
const longestRest = 10_000;
/** Milliseconds out of sight after which a telephone may have cut the connection without a word. */
const longAsleep = 20_000;

/**
 * Hears of batches after a number. A connection that breaks is opened again from the last number that was told, so nothing is missed;
 * a server that was started anew answers with `reset`.
 *
 * @returns ends it
 */
export function followEvents(
  after: number,
  listen: (batch: EventBatch) => void,
  connection: ConnectionStore,
): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let over = false;
  let last = after;
  let rest = firstRest;
  let hiddenAt = 0;

  const open = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    source?.close();
    const opened = new EventSource(`${apiRoot}/events?after=${last}`);
    source = opened;
    opened.onopen = () => {
      rest = firstRest;
      connection.setState({ lost: false });
    };
    opened.addEventListener(eventName, ({ data }: MessageEvent<string>) => {
      // the server has made it
      const batch = JSON.parse(data) as EventBatch;
      last = batch.seq;
      if (connection.getState().lost) connection.setState({ lost: false });
      listen(batch);
    });
    opened.onerror = () => {
      opened.close();
      if (over || source !== opened) return;
      source = null;
      void reopen();
    };
  };
  /** Why it broke is not told; a plain request finds out whether nobody is there, or nobody is signed in any more. */
  const reopen = async () => {
    const reply = await lookAtSession(connection);
    if (over || source !== null || connection.getState().signedOut) return;
    // a server that is there and still hangs up is not to be asked all the time
    timer = setTimeout(open, reply.ok ? firstRest : rest);
    if (!reply.ok) rest = Math.min(longestRest, rest * 2);
  };
  const hurry = () => {
    if (source !== null || connection.getState().signedOut) return;
    open();
  };
  const wake = () => {
    if (document.hidden) hiddenAt = Date.now();
    else if (source === null || Date.now() - hiddenAt > longAsleep) open();
  };
  window.addEventListener('online', hurry);
  document.addEventListener('visibilitychange', wake);
  open();
  return () => {
    over = true;
    if (timer !== null) clearTimeout(timer);
    source?.close();
    window.removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', wake);
  };
}
