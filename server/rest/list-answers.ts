import type { CallInput } from '../../contract/calls.ts';
import { unwrap } from '../../contract/reply.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Answered } from '../operation/operation.ts';

/** Answers that are kept, and bytes of all of them. */
const mostAnswers = 32;
const mostBytes = 4 * 1024 * 1024;

/**
 * Pages of the list of tasks as they are sent. As long as the number of the newest change stays the same, so does the list; whoever asks
 * again in the same way then gets the same bytes, without a look at the store. That number is known of an engine in this process only.
 */
export class ListAnswers {
  readonly #engine: Pick<Engine, 'call' | 'seq'>;
  readonly #kept = new Map<string, Answered & { readonly body: Buffer }>();
  #seq: number | undefined;
  #bytes = 0;

  constructor(engine: Pick<Engine, 'call' | 'seq'>) {
    this.#engine = engine;
  }

  /** @throws Failure `invalid-input` */
  async answer(input: CallInput<'tasks.list'>): Promise<Answered> {
    const key = JSON.stringify(input);
    const known = this.#known(key);
    if (known !== undefined) return known;
    const value = unwrap(await this.#engine.call('tasks.list', input));
    if (this.#engine.seq === undefined) return { status: 200, body: value };
    const answered = {
      status: 200,
      headers: { 'content-type': 'application/json; charset=utf-8', etag: `"${value.seq.toString(36)}"` },
      body: Buffer.from(JSON.stringify(value)),
    };
    this.#keep(key, value.seq, answered);
    return answered;
  }

  #known(key: string): Answered | undefined {
    if (this.#seq !== this.#engine.seq) this.#forget();
    return this.#kept.get(key);
  }

  #keep(key: string, seq: number, answered: Answered & { readonly body: Buffer }): void {
    // something has changed since it was made
    if (seq !== this.#engine.seq || answered.body.length > mostBytes) return;
    if (this.#seq !== seq || this.#kept.size >= mostAnswers || this.#bytes + answered.body.length > mostBytes)
      this.#forget();
    this.#seq = seq;
    this.#bytes += answered.body.length - (this.#kept.get(key)?.body.length ?? 0);
    this.#kept.set(key, answered);
  }

  #forget(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }
}
