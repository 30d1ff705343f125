import type { CallInput } from '../../contract/calls.ts';
import { type ErrorBody, type ErrorCode, Failure } from '../../contract/errors.ts';
import type { RecordingOptions } from '../../contract/recording.ts';
import type { ListEntry, ListInfo, PresetOffer, ResolverChoice, VideoInfo } from '../../contract/video.ts';
import { printable } from '../format/printable.ts';
import type { NumberRange } from '../parse/items.ts';
import type { Reporter } from '../report/reporter.ts';
import { call } from '../session/call.ts';
import type { Session } from '../session/session.ts';
import { say } from '../text/say.ts';
import { beginsText, listText, subtitlesText, videoText } from '../text/video.ts';
import { missingLanguages } from '../video/missing-languages.ts';
import { onceEach } from '../video/once-each.ts';
import { type Asking, entryPages } from '../video/pages.ts';
import { type VideoWishes, wishesFor } from '../video/wishes.ts';
import { addLinks } from './add-links.ts';
import { unlessStopped } from './unless-stopped.ts';
import type { Meant, VideoOrList } from './video-or-list.ts';
import type { Begun } from './work.ts';

type Request = CallInput<'tasks.add'>;
type NewTask = Request['tasks'][number];

/** What is asked of links to videos and lists. */
export interface VideoRequest {
  readonly links: readonly string[];
  /** as far as it was said */
  readonly video: VideoWishes;
  /** what is meant by links to a video and a list; the setting's when absent */
  readonly as?: Meant | undefined;
  readonly resolver?: ResolverChoice | undefined;
  /** entries of lists; all when absent */
  readonly items?: readonly NumberRange[] | undefined;
  /** what is asked of what turns out to be live; `wait` also takes what has not begun */
  readonly recording: Pick<Partial<RecordingOptions>, 'from' | 'wait'>;
  /** of the one video that is asked for */
  readonly name?: string | undefined;
  /** what else goes with each task */
  readonly shared: Omit<Request, 'tasks' | 'group'>;
}

/** What a command that adds videos works with. */
export interface Adding {
  readonly session: Session;
  readonly reporter: Reporter;
  /** what is found is told */
  readonly talks: boolean;
  /** a person can be asked about what was downloaded before */
  readonly mayAsk: boolean;
  readonly videoOrList: VideoOrList;
  readonly abort: AbortSignal;
}

const none: Begun = { tasks: [], skipped: 0, refused: [] };

/**
 * Finds out what links to videos and lists lead to, and adds it. A link that cannot be had is reported and the others are not
 * kept from it.
 */
export async function addVideos(request: VideoRequest, adding: Adding): Promise<Begun> {
  let begun = none;
  for (const url of request.links) {
    if (adding.abort.aborted) break;
    begun = both(begun, await addOne(url, request, adding));
  }
  return begun;
}

/** What two steps have set going. */
export function both(one: Begun, other: Begun): Begun {
  return {
    tasks: [...one.tasks, ...other.tasks],
    skipped: one.skipped + other.skipped,
    refused: [...one.refused, ...other.refused],
  };
}

async function addOne(url: string, request: VideoRequest, adding: Adding): Promise<Begun> {
  try {
    const found = await look(url, request, adding);
    if (found === undefined) return refuse(url, new Failure('canceled'), adding);
    return found.kind === 'list'
      ? await addList(url, found, request, adding)
      : await addVideo(url, found, request, adding);
  } catch (error) {
    if (adding.abort.aborted) return none;
    if (!(error instanceof Failure)) throw error;
    // a resolver may know no more of what has not begun than that
    const isToCome = error.code === 'not-live' || error.code === 'premiere';
    if (isToCome && request.recording.wait === true) return record(url, undefined, request, adding);
    return refuse(url, error, adding);
  }
}

/** What a link leads to, once it is known which of two things is meant; `undefined` when neither is. */
async function look(
  url: string,
  request: VideoRequest,
  { session, reporter, talks, videoOrList, abort }: Adding,
): Promise<VideoInfo | ListInfo | undefined> {
  const { as } = request;
  const { engine } = session;
  if (talks && process.stderr.isTTY) reporter.note(say.looking(printable(withoutLogin(url))));
  const found = await unlessStopped(
    call(engine, 'videos.look', { ...askingOf(request), url, ...(as === undefined ? {} : { as }) }),
    abort,
  );
  if (found.kind !== 'both') return found;
  const meant = await videoOrList.meantBy(found);
  if (meant === undefined) return undefined;
  const answer = await unlessStopped(call(engine, 'videos.look', { ...askingOf(request), url, as: meant }), abort);
  if (answer.kind === 'both') throw new Failure('internal', { detail: 'a link that was settled is not' });
  return answer;
}

