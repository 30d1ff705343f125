import { exitOfSignal, exits } from './exit.ts';

/** How the user asks a command to stop. */
export interface Interruption {
  /** aborted by the first signal */
  readonly abort: AbortSignal;
  /** the first signal, once there was one */
  readonly signal: NodeJS.Signals | undefined;
  /** gives the signals their usual meaning again */
  release(): void;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Milliseconds in which a second signal counts as the first one: a terminal's Ctrl-C reaches every process of the group, and a
 * parent such as npm may pass it on once more.
 */
const sameMoment = 500;

/**
 * Catches Ctrl-C, SIGTERM and a closed terminal, so that the command can pause its tasks. The second signal ends the process
 * at once: what is stored is safe at any instant, only the pause is then not on record.
 * @param leave has the last word when that happens
 */
export function catchSignals(leave: () => void = () => undefined): Interruption {
  const controller = new AbortController();
  let first: NodeJS.Signals | undefined;
  let at = 0;
  const listen = (signal: NodeJS.Signals) => {
    if (first !== undefined) {
      if (performance.now() - at <= sameMoment) return;
      leave();
      process.exit(exits[exitOfSignal(signal)].code);
    }
    first = signal;
    at = performance.now();
    controller.abort();
  };
  for (const signal of signals) process.on(signal, listen);
  return {
    abort: controller.signal,
    get signal() {
      return first;
    },
    release() {
      for (const signal of signals) process.off(signal, listen);
    },
  };
}
