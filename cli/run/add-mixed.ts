import type { CallInput } from '../../contract/calls.ts';
import { kindOf } from '../../engine/sources/kind.ts';
import { youtubeLink } from '../../engine/sources/youtube/links.ts';
import type { Reporter } from '../report/reporter.ts';
import type { Session } from '../session/session.ts';
import { addLinks } from './add-links.ts';
import { addVideos, both } from './add-videos.ts';
import type { Manners } from './manners.ts';
import { VideoOrList } from './video-or-list.ts';
import type { Begun } from './work.ts';

type Request = CallInput<'tasks.add'>;

/** What adds links of any kind. */
interface AddingLinks extends Manners {
  readonly session: Session;
  readonly reporter: Reporter;
  readonly abort: AbortSignal;
}

/** Adds links of any kind. Those that lead to a list, or to a video in one, are looked at first; a plain video is not. */
export async function addMixed(request: Request, adding: AddingLinks): Promise<Begun> {
  const { tasks, ...shared } = request;
  const { session, reporter, mayAsk, asks, several } = adding;
  const plain = tasks.filter(({ url }) => !needsLook(url));
  const others = tasks.filter(({ url }) => needsLook(url));
  const none: Begun = { tasks: [], skipped: 0, refused: [] };
  const begun = plain.length === 0 ? none : await addLinks(session, { ...shared, tasks: plain }, reporter, mayAsk);
  if (others.length === 0) return begun;
  const name = others[0]?.name;
  const videos = { links: others.map(({ url }) => url), video: {}, recording: {}, shared };
  const videoOrList = new VideoOrList(reporter, { mayAsk: asks, several });
  return both(
    begun,
    await addVideos({ ...videos, ...(name === undefined ? {} : { name }) }, { ...adding, videoOrList }),
  );
}

function needsLook(url: string): boolean {
  const link = youtubeLink(url);
  return kindOf(url) === 'list' || (link?.kind === 'video' && link.list !== null);
}
