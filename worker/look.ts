import { Failure } from '../contract/errors.ts';
import type { ListInfo, VideoInfo } from '../contract/video.ts';
import type { LookJob } from '../contract/worker-messages.ts';
import type { Web } from '../engine/record/web.ts';
import { askInTurn } from '../engine/sources/video/ask.ts';
import { listInfoOf, videoInfoOf } from '../engine/sources/video/info.ts';
import type { Resolver } from '../engine/sources/video/resolver.ts';
import { thumbnailOf } from '../engine/sources/video/thumbnail.ts';

/**
 * Finds out what a link leads to.
 * @param resolvers the first to be asked first
 * @throws Failure of the resolvers; `invalid-input` for a page that none of them has named
 */
export async function look(
  { url, as, next }: Pick<LookJob, 'url' | 'as' | 'next'>,
  resolvers: readonly Resolver[],
  web: Web,
  signal: AbortSignal,
): Promise<VideoInfo | ListInfo> {
  if (as === 'list') {
    const { page, those } = pageOf(next, resolvers);
    return listInfoOf(await askInTurn(those, (resolver) => resolver.list({ url, signal, next: page }), signal));
  }
  const found = await askInTurn(resolvers, (resolver) => resolver.video({ url, signal }), signal);
  return videoInfoOf(found, await thumbnailOf(found.pictures, web, signal));
}

/** The word for a page is understood by the resolver that has given it, and by no other; see `listInfoOf`. */
function pageOf(
  next: string | null,
  resolvers: readonly Resolver[],
): { page: string | null; those: readonly Resolver[] } {
  if (next === null) return { page: null, those: resolvers };
  const at = next.indexOf(':');
  const those = resolvers.filter(({ name }) => name === next.slice(0, at));
  if (those.length === 0) throw new Failure('invalid-input', { detail: 'no such page' });
  return { page: next.slice(at + 1), those };
}
