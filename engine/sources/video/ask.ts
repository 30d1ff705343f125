import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import { mayKnowBetter } from '../../../contract/video-choices.ts';
import type { ResolverSettings } from '../../../contract/worker-messages.ts';
import { isYoutubePage } from '../youtube/links.ts';
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
  if (resolver === 'yt-dlp') return [other];
  // What only looks like a link to YouTube is refused as that, unless yt-dlp makes something of it.
  const page = URL.parse(url);
  return builtin.claims(url) || (page !== null && isYoutubePage(page)) ? [builtin, other] : [other];
}

/**
 * Asks one resolver after the other until one answers, as long as the next may know better. What is told is why the first failed,
 * unless the next knows that it lies with the video; what the next said stands beside it.
 */
export async function askInTurn<T>(
  resolvers: readonly Resolver[],
  ask: (resolver: Resolver) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let told: unknown;
  for (const resolver of resolvers) {
    try {
      return await ask(resolver);
    } catch (error) {
      signal.throwIfAborted();
      told = told === undefined ? error : toldOf(told, error);
      if (!(error instanceof Failure) || !mayKnowBetter.has(error.code)) break;
    }
  }
  throw told;
}

/** What is told when one failed and another that was asked in its place failed too. */
export function toldOf(first: unknown, next: unknown): unknown {
  if (!(first instanceof Failure) || !(next instanceof Failure) || saysNothing.has(next.code)) return first;
  if (liesWithVideo.has(next.code)) return next;
  const details = new Set([first.detail, next.detail].filter((one) => one !== undefined));
  const detail = [...details].join('; ');
  const { code, retryable, retryAfterMs } = first;
  return new Failure(code, {
    ...(detail === '' ? {} : { detail }),
    cause: first,
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });
}

/** Failures of one who could not ask. */
const saysNothing: ReadonlySet<ErrorCode> = new Set(['tool-missing', 'tool-outdated']);

/** Failures that do not depend on who asks. */
const liesWithVideo: ReadonlySet<ErrorCode> = new Set([
  'video-private',
  'video-removed',
  'members-only',
  'region',
  'not-live',
  'premiere',
  'is-list',
]);
