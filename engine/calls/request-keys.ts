import { createHash } from 'node:crypto';
import { Failure } from '../../contract/errors.ts';
import type { Clock, Secrets } from '../host.ts';
import type { AnswerTable } from '../store/answers.ts';

/** What requests with keys work with. */
export interface RequestKeysParts {
  readonly table: AnswerTable;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

/**
 * Has a request that names itself by a key done once: whoever sends it again gets the answer of the first time, also after a crash.
 */
export class RequestKeys {
  readonly #parts: RequestKeysParts;
  /** those that are being done, and are settled once they are over */
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(parts: RequestKeysParts) {
    this.#parts = parts;
  }

  /**
   * The answer to a request.
   * @param input what was asked, plain data
   * @param work does it, and calls `keep` with its answer inside the transaction that writes down what it did
   * @throws Failure `key-reused` when the key belongs to another request; what `work` throws, after which the key is free
   */
  async once<T>(key: string, input: unknown, work: (keep: (answer: T) => void) => Promise<T>): Promise<T> {
    const print = printOf(input);
    for (let other = this.#running.get(key); other !== undefined; other = this.#running.get(key)) await other;
    const done = this.#known<T>(key, print);
    if (done !== undefined) return done.answer;
    const running = work((answer) => this.#keep(key, print, answer));
    const over = running.then(nothing, nothing).then(() => this.#running.delete(key));
    this.#running.set(key, over);
    return running;
  }

  #known<T>(key: string, print: string): { answer: T } | undefined {
    const { table, secrets, clock } = this.#parts;
    const kept = table.get(key, clock.now());
    if (kept === undefined) return undefined;
    if (secrets.open(kept.print) !== print) throw new Failure('key-reused');
    // written by `#keep` for the same request
    return { answer: JSON.parse(kept.answer) as T };
  }

  #keep(key: string, print: string, answer: unknown): void {
    const { table, secrets, clock } = this.#parts;
    // sealed, because whoever knows the rest of a request could try passwords on its digest
    table.insert(key, { print: secrets.seal(print), answer: JSON.stringify(answer) }, clock.now());
  }
}

function nothing(): void {}

/** A digest that is equal for equal requests, whatever the order of their fields. */
function printOf(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(input, inOrder)).digest('hex');
}

function inOrder(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
