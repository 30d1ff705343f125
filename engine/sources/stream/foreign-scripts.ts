import { textOf } from '../hls/track.ts';
import { playlistLinks } from '../page/text-links.ts';
import type { Planning } from './planning.ts';

/** A script with the page that names it, both absolute. */
export interface NamedScript {
  readonly url: string;
  readonly page: string;
}

/** What a script of another host names. */
interface Finding {
  readonly page: string;
  readonly links: readonly string[];
}

/** Scripts that are fetched, bytes of one and of all, milliseconds for all. */
const limits = { scripts: 8, bytes: 4 * 1024 * 1024, allBytes: 12 * 1024 * 1024, ms: 15_000 } as const;

/** What the address of a script says when it has to do with playing something. */
const aboutPlaying = /play|stream|video|live|embed|media|broadcast|channel|hls|dash/iu;

/** Those first whose address speaks of playing: pages name many scripts that only count visitors. */
function likelyFirst(scripts: readonly NamedScript[]): readonly NamedScript[] {
  const speaks = ({ url }: NamedScript): number => Number(aboutPlaying.test(url));
  return scripts.toSorted((a, b) => speaks(b) - speaks(a));
}

/**
 * Looks through scripts of other hosts than their page's for addresses of playlists, the likeliest first, within bounds of number,
 * size and time. Their hosts are told nothing about who asks. What cannot be fetched is passed over.
 */
export async function* searchForeignScripts(
  scripts: readonly NamedScript[],
  { web, signal }: Planning,
): AsyncGenerator<Finding> {
  const late = AbortSignal.timeout(limits.ms);
  let bytes: number = limits.allBytes;
  for (const { url, page } of likelyFirst(scripts).slice(0, limits.scripts)) {
    if (late.aborted || bytes <= 0) return;
    const request = {
      ...{ url, referer: page, anonymous: true, compressible: true },
      ...{ atMost: Math.min(limits.bytes, bytes), signal: AbortSignal.any([signal, late]) },
    };
    const answer = await web.get(request).catch(() => null);
    signal.throwIfAborted();
    if (answer === null) continue;
    bytes -= answer.body.length;
    const links = playlistLinks(textOf(answer), page);
    if (links.length > 0) yield { page, links };
  }
}
