import { chmodSync, readFileSync, statSync } from 'node:fs';
import { Failure } from '../../contract/errors.ts';
import { createOnce } from '../../engine/files/create-once.ts';
import { errnoOf, fileFailure } from '../../engine/files/failure.ts';
import type { Log } from '../../engine/host.ts';
import { fileState } from './file-state.ts';
import { newToken, readToken, type Token } from './token.ts';

const largest = 4096;

/** The file that holds the token. It is made when it is missing, and what is written into it later holds from then on. */
export class TokenFile {
  readonly #path: string;
  readonly #log: Log;
  readonly #changed: () => void;
  #token: Token | undefined;
  #state: string | undefined;

  /**
   * @param changed called when it was seen that the file holds another token than before, or none
   * @throws Failure `invalid-input` when the file holds no token of 128 bits or more; `permission` and such when it cannot be read or made
   */
  constructor(path: string, log: Log, changed: () => void) {
    this.#path = path;
    this.#log = log;
    this.#changed = changed;
    createOnce(path, `${newToken()}\n`);
    this.#tighten();
    try {
      this.#state = fileState(path);
      this.#token = tokenIn(path);
    } catch (error) {
      throw fileFailure(error, path);
    }
    if (this.#token === undefined)
      throw new Failure('invalid-input', {
        detail: `${path} holds no token: one line of at least 22 characters, 32 if hexadecimal, by chance`,
      });
  }

  /** The token as the file has it now; `undefined` while the file holds none, and then nobody gets in by it. */
  current(): Token | undefined {
    const state = fileState(this.#path);
    if (state === this.#state) return this.#token;
    const before = this.#token;
    try {
      this.#token = tokenIn(this.#path);
      this.#state = state;
    } catch {
      // what hinders it may pass, so it is read again the next time
      this.#token = undefined;
      this.#state = undefined;
    }
    if (before === undefined && this.#token === undefined) return undefined;
    if (this.#token === undefined) this.#log.warn('the file of the API token holds no token, so nobody gets in');
    else this.#log.info('the API token was changed, and who was signed in no longer is');
    this.#changed();
    return this.#token;
  }

  /** A file that was given, or copied, may be open to others. It may also be a mounted secret that is not ours to change. */
  #tighten(): void {
    if (process.platform === 'win32') return;
    try {
      if ((statSync(this.#path).mode & 0o077) === 0) return;
      this.#log.warn('the file of the API token could be read by others of this computer', { path: this.#path });
      chmodSync(this.#path, 0o600);
    } catch (error) {
      this.#log.warn('the file of the API token stays open to others', { errno: errnoOf(error) });
    }
  }
}

/** @throws what reading throws */
function tokenIn(path: string): Token | undefined {
  const stat = statSync(path);
  return stat.isFile() && stat.size <= largest ? readToken(readFileSync(path, 'utf8')) : undefined;
}
