import { Failure } from '../../../contract/errors.ts';
import { mayKnowBetter } from '../../../contract/video-choices.ts';
import type { ResolverSettings } from '../../../contract/worker-messages.ts';
import { YoutubeResolver } from '../youtube/resolver.ts';
import { YtDlpResolver } from '../yt-dlp/resolver.ts';
import type { Access } from './access.ts';
import type { Resolver } from './resolver.ts';

/**
 * The resolvers for a link, the first to be asked first.
 * @param onChild a process was started, or has ended, that would outlive this one when it is killed
 */
export function resolversFor(
  url: string,
  { resolver, ytDlp, clients }: ResolverSettings,
  access: Access,
  onChild: (pid: number, running: boolean) => void,
): readonly Resolver[] {
  const builtin = new YoutubeResolver(access, clients);
  const other = new YtDlpResolver(access, ytDlp, onChild);
  if (resolver === 'builtin') return [builtin];
  if (resolver === 'yt-dlp' || !builtin.claims(url)) return [other];
  return [builtin, other];
}

/**
 * Asks one resolver after the other until one answers, as long as the next may know better. What is told is why the first
 * failed.
 */
export async function askInTurn<T>(
  resolvers: readonly Resolver[],
  ask: (resolver: Resolver) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let first: unknown;
  for (const resolver of resolvers) {
    try {
      return await ask(resolver);
    } catch (error) {
      signal.throwIfAborted();
      first ??= error;
      if (!(error instanceof Failure) || !mayKnowBetter.has(error.code)) break;
    }
  }
  throw first;
}
