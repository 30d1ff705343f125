import { app } from 'electron';
import type { Log } from '../engine/host.ts';

/** Milliseconds the engine gets to put its work down; what it has stored by then is safe in any case. */
const LIMIT_MS = 15_000;

/** What has to end before the program does. */
interface Closing {
  close(): Promise<void>;
}

/**
 * Holds the end of the program until its parts have stopped their work, so that it goes on at the next start.
 * @param parts the engine, and before it what works with it
 */
export function closeBeforeQuit(parts: readonly Closing[], log: Log): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const limit = setTimeout(() => {
      log.warn('the work was not put down in time');
      app.exit(0);
    }, LIMIT_MS);
    void closeAll(parts, log).finally(() => {
      clearTimeout(limit);
      log.info('desktop ends');
      app.exit(0);
    });
  });
}

async function closeAll(parts: readonly Closing[], log: Log): Promise<void> {
  for (const part of parts) {
    await part.close().catch((error: unknown) => log.error('something did not close', { error: String(error) }));
  }
}
