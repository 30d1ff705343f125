/** Bytes by which the beginning of an answer is looked for in what came before: some frames of sound, which are never alike. */
const SOUGHT = 4096;
/** Bytes that are remembered. Icecast gives 64 KiB of what was played last to every new listener, stations set some times that. */
const REMEMBERED = 256 * 1024;

/**
 * Finds out whether an answer goes on where the one before broke off: radio servers begin with what they played last, so that a
 * listener who comes back soon has missed nothing, and has some of it already. Keeps the last bytes of sound.
 */
export class Rejoin {
  #recent: Uint8Array[] = [];
  #size = 0;
  /** what the last answer ended with that is no whole frame; `null`: nothing can be gone on with */
  #rest: Uint8Array | null = null;
  /** what came before, while it is not known whether this answer goes on behind it */
  #before: Buffer | null = null;
  #held: Uint8Array[] = [];
  #joined = false;

  /** Whether the present answer goes on where the one before broke off; `unknown` while nothing of it is new. */
  get state(): 'unknown' | 'joined' | 'apart' {
    if (this.#before !== null) return 'unknown';
    return this.#joined ? 'joined' : 'apart';
  }

  /** Whether there is something a later answer could go on behind. */
  get possible(): boolean {
    return this.#rest !== null;
  }

  /** Another answer begins. */
  again(): void {
    this.#before = this.possible ? Buffer.concat(this.#recent) : null;
    this.#held = [];
    this.#joined = false;
  }

  /**
   * Takes the next bytes of sound of the present answer.
   * @returns what is new of all that came so far, from the beginning of a frame where it goes on; nothing while that is not known
   */
  push(bytes: Uint8Array): Uint8Array[] {
    if (this.#before === null) {
      this.#remember(bytes);
      return [bytes];
    }
    this.#held.push(bytes);
    const answer = Buffer.concat(this.#held);
    if (answer.length < SOUGHT) return [];
    const overlap = overlapOf(this.#before, answer);
    if (overlap === null) return this.#apart();
    if (answer.length <= overlap) return [];
    const fresh = answer.subarray(overlap);
    const rest = this.#rest ?? new Uint8Array();
    this.#before = null;
    this.#held = [];
    this.#joined = true;
    this.#remember(fresh);
    return [rest, fresh].filter(({ length }) => length > 0);
  }

  /** The answer is over. @returns what was held back and is new */
  over(): Uint8Array[] {
    if (this.#before === null) return [];
    const answer = Buffer.concat(this.#held);
    // All of it is known: the next answer may go on in the same place.
    if (answer.length === 0 || (answer.length >= SOUGHT && overlapOf(this.#before, answer) !== null)) return [];
    return this.#apart();
  }

  /** @param rest what was taken and is no whole frame; `null` where nobody can go on in the middle of the stream */
  leave(rest: Uint8Array | null): void {
    this.#rest = rest;
  }

  #apart(): Uint8Array[] {
    const held = this.#held;
    [this.#before, this.#held, this.#recent, this.#size] = [null, [], [], 0];
    for (const bytes of held) this.#remember(bytes);
    return held;
  }

  #remember(bytes: Uint8Array): void {
    this.#recent.push(bytes);
    this.#size += bytes.length;
    for (let first = this.#recent[0]; first !== undefined; first = this.#recent[0]) {
      if (this.#size - first.length < REMEMBERED) return;
      this.#recent.shift();
      this.#size -= first.length;
    }
  }
}

/**
 * How many bytes at the end of `before` an answer begins with, or `null`. Where its beginning is found more than once, as in
 * silence, nobody can tell.
 */
function overlapOf(before: Buffer, answer: Buffer): number | null {
  const beginning = answer.subarray(0, SOUGHT);
  const at = before.indexOf(beginning);
  if (at < 0 || before.indexOf(beginning, at + 1) >= 0) return null;
  const overlap = before.subarray(at);
  const common = Math.min(overlap.length, answer.length);
  return overlap.subarray(0, common).equals(answer.subarray(0, common)) ? overlap.length : null;
}
