import type { CallArguments } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { type RecordingOptions, recordingOptions } from '../../contract/recording.ts';
import type { Settings } from '../../contract/settings.ts';
import type { TaskOptions } from '../../contract/task.ts';
import type { TransferOptions } from '../../contract/transfer.ts';
import { type VideoOptions, videoOptions } from '../../contract/video.ts';
import { safeName } from '../files/name.ts';
import type { TaskSecrets } from '../jobs/task-secrets.ts';
import { isHarmless } from '../net/errand.ts';
import { type Credentials, canonicalLink, splitCredentials } from '../sources/canonical.ts';
import { guessName } from '../sources/guess-name.ts';
import { kindOf, type LinkKind } from '../sources/kind.ts';
import { schemeRefusal } from '../sources/scheme.ts';
import { youtubeLink } from '../sources/youtube/links.ts';
import { parseProxy } from './proxy-option.ts';

type Asked = CallArguments<'tasks.add'>['tasks'][number];

/** A link that was asked for, taken apart. */
export interface Wanted {
  /** as it was given, to name it in the answer; without password */
  readonly given: string;
  /** without user, password and fragment */
  readonly url: string;
  readonly source: string;
  readonly host: string;
  readonly auth: Credentials | null;
  /** the user's own name, made safe, or `null` */
  readonly askedName: string | null;
  readonly name: string;
  /** what is asked of a video; `null` for anything else */
  readonly video: VideoOptions | null;
  /** what is asked of a recording; `null` for anything else */
  readonly recording: RecordingOptions | null;
  /** somebody asked for a recording, which a playlist becomes by itself too */
  readonly isRecordingAsked: boolean;
}

/**
 * Takes an asked-for link apart. A link to a video of YouTube is one without being told, unless it is to be recorded; what plays on
 * another site has to be asked for as a video.
 * @throws Failure `invalid-input`, `unsupported`, `is-list`
 */
export function wanted(
  { url: given, name, title, recording, video }: Asked,
  { videoFormat }: Pick<Settings, 'videoFormat'>,
): Wanted {
  const { url: plain, auth } = splitCredentials(given);
  const kind = kindOf(plain);
  const refusal = schemeRefusal(plain);
  if (refusal !== null) throw refusal;
  if (kind === 'list') throw new Failure('is-list');
  const isAsked = recording !== undefined || video !== undefined;
  if (kind === null && !isAsked)
    throw new Failure('unsupported', { detail: 'no link to a video or a list of YouTube' });
  const link = new URL(plain);
  link.hash = '';
  const source = canonicalLink(plain);
  const askedName = name === undefined || name.trim() === '' ? null : safeName(name);
  return {
    given: link.href,
    // YouTube keeps videos behind the hash too, and lists and moments beside them, that are not meant
    url: youtubeLink(plain) === null ? link.href : source,
    source,
    host: link.host,
    auth,
    askedName,
    name: askedName ?? (title === undefined || title.trim() === '' ? guessName(link.href) : safeName(title)),
    ...whatIsAsked(kind, { recording, video }, videoFormat),
    isRecordingAsked: recording !== undefined,
  };
}

/** What is asked for, or what becomes of a link of its kind by itself. */
function whatIsAsked(
  kind: LinkKind | null,
  { recording, video }: Pick<Asked, 'recording' | 'video'>,
  videoFormat: string,
): Pick<Wanted, 'recording' | 'video'> {
  if (recording !== undefined) return { recording, video: null };
  if (video !== undefined) return { recording: null, video };
  return {
    recording: kind === 'stream' ? recordingOptions.parse({}) : null,
    video: kind === 'video' ? videoOptions.parse({ format: videoFormat }) : null,
  };
}

/**
 * What of the options goes along to an entry of a list. The person gave fields for the site of the list: an entry that lies elsewhere,
 * which is for the site to say, gets those alone that say nothing about who asks. Cookies have a domain that says where they go.
 * @param origin of the list
 */
export function optionsBeyond(origin: string, { url }: Pick<Wanted, 'url'>, options: TransferOptions): TransferOptions {
  const { headers } = options;
  if (headers === undefined || new URL(url).origin === origin) return options;
  return { ...options, headers: headers.filter(isHarmless) };
}

/** The part of the options that anyone may see. */
export function shownOptions(options: TransferOptions): TaskOptions {
  return {
    connections: options.connections ?? null,
    limitRate: options.limitRate ?? null,
    checksum: options.checksum ?? null,
    headerNames: (options.headers ?? []).map((header) => header.name),
    cookies: options.cookies !== undefined,
    proxy: options.proxy === undefined ? null : parseProxy(options.proxy).shown,
    publicOnly: options.publicOnly ?? false,
  };
}

/** The part of the options that nobody may see; the proxy only when it holds a password. */
export function hiddenOptions(options: TransferOptions, auth: Credentials | null): TaskSecrets {
  const { proxy } = options;
  return {
    headers: options.headers ?? [],
    auth,
    cookies: options.cookies ?? null,
    proxy: proxy !== undefined && parseProxy(proxy).hasCredentials ? proxy : null,
  };
}
