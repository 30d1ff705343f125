import { Failure } from '../../contract/errors.ts';
import type { ServeOptions } from '../serve-options.ts';
import { Allowance } from './allowance.ts';
import { Codes } from './codes.ts';
import { countedAs } from './counted-as.ts';
import { newSession, readSession, type Session, writeSession } from './session.ts';
import { SignedOut } from './signed-out.ts';
import type { Token } from './token.ts';
import { TokenFile } from './token-file.ts';

const minute = 60_000;

/** What was checked of who asks. */
export type Visitor =
  | { readonly kind: 'stranger' }
  /** `token` is the one that holds, and vouches for the session */
  | { readonly kind: 'token'; readonly token: Token }
  | { readonly kind: 'session'; readonly token: Token; readonly session: Session };

export const stranger: Visitor = { kind: 'stranger' };

/** Knows who may come in. One for each server. */
export class Door {
  readonly #codes = new Codes();
  readonly #tokens: TokenFile;
  readonly #signedOut: SignedOut;
  readonly #wrong = new Allowance({ times: 10, within: minute });
  readonly #strange = new Allowance({ times: 120, within: minute });
  /** against a program that went wild, not against an attacker, who has no token */
  readonly #known = new Allowance({ times: 20_000, within: 10_000 });
  readonly #now = () => Date.now();

  /**
   * @param changed called when somebody who was let in may no longer be
   * @throws Failure of `TokenFile`
   */
  constructor({ tokenFile, data, log }: Pick<ServeOptions, 'tokenFile' | 'data' | 'log'>, changed: () => void) {
    this.#tokens = new TokenFile(tokenFile, log, changed);
    this.#signedOut = new SignedOut(data);
  }

  /**
   * Who sent a token.
   * @throws Failure `sign-in` when it is wrong; `too-many-requests` after too many wrong ones of that address, whatever it is
   */
  byToken(given: string, address: string): Visitor {
    const token = this.#tokens.current();
    this.#judge(address, () => token?.matches(given) === true);
    return token === undefined ? stranger : { kind: 'token', token };
  }

  /** Who sent a cookie, if it is good. */
  byCookie(value: string): Visitor {
    const token = this.#tokens.current();
    const session = token && readSession(value, token.sessionKey, this.#now());
    if (token === undefined || session === undefined || this.#signedOut.has(session.id)) return stranger;
    return { kind: 'session', token, session };
  }

  /** Whether somebody who was let in still would be. */
  isWelcome(visitor: Visitor): boolean {
    if (visitor.kind === 'stranger' || visitor.token !== this.#tokens.current()) return false;
    return visitor.kind === 'token' || !this.#signedOut.has(visitor.session.id);
  }

  /**
   * The cookie of a new session for who has the token, or a code that was not used yet.
   * @throws Failure as `byToken`
   */
  signIn(by: { readonly token: string } | { readonly code: string }, address: string): string {
    if ('token' in by) this.byToken(by.token, address);
    else this.#judge(address, () => this.#codes.take(by.code, this.#now()));
    return this.cookieFor(newSession(this.#now()));
  }

  /** @throws Failure `sign-in` when there is no token any more */
  cookieFor(session: Session): string {
    const key = this.#tokens.current()?.sessionKey;
    if (key === undefined) throw new Failure('sign-in');
    return writeSession(session, key);
  }

  /** A code that signs in once. */
  newCode(): string {
    return this.#codes.make(this.#now());
  }

  signOut({ id }: Session): Promise<void> {
    return this.#signedOut.add(id, this.#now());
  }

  /** @throws Failure `too-many-requests` */
  countRequest(visitor: Visitor, address: string): void {
    if (visitor.kind === 'stranger') this.#spend(this.#strange, countedAs(address));
    else this.#spend(this.#known, visitor.kind === 'session' ? visitor.session.id : countedAs(address));
  }

  /** Nothing is compared for an address that guessed too often: else it could go on guessing, and see by the answer when it is right. */
  #judge(address: string, isRight: () => boolean): void {
    const key = countedAs(address);
    refuseFor(this.#wrong.wait(key, passed()));
    if (isRight()) return;
    this.#wrong.count(key, passed());
    throw new Failure('sign-in');
  }

  #spend(allowance: Allowance, key: string): void {
    const now = passed();
    refuseFor(allowance.wait(key, now));
    allowance.count(key, now);
  }
}

/** Milliseconds of a clock that nobody sets: one that was set back would keep people out until it had caught up. */
function passed(): number {
  return performance.now();
}

function refuseFor(milliseconds: number): void {
  if (milliseconds > 0) throw new Failure('too-many-requests', { retryAfterMs: milliseconds });
}
