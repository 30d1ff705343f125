import type { CallInput } from '../../contract/calls.ts';
import type { Transport } from '../transport.ts';
import { beginList, type ListChoice, withPage } from './list-choice.ts';
import { type Asked, type Look, usually } from './look.ts';

/** Links that are looked at in the same moment. */
const atOnce = 3;

/** Where looks are kept, and what goes with each question. */
interface Keeper {
  /** of a link; `null` when there is none, or the link is gone */
  get(key: string): Look | null;
  set(key: string, look: Look): void;
  /** link and access; `null` when the link is gone */
  question(key: string): Pick<CallInput<'videos.look'>, 'url' | 'options'> | null;
}

/** Asks what links lead to. */
export interface Looks {
  /** asks once, as soon as it is the link's turn */
  want(key: string): void;
  /** asks anew */
  again(key: string, how: Partial<Asked>): void;
  /** reads a list to its end; true when all of it is here */
  readAll(key: string): Promise<boolean>;
}

/** The looks of one dialog. An answer counts only while its question still stands. */
export function createLooks(transport: Transport, keeper: Keeper): Looks {
  const queue: string[] = [];
  const reading = new Map<string, Promise<boolean>>();
  let busy = 0;

  async function look(key: string): Promise<void> {
    const before = keeper.get(key);
    const question = keeper.question(key);
    if (before?.state !== 'waiting' || question === null) return;
    const { asked } = before;
    const looking: Look = { state: 'looking', asked };
    keeper.set(key, looking);
    const reply = await transport.call('videos.look', { ...question, ...howOf(asked) });
    if (keeper.get(key) !== looking) return;
    if (!reply.ok) return keeper.set(key, { state: 'failed', asked, error: reply.error });
    const { value } = reply;
    if (value.kind === 'list') keeper.set(key, { state: 'list', asked, list: beginList(value) });
    else if (value.kind === 'video') keeper.set(key, { state: 'video', asked, info: value });
    else keeper.set(key, { state: 'both', asked, info: value });
  }

  function next(): void {
    while (busy < atOnce) {
      const key = queue.shift();
      if (key === undefined) return;
      busy += 1;
      void look(key).finally(() => {
        busy -= 1;
        next();
      });
    }
  }

  function ask(key: string, asked: Asked): void {
    keeper.set(key, { state: 'waiting', asked });
    queue.push(key);
    next();
  }

  /** Reads one page. False when there is nothing more to be had. */
  async function readPage(key: string): Promise<boolean> {
    const before = keeper.get(key);
    const question = keeper.question(key);
    if (before?.state !== 'list' || before.list.next === null || question === null) return false;
    const { asked } = before;
    const change = (to: (list: ListChoice) => ListChoice): boolean => {
      const now = keeper.get(key);
      if (now?.state !== 'list' || now.asked !== asked) return false;
      keeper.set(key, { ...now, list: to(now.list) });
      return true;
    };
    change((list) => ({ ...list, loading: true, problem: null }));
    const { resolver } = howOf(asked);
    const input = { ...question, ...(resolver ? { resolver } : {}), url: before.list.info.url, next: before.list.next };
    const reply = await transport.call('videos.more', input);
    if (!reply.ok) {
      change((list) => ({ ...list, loading: false, problem: reply.error }));
      return false;
    }
    return change((list) => withPage(list, reply.value));
  }

  async function readOn(key: string): Promise<boolean> {
    while (await readPage(key));
    const now = keeper.get(key);
    return now?.state === 'list' && now.list.next === null;
  }

  return {
    want: (key) => {
      if (keeper.get(key) === null) ask(key, usually);
    },
    again: (key, how) => ask(key, { ...(keeper.get(key)?.asked ?? usually), ...how }),
    readAll(key) {
      const now = reading.get(key) ?? readOn(key).finally(() => reading.delete(key));
      reading.set(key, now);
      return now;
    },
  };
}

function howOf({ as, resolver }: Asked): Pick<CallInput<'videos.look'>, 'as' | 'resolver'> {
  return { ...(as === null ? {} : { as }), ...(resolver === null ? {} : { resolver }) };
}
