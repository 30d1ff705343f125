import type { LeaveAnswer } from '../../contract/leaving.ts';
import { Asking } from './asking.ts';
import { type Needs, questionOf } from './needs.ts';

/** What `Leaving` has done. */
export interface LeavingActions {
  /** what needs the program right now */
  needs(): Promise<Needs>;
  /** tells what needs the program, now and after each change, until the result is called */
  watch(tell: (needs: Needs) => void): () => void;
  /** ends these recordings and keeps what they have */
  stop(ids: readonly string[]): Promise<void>;
  /** brings the window to the front, opening it when there is none */
  show(): void;
  /** closes the window and leaves a sign where the platform has a place for one */
  hide(): void;
  /** takes the sign away */
  unhide(): void;
  /** ends the program */
  quit(): void;
}

type Stage =
  | { readonly name: 'staying' }
  /** finding out what would be missed */
  | { readonly name: 'looking' }
  | { readonly name: 'asking' }
  /** the recordings are being ended; `unwatch` forgets that the program is to end then */
  | { readonly name: 'stopping'; readonly unwatch: () => void }
  /** without a window; ends by itself when nothing needs it any more */
  | { readonly name: 'background'; readonly unwatch: () => void }
  | { readonly name: 'leaving' };

/**
 * The way out of the program. While a stream is recorded, or a recording waits for its time, a person is asked first; what a
 * live stream shows meanwhile could not be had again.
 */
export class Leaving {
  readonly asking = new Asking();
  readonly #actions: LeavingActions;
  #stage: Stage = { name: 'staying' };

  constructor(actions: LeavingActions) {
    this.#actions = actions;
  }

  get isInBackground(): boolean {
    return this.#stage.name === 'background';
  }

  /**
   * Somebody closes the window or ends the program.
   * @returns whether that may happen now; if not, it comes to it by itself, or a person is asked
   */
  request(what: 'close' | 'quit'): boolean {
    switch (this.#stage.name) {
      case 'leaving':
        return true;
      case 'background':
        if (what === 'close') return true;
        void this.#look();
        return false;
      case 'staying':
        void this.#look();
        return false;
      case 'looking':
        return false;
      case 'asking':
        // A page that does not take the question must not keep anybody in.
        if (!this.asking.isTaken) this.#go();
        else this.#actions.show();
        return false;
      case 'stopping':
        this.#go();
        return false;
    }
  }

  /** What the person said; out of place it is passed over. */
  async answer(answer: LeaveAnswer): Promise<void> {
    const stage = this.#stage.name;
    if (stage !== 'asking' && stage !== 'stopping') return;
    this.asking.close();
    switch (answer) {
      case 'stay':
        this.#enter({ name: 'staying' });
        return;
      case 'quit':
        this.#go();
        return;
      case 'background':
        this.#enter({ name: 'background', unwatch: this.#actions.watch((needs) => this.#endWhenDone(needs)) });
        this.#actions.hide();
        return;
      case 'stop':
        if (stage === 'asking') await this.#stop();
    }
  }

  /** The window is there again. */
  shown(): void {
    if (this.#stage.name !== 'background') return;
    this.#enter({ name: 'staying' });
    this.#actions.unhide();
  }

  /** The platform ends the program, or shuts down: nobody is asked. */
  end(): void {
    this.#go();
  }

  async #look(): Promise<void> {
    this.#enter({ name: 'looking' });
    const question = questionOf(await this.#actions.needs());
    if (this.#stage.name !== 'looking') return;
    if (question === null) {
      this.#go();
      return;
    }
    this.#actions.unhide();
    this.#enter({ name: 'asking' });
    this.#actions.show();
    this.asking.ask(question);
  }

  async #stop(): Promise<void> {
    const stopping = { name: 'stopping', unwatch: () => undefined } as const;
    this.#enter(stopping);
    const { recording } = await this.#actions.needs();
    await this.#actions.stop(recording.map(({ id }) => id));
    if (this.#stage !== stopping) return;
    const unwatch = this.#actions.watch(({ ending }) => {
      if (ending === 0 && this.#stage.name === 'stopping') this.#go();
    });
    this.#enter({ name: 'stopping', unwatch });
  }

  #endWhenDone({ recording, waiting, ending, busy }: Needs): void {
    if (this.#stage.name === 'background' && recording.length + waiting.length + ending + busy === 0) this.#go();
  }

  #go(): void {
    this.#enter({ name: 'leaving' });
    this.#actions.quit();
  }

  #enter(stage: Stage): void {
    if ('unwatch' in this.#stage) this.#stage.unwatch();
    this.#stage = stage;
  }
}
