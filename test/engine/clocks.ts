import { systemClock } from '../../engine/clock.ts';
import type { Clock } from '../../engine/host.ts';

/** A clock that runs `factor` times as fast as the real one, for what waits for seconds. */
export function fastClock(factor: number): Clock {
  const start = Date.now();
  return {
    now: () => Math.round(start + (Date.now() - start) * factor),
    after: (ms, call) => systemClock.after(ms / factor, call),
  };
}

/** A clock that stands still until it is told otherwise. */
export class ManualClock implements Clock {
  #now = 1_000_000;
  readonly #timers = new Set<{ at: number; call: () => void }>();

  now(): number {
    return this.#now;
  }

  after(ms: number, call: () => void): () => void {
    const timer = { at: this.#now + ms, call };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Lets time pass; timers ring in their order. */
  pass(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const [next] = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#now = next.at;
      next.call();
    }
    this.#now = end;
  }

  get pending(): number {
    return this.#timers.size;
  }
}
