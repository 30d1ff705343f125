import { youtubeLink } from '../youtube/links.ts';
import { askInTurn } from './ask.ts';
import type { FoundVideo } from './found.ts';
import type { Resolver } from './resolver.ts';

/** Sites that have to be asked where their streams lie. */
export interface VideoSites {
  /** Whether a link is known to be one of theirs: what its page holds is of no interest then. */
  claims(link: string): boolean;
  /** @throws Failure as `Resolver.video` */
  video(link: string, signal: AbortSignal): Promise<FoundVideo>;
}

/** The sites that the resolvers know. @param resolversFor who they are, for a link */
export function videoSites(resolversFor: (link: string) => readonly Resolver[]): VideoSites {
  return {
    claims: (link) => youtubeLink(link) !== null,
    video: (link, signal) => askInTurn(resolversFor(link), (resolver) => resolver.video({ url: link, signal }), signal),
  };
}
