import type { ResolverSettings } from '../../../contract/worker-messages.ts';
import { youtubeLink } from '../youtube/links.ts';
import type { Access } from './access.ts';
import { askInTurn, resolversFor } from './ask.ts';
import type { FoundVideo } from './found.ts';

/** Sites that have to be asked where their streams lie. */
export interface VideoSites {
  /** Whether a link is known to be one of theirs: what its page holds is of no interest then. */
  claims(link: string): boolean;
  /** @throws Failure as `Resolver.video` */
  video(link: string, signal: AbortSignal): Promise<FoundVideo>;
}

/** The sites that the resolvers know. Parameters as in `resolversFor`. */
export function videoSites(
  settings: ResolverSettings,
  access: Access,
  onChild: (pid: number, running: boolean) => void,
): VideoSites {
  return {
    claims: (link) => youtubeLink(link) !== null,
    video: (link, signal) => {
      const resolvers = resolversFor(link, settings, access, onChild);
      return askInTurn(resolvers, (resolver) => resolver.video({ url: link, signal }), signal);
    },
  };
}
