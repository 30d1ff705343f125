import type { Progress, TaskId } from '../contract/task.ts';
import type { JobTools } from './running-job.ts';

/** The path for the file of a job, which the deciding process alone can promise. */
export class Reservation {
  readonly #id: TaskId;
  readonly #tools: Pick<JobTools, 'port' | 'mail'>;
  readonly #signal: AbortSignal;
  #answer: ((path: string) => void) | undefined;

  /** @param signal nobody waits for the path any more */
  constructor(id: TaskId, tools: Pick<JobTools, 'port' | 'mail'>, signal: AbortSignal) {
    this.#id = id;
    this.#tools = tools;
    this.#signal = signal;
  }

  /**
   * Asks for a path.
   * @param taken the one of before is in use by another program
   * @param progress what `running` would say with it, or `null`
   * @throws the reason of the signal
   */
  readonly ask = (path: string, taken: boolean, progress: Progress | null): Promise<string> => {
    const { port, mail } = this.#tools;
    if (progress !== null) mail.drop(this.#id);
    port.send({ type: 'reserve', id: this.#id, path, taken, progress });
    return new Promise<string>((resolve, reject) => {
      this.#answer = resolve;
      this.#signal.addEventListener('abort', () => reject(this.#signal.reason), { once: true });
    });
  };

  /** The answer has come. */
  answer(path: string): void {
    this.#answer?.(path);
    this.#answer = undefined;
  }
}
