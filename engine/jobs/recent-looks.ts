import type { ListInfo, VideoInfo } from '../../contract/video.ts';
import type { LookJob } from '../../contract/worker-messages.ts';
import type { Clock } from '../host.ts';

/** Milliseconds for which an answer holds: a window asks again when somebody goes back and forth. */
const holds = 60_000;
/** Answers that are kept; one may hold a picture or a hundred entries. */
const atMost = 20;

interface Recent {
  readonly at: number;
  readonly answer: Promise<VideoInfo | ListInfo>;
}

/** Answers of the last minute. The same question asked twice, also at once, goes to its site once; a failure is forgotten. */
export class RecentLooks {
  readonly #clock: Clock;
  readonly #recent = new Map<string, Recent>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The answer to a question. @param ask asks it, where nobody has */
  of({ id: _, ...question }: LookJob, ask: () => Promise<VideoInfo | ListInfo>): Promise<VideoInfo | ListInfo> {
    const now = this.#clock.now();
    for (const [key, { at }] of this.#recent) if (now - at >= holds) this.#recent.delete(key);
    // secrets are part of it: another user is shown other things
    const key = JSON.stringify(question);
    const known = this.#recent.get(key);
    if (known !== undefined) return known.answer;
    const recent = { at: now, answer: ask() };
    this.#recent.set(key, recent);
    const [oldest] = this.#recent.keys();
    if (this.#recent.size > atMost && oldest !== undefined) this.#recent.delete(oldest);
    recent.answer.catch(() => {
      if (this.#recent.get(key) === recent) this.#recent.delete(key);
    });
    return recent.answer;
  }
}
