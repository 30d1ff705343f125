import { setTimeout as wait } from 'node:timers/promises';

/** Waits, or throws the reason of the signal at once when it is aborted. @param ms milliseconds */
export async function delay(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}

/** Milliseconds before try number `failures` + 1 of one connection: doubling from 0.5 s to 8 s, half of it by chance. */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(8000, 500 * 2 ** (failures - 1));
  return full / 2 + (full / 2) * random;
}
