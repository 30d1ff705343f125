import { amountOf, dig, findAll, wordOf } from './dig.ts';

/** The video that a clip was cut out of, and which piece of it. */
export interface Clip {
  readonly id: string;
  /** seconds; `null` where nobody says */
  readonly piece: { readonly start: number; readonly end: number } | null;
}

/** The video that the page of a clip plays, and what has to be asked with it; `null` when it plays none. */
export function clipTarget(endpoint: unknown): { readonly id: string; readonly params: string | null } | null {
  const watch = dig(endpoint, 'watchEndpoint');
  const id = wordOf(dig(watch, 'videoId'));
  return id === null ? null : { id, params: wordOf(dig(watch, 'params')) ?? wordOf(dig(watch, 'playerParams')) };
}

/** @param next what `/youtubei/v1/next` answered for the clip */
export function pieceOf(next: unknown): Clip['piece'] {
  for (const { value } of findAll(next, new Set(['loopCommand', 'clipConfig']))) {
    const start = amountOf(dig(value, 'startTimeMs'));
    const end = amountOf(dig(value, 'endTimeMs'));
    if (start !== null && end !== null && end > start) return { start: start / 1000, end: end / 1000 };
  }
  return null;
}
