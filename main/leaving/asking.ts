import type { LeaveQuestion } from '../../contract/leaving.ts';

/** Brings a question to the page: the page waits for one, and takes it when there is one. */
export class Asking {
  #open: LeaveQuestion | null = null;
  #waiting: ((question: LeaveQuestion) => void) | null = null;
  #taken = false;

  /** Whether the page has the question that is open. */
  get isTaken(): boolean {
    return this.#taken;
  }

  /** The page's side: the open question, or the next one there is. A page that is drawn anew gets the open one again. */
  next(): Promise<LeaveQuestion> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#hand();
    });
  }

  ask(question: LeaveQuestion): void {
    this.#open = question;
    this.#taken = false;
    this.#hand();
  }

  /** It was answered, or is none any more. */
  close(): void {
    this.#open = null;
    this.#taken = false;
  }

  /** The page is gone, and what it had with it. */
  lose(): void {
    this.#waiting = null;
    this.#taken = false;
  }

  #hand(): void {
    if (this.#open === null || this.#waiting === null) return;
    this.#waiting(this.#open);
    this.#waiting = null;
    this.#taken = true;
  }
}
