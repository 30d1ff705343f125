import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { replaceFile } from '../../engine/files/replace-file.ts';
import { fileState } from './file-state.ts';
import { sessionSeconds } from './session.ts';

const stored = z.record(z.string(), z.number());

/**
 * The sessions that were signed out before their time, remembered in the data folder until none of their cookies is good. Other servers
 * of the same folder take the same cookies, and write the same file.
 */
export class SignedOut {
  readonly #path: string;
  /** id to the second after which it need not be remembered */
  readonly #until = new Map<string, number>();
  #state: string | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(dataFolder: string) {
    this.#path = join(dataFolder, 'api-signed-out.json');
  }

  has(id: string): boolean {
    this.#look();
    return this.#until.has(id);
  }

  /**
   * Signs a session out, at once and lastingly when the promise is kept.
   * @throws Failure `permission`, `disk-full` and such; it is signed out until the server ends even so
   */
  add(id: string, now: number): Promise<void> {
    this.#look();
    const second = Math.floor(now / 1000);
    for (const [old, until] of this.#until) if (until < second) this.#until.delete(old);
    this.#until.set(id, second + sessionSeconds);
    const written = this.#writing.then(() =>
      replaceFile(this.#path, JSON.stringify(Object.fromEntries(this.#until)), 0o600),
    );
    this.#writing = written.catch(() => {});
    return written;
  }

  #look(): void {
    const state = fileState(this.#path);
    if (state === this.#state) return;
    this.#state = state;
    for (const [id, until] of Object.entries(readStored(this.#path))) this.#until.set(id, until);
  }
}

function readStored(path: string): Record<string, number> {
  try {
    return stored.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return {};
  }
}
