import type { WebContents } from 'electron';
import type { Engine } from '../engine/engine.ts';

/** Which pages hear of events; a page that is reloaded or gone is forgotten. */
export class Subscriptions {
  readonly #engine: Engine;
  readonly #ends = new Map<WebContents, Map<number, () => void>>();

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Sends `events` with the page's own number `id` from now on. */
  add(page: WebContents, id: number, after: number): void {
    const ends = this.#ends.get(page) ?? this.#watch(page);
    ends.get(id)?.();
    ends.set(
      id,
      this.#engine.subscribe(after, (batch) => {
        if (!page.isDestroyed()) page.send('events', id, batch);
      }),
    );
  }

  /** Ends one subscription; an unknown one is no error. */
  end(page: WebContents, id: number): void {
    const ends = this.#ends.get(page);
    ends?.get(id)?.();
    ends?.delete(id);
  }

  #watch(page: WebContents): Map<number, () => void> {
    const ends = new Map<number, () => void>();
    this.#ends.set(page, ends);
    const endAll = (): void => {
      for (const end of ends.values()) end();
      ends.clear();
    };
    page.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) endAll();
    });
    page.on('render-process-gone', endAll);
    page.once('destroyed', () => {
      endAll();
      this.#ends.delete(page);
    });
    return ends;
  }
}
