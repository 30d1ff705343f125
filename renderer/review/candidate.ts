import type { Recognised } from '../../contract/calls.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import { isLive, type Look } from '../video/look.ts';
import type { VideoForm } from '../video/video-form.ts';
import type { AccessForm } from './access-form.ts';
import type { RecordingForm } from './recording-form.ts';

/** A recognised link in the dialog. */
export interface Candidate extends Recognised {
  /** its place in the list, as text */
  readonly key: string;
}

/** What was found, before a person says what becomes of it. */
export interface Review {
  readonly candidates: readonly Candidate[];
  readonly ticked: ReadonlySet<string>;
  /** links that look like files, but are to be recorded */
  readonly asStreams: ReadonlySet<string>;
  /** links that look like files, but are pages on which a video is looked for */
  readonly asVideos: ReadonlySet<string>;
  /** what the links to videos and lists lead to, by their keys */
  readonly looks: ReadonlyMap<string, Look>;
  /** the list of which the videos are shown in place of the links; `null` for the links */
  readonly near: string | null;
  /** what is asked of all recordings among them */
  readonly form: RecordingForm;
  /** what is asked of all videos among them */
  readonly video: VideoForm;
  /** how all of them are reached */
  readonly access: AccessForm;
  /** somebody was sent to the fields of `access` */
  readonly accessOpen: boolean;
  readonly directory: string;
  /** the pasted text, from which passwords are taken again */
  readonly text: string;
  /** true while the engine takes the links in */
  readonly busy: boolean;
  readonly problem: ErrorBody | null;
}

/** Whether a link can be ticked at all. */
export function usable(candidate: Candidate): boolean {
  return candidate.problem === null;
}

/** What becomes of a link. `open` when that is not known yet, or a person has to say it first. */
export type Part = 'file' | 'stream' | 'video' | 'list' | 'open';

/** What becomes of a link by all that is known. */
export function partOf(candidate: Candidate, review: Pick<Review, 'asStreams' | 'asVideos' | 'looks'>): Part {
  const { key, kind } = candidate;
  if (kind === 'stream' || review.asStreams.has(key)) return 'stream';
  if (!isOfSite(candidate, review)) return 'file';
  const look = review.looks.get(key);
  if (look?.state === 'video') return isLive(look.info) ? 'stream' : 'video';
  if (look?.state === 'list') return 'list';
  if (look?.state === 'both') return 'open';
  // a video can be added before anything is known of it; a list cannot, nor what somebody only hopes to be one
  return kind === 'video' && look?.asked.as !== 'list' ? 'video' : 'open';
}

/** Whether a link is to be looked at: it leads to a site, and not to a file. */
export function isOfSite({ key, kind }: Candidate, { asVideos }: Pick<Review, 'asVideos'>): boolean {
  return kind === 'video' || kind === 'list' || asVideos.has(key);
}

/** What a link is called by all that is known: the title of what it leads to, its name, or as people write it. */
export function titleOf({ kind, name, url }: Candidate, look: Look | undefined): string {
  if (look?.state === 'video') return look.info.title;
  if (look?.state === 'list') return look.list.info.title;
  if (kind !== 'video' && kind !== 'list' && name !== '') return name;
  return url.replace(/^https?:\/\/(?:www\.)?/, '');
}

/** Whether a link is to be recorded. */
export function isStream(candidate: Candidate, review: Pick<Review, 'asStreams' | 'asVideos' | 'looks'>): boolean {
  return partOf(candidate, review) === 'stream';
}

/** Whether a link may well be a page and not a file: nothing at the end of its path looks like one. */
export function mayBePage({ kind, url }: Candidate): boolean {
  if (kind !== 'file') return false;
  const name = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
  return !/\.[a-z\d]{1,8}$/i.test(name) || /\.(?:html?|php|aspx?|jsp)$/i.test(name);
}

/** Whether a link is wanted unless somebody says otherwise. Today's stream is not yesterday's, although its link is the same. */
export function wantedAtFirst(candidate: Candidate, duplicates: DuplicatePolicy): boolean {
  if (!usable(candidate)) return false;
  const { duplicateOf, kind } = candidate;
  return duplicateOf === null || duplicates === 'keep' || (kind === 'stream' && duplicateOf.state === 'completed');
}

/** Adds links to those that are there already, each address once. */
export function join(before: readonly Candidate[], found: readonly Recognised[]): readonly Candidate[] {
  const known = new Set(before.map(({ url }) => url));
  const fresh = found.filter(({ url }) => !known.has(url) && known.add(url));
  return [...before, ...fresh.map((link, index) => ({ ...link, key: String(before.length + index) }))];
}

/** The only link there is, when it leads to a site; `null` otherwise. It is shown from near at once. */
export function onlyOfSite(review: Review): Candidate | null {
  const [first] = review.candidates;
  return review.candidates.length === 1 && first && usable(first) && isOfSite(first, review) ? first : null;
}
