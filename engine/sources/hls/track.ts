import { Failure } from '../../../contract/errors.ts';
import type { PlannedTrack, Reload } from '../../record/plan.ts';
import type { MediaPlaylist } from '../../record/playlist.ts';
import type { Web, WebAnswer } from '../../record/web.ts';
import { type Directives, withDirectives } from './directives.ts';
import { HoldBack } from './hold-back.ts';
import { readMediaPlaylist } from './media-playlist.ts';

/** Bytes: a day of segments of two seconds with long addresses. */
export const playlistAtMost = 64 * 1024 * 1024;

/** A media playlist to follow. */
export interface HlsTrackSource {
  readonly id: string;
  readonly kind: PlannedTrack['kind'];
  readonly language: string | null;
  readonly name: string | null;
  readonly url: string;
  /** see `PlaylistOrigin.variables` */
  readonly variables: Readonly<Record<string, string>> | null;
  readonly referer: string | null;
  /** read a moment ago: the first load is answered with it, if it comes soon */
  readonly first: MediaPlaylist | null;
}

/** A track whose playlist is read anew with every load, with what its server can do for that: blocking reload, delta updates. */
export function hlsTrack(source: HlsTrackSource, web: Web, now: () => number): PlannedTrack {
  let first = source.first;
  let last = { playlist: first, at: now() };
  const holdBack = new HoldBack();

  const fetched = async (
    reload: Reload,
    directives: Directives,
    signal: AbortSignal,
  ): Promise<MediaPlaylist | null> => {
    const answer = await fetchPlaylist(web, withDirectives(source.url, directives), source.referer, signal);
    const { variables } = source;
    const mayBlock = holdBack.mayAsk(now());
    return readMediaPlaylist(textOf(answer), { url: answer.url, variables, before: reload.before, mayBlock });
  };

  const load = async (reload: Reload): Promise<MediaPlaylist> => {
    const directives = directivesFor(reload, last, now(), holdBack.mayAsk(now()));
    const asks = directives.waitFor !== null || directives.skip;
    if (asks) {
      const { waitFor } = directives;
      const playlist = await fetched(reload, directives, waiting(reload)).catch((error: unknown) => {
        // A server that promises more than it can do is asked for the plain playlist; only what that answers counts.
        if (reload.signal.aborted || (error instanceof Failure && error.code === 'protected')) throw error;
        return null;
      });
      if (waitFor !== null) holdBack.asked(waitFor, playlist !== null && has(playlist, waitFor), now());
      if (playlist !== null) return playlist;
    }
    const playlist = await fetched(reload, { waitFor: null, skip: false }, reload.signal);
    if (playlist !== null) return playlist;
    throw new Failure('corrupt-media', { detail: 'the server leaves out segments without being asked to' });
  };

  return {
    id: source.id,
    kind: source.kind,
    language: source.language,
    name: source.name,
    load: async (reload) => {
      const early = first;
      first = null;
      if (early !== null && reload.before === null && isFresh(early, now() - last.at)) return early;
      const playlist = await load(reload);
      last = { playlist, at: now() };
      return playlist;
    },
  };
}

/** Fetches the text of a playlist. @throws Failure of the HTTP client */
export function fetchPlaylist(web: Web, url: string, referer: string | null, signal: AbortSignal): Promise<WebAnswer> {
  return web.get({ url, atMost: playlistAtMost, compressible: true, referer, signal });
}

/** The text of an answer; what is not UTF-8 in it becomes a mark. */
export function textOf(answer: { readonly body: Uint8Array }): string {
  return new TextDecoder().decode(answer.body);
}

function directivesFor(
  reload: Reload,
  last: { readonly playlist: MediaPlaylist | null; readonly at: number },
  now: number,
  mayBlock: boolean,
): Directives {
  const { before } = reload;
  if (before === null || before.ended) return { waitFor: null, skip: false };
  const { canBlockReload, canSkipUntil } = before.control;
  // Older than half the skip boundary, the playlist may lack segments that the server leaves out (section 6.2.5.1).
  const recent = before === last.playlist && canSkipUntil !== null && now - last.at < (canSkipUntil / 2) * 1000;
  return { waitFor: canBlockReload && mayBlock ? reload.waitFor : null, skip: recent };
}

/** A server that holds a request back gives up after three target durations (RFC 8216bis section 6.2.5.2); so do we, a little later. */
function waiting(reload: Reload): AbortSignal {
  const target = reload.before?.targetDuration ?? 0;
  return AbortSignal.any([reload.signal, AbortSignal.timeout(Math.ceil(Math.max(0.5, target * 3.5) * 1000))]);
}

/** Whether it is as far as somebody waited for, or will never be. */
function has({ segments, ended }: MediaPlaylist, sequence: number): boolean {
  return ended || (segments.at(-1)?.sequence ?? Number.NEGATIVE_INFINITY) >= sequence;
}

function isFresh(playlist: MediaPlaylist, age: number): boolean {
  return playlist.ended || age <= playlist.targetDuration * 500;
}
