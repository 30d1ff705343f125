import { app } from 'electron';
import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/host.ts';

/** Milliseconds the engine gets to put its work down; what it has stored by then is safe in any case. */
const LIMIT_MS = 15_000;

/** Holds the end of the program until the engine has stopped its work, so that it goes on at the next start. */
export function closeBeforeQuit(engine: Engine, log: Log): void {
  let closing = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (closing) return;
    closing = true;
    const limit = setTimeout(() => {
      log.warn('the engine did not close in time');
      app.exit(0);
    }, LIMIT_MS);
    void engine
      .close()
      .catch((error: unknown) => log.error('the engine did not close', { error: String(error) }))
      .finally(() => {
        clearTimeout(limit);
        log.info('desktop ends');
        app.exit(0);
      });
  });
}
