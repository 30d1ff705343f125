import type { EventBatch } from '../../contract/events.ts';
import type { StateName } from '../../contract/task.ts';
import type { Wanted } from './front-end.ts';

interface Known {
  readonly state: StateName;
  readonly done: number;
  readonly length: number;
}

/** Milliseconds for anything that must happen at some time, on a machine that is busy with other tests. */
const patience = 45_000;

/** What a front end was told of its tasks. */
export class Seen {
  readonly #tasks = new Map<string, Known>();
  readonly #waiting = new Set<() => void>();

  put(id: string, part: Partial<Known>): void {
    const before = this.#tasks.get(id) ?? { state: 'queued', done: 0, length: 0 };
    this.#tasks.set(id, { ...before, ...part });
    for (const look of this.#waiting) look();
  }

  take({ tasks, progress }: EventBatch): void {
    for (const {
      id,
      state,
      progress: { done },
    } of tasks) {
      const live = state.name === 'running' ? state.live : null;
      this.put(id, { state: state.name, done, ...(live === null ? {} : { length: live.length }) });
    }
    for (const {
      id,
      progress: { done },
      live,
    } of progress)
      this.put(id, { done, ...(live === null ? {} : { length: live.length }) });
  }

  state(id: string): StateName | undefined {
    return this.#tasks.get(id)?.state;
  }

  until(id: string, wanted: Wanted): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiting.delete(look);
        clearTimeout(timer);
      };
      const look = (): void => {
        if (!fits(this.#tasks.get(id), wanted)) return;
        end();
        resolve();
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`never ${JSON.stringify(wanted)}, but ${JSON.stringify(this.#tasks.get(id))}`));
      }, patience);
      this.#waiting.add(look);
      look();
    });
  }
}

function fits(known: Known | undefined, { states, done = 0, length = 0 }: Wanted): boolean {
  return known !== undefined && states.includes(known.state) && known.done >= done && known.length >= length;
}
