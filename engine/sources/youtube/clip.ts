import type { FoundVideo } from '../video/found.ts';
import { amountOf, dig, findAll, wordOf } from './dig.ts';

/** The video that the page of a clip plays, and what has to be asked with it; `null` when it plays none. */
export function clipTarget(endpoint: unknown): { readonly id: string; readonly params: string | null } | null {
  const watch = dig(endpoint, 'watchEndpoint');
  const id = wordOf(dig(watch, 'videoId'));
  return id === null ? null : { id, params: wordOf(dig(watch, 'params')) ?? wordOf(dig(watch, 'playerParams')) };
}

/**
 * Which piece of the video a clip is, in seconds; `null` where nobody says.
 * @param next what `/youtubei/v1/next` answered for the clip
 */
export function pieceOf(next: unknown): NonNullable<FoundVideo['piece']> | null {
  for (const { value } of findAll(next, new Set(['loopCommand', 'clipConfig']))) {
    const start = amountOf(dig(value, 'startTimeMs'));
    const end = amountOf(dig(value, 'endTimeMs'));
    if (start !== null && end !== null && end > start) return { start: start / 1000, end: end / 1000 };
  }
  return null;
}
