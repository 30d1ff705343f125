import { Failure } from '../../../contract/errors.ts';
import type { FoundVideo } from '../video/found.ts';
import { resolveUrl } from './ask-channel.ts';
import { askVideo } from './ask-video.ts';
import { type Client, web } from './clients.ts';
import { clipTarget, pieceOf } from './clip.ts';
import { dig, wordOf } from './dig.ts';
import { type YoutubeLink, youtubeUrl } from './links.ts';
import type { Site } from './site.ts';

/**
 * The video that a link leads to, also where only the site knows which it is.
 * @throws Failure `is-list`, `not-live` (a channel that sends nothing just now), `video-removed` (a clip), and of `askVideo`
 */
export async function askLink(
  site: Site,
  link: YoutubeLink,
  clients: readonly Client[],
  signal: AbortSignal,
): Promise<FoundVideo> {
  switch (link.kind) {
    case 'video':
      return askVideo(site, link.id, clients, signal);
    case 'clip': {
      const target = clipTarget(await resolveUrl(site, youtubeUrl(link)));
      if (target === null) throw new Failure('video-removed', { detail: 'the clip leads to no video' });
      const { id, params } = target;
      const [found, next] = await Promise.all([
        askVideo(site, id, clients, signal),
        site.ask('next', { videoId: id, ...(params === null ? {} : { params }) }, web).catch(() => null),
      ]);
      const piece = pieceOf(next);
      return { ...found, url: youtubeUrl(link), ...(piece === null ? {} : { piece }) };
    }
    case 'channel-live': {
      const id = wordOf(dig(await resolveUrl(site, youtubeUrl(link)), 'watchEndpoint', 'videoId'));
      const found = id === null ? null : await askVideo(site, id, clients, signal);
      // Where there is nothing live, the site shows the channel, or what was live last.
      if (found?.live !== 'live') throw new Failure('not-live', { detail: 'the channel sends nothing just now' });
      return found;
    }
    default:
      throw new Failure('is-list', { detail: youtubeUrl(link) });
  }
}
