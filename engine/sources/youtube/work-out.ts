import { outdated } from './outdated.ts';

/** Milliseconds that the code of a player may take for all addresses of a video; a real one's takes less than a second. */
const patience = 30_000;

/** What bounds the work. */
export interface WorkBounds {
  readonly signal: AbortSignal;
  /** milliseconds on a clock that does not jump */
  readonly now: () => number;
}

/**
 * Addresses of formats, worked out one after the other: what was learned for the first is known for the next. Each run of code has a
 * limit of its own; this is the one for all of them, for a site may name as many as it likes.
 * @throws Failure `extractor-outdated`, that of `workOut`; the reason of the signal
 */
export async function workOutAll<F>(
  formats: readonly F[],
  workOut: (format: F) => Promise<string>,
  where: string,
  { signal, now }: WorkBounds,
): Promise<{ readonly format: F; readonly url: string }[]> {
  const until = now() + patience;
  const all: { format: F; url: string }[] = [];
  for (const format of formats) {
    all.push({ format, url: await workOut(format) });
    signal.throwIfAborted();
    if (now() > until) throw outdated(`the player's code takes more than ${patience / 1000} s`, where);
  }
  return all;
}