/** What goes with each question about a link. */
export function askingOf({ resolver, shared: { options } }: VideoRequest): Asking {
  return { ...(resolver === undefined ? {} : { resolver }), ...(options === undefined ? {} : { options }) };
}

async function addVideo(url: string, found: VideoInfo, request: VideoRequest, adding: Adding): Promise<Begun> {
  const { session, reporter, talks, mayAsk } = adding;
  const { live, title } = found;
  if (live === 'live') return record(url, found, request, adding);
  if (live === 'upcoming') {
    if (request.recording.wait === true) return record(url, found, request, adding);
    return refuse(url, new Failure('not-live', { detail: beginsText(found.startsAt) }), adding);
  }
  const { engine } = session;
  const video = wishesFor(request.video, await call(engine, 'settings.get', {}));
  if (talks) {
    reporter.note(say.found(videoText(found), offerFor(video, found)));
    const missing = missingLanguages(video.subtitles, found.subtitles);
    if (missing.length > 0) reporter.note(say.noSubtitles(missing, subtitlesText(found.subtitles)));
  }
  const { name } = request;
  const task: NewTask = { url, video, title: titleOf(title), ...(name === undefined ? {} : { name }) };
  return addLinks(session, { ...request.shared, tasks: [task] }, reporter, mayAsk);
}

/** What a wish comes to; `undefined` where more is done to it than an offer tells. */
function offerFor(
  { format, audio = 'keep', clip = null }: VideoWishes,
  { offers }: VideoInfo,
): PresetOffer | undefined {
  return audio === 'keep' && clip === null ? offers.find(({ preset }) => preset === format) : undefined;
}

/** Records what is live, or waits until it is. */
async function record(
  url: string,
  found: VideoInfo | undefined,
  request: VideoRequest,
  adding: Adding,
): Promise<Begun> {
  const { session, reporter, talks } = adding;
  const { name, recording, shared } = request;
  if (talks) {
    const isLive = found?.live === 'live';
    reporter.note(isLive ? say.recordsLive(videoText(found), recording.from === 'start') : say.waitsForLive);
  }
  const title = found === undefined ? {} : { title: titleOf(found.title) };
  const task: NewTask = { url, recording, ...title, ...(name === undefined ? {} : { name }) };
  // What a live stream shows now is another thing than what it showed before.
  return addLinks(session, { ...shared, duplicates: 'keep', tasks: [task] }, reporter, false);
}

async function addList(url: string, list: ListInfo, request: VideoRequest, adding: Adding): Promise<Begun> {
  const { session, reporter, talks, mayAsk, abort } = adding;
  const { items, name, shared } = request;
  const { engine } = session;
  if (name !== undefined) return refuse(url, new Failure('is-list', { detail: say.nameOfList }), adding);
  if (talks) reporter.note(listText(list));
  const entries: ListEntry[] = [];
  for await (const page of entryPages(engine, list, askingOf(request), items, abort)) entries.push(...page);
  if (abort.aborted) return none;
  const wanted = onceEach(entries.filter(({ missing, live }) => missing === null && !live));
  if (entries.length === 0) {
    const code = items === undefined ? 'not-found' : 'invalid-input';
    return refuse(url, new Failure(code, { detail: say.noEntries(items) }), adding);
  }
  if (talks) for (const note of notesOn(entries, list)) reporter.note(note);
  if (wanted.length === 0) return none;
  const video = wishesFor(request.video, await call(engine, 'settings.get', {}));
  const asked: Request = {
    // who takes a list once more wants what is new in it
    duplicates: 'skip',
    ...shared,
    group: { url: list.url, title: titleOf(list.title) },
    tasks: wanted.map(({ url: entry, number, title }) => ({ url: entry, number, video, title: titleOf(title) })),
  };
  return addLinks(session, asked, reporter, mayAsk);
}

/** What a person should know of what is left out of a list. */
function notesOn(entries: readonly ListEntry[], { count }: ListInfo): string[] {
  const missing = entries.filter((entry) => entry.missing !== null).length;
  const live = entries.filter((entry) => entry.missing === null && entry.live).length;
  return [
    ...(count !== null && entries.length < count ? [say.chosenOf(entries.length, count)] : []),
    ...(missing > 0 ? [say.missingInList(missing)] : []),
    ...(live > 0 ? [say.liveInList(live)] : []),
  ];
}

function refuse(url: string, failure: Failure, { reporter }: Adding): Begun {
  const error: ErrorBody = failure.toBody();
  reporter.refused({ url: withoutLogin(url), error, duplicateOf: null });
  const refused: ErrorCode[] = [error.code];
  return { ...none, refused };
}

/** As much of a title as a call may hold. */
function titleOf(title: string): string {
  return title.slice(0, 1000);
}

/** A link that can be shown. */
function withoutLogin(link: string): string {
  const url = URL.parse(link);
  if (url === null) return link;
  url.username = '';
  url.password = '';
  return url.href;
}
