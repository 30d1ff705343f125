import type { CallArguments } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { type RecordingOptions, recordingOptions } from '../../contract/recording.ts';
import type { TaskOptions } from '../../contract/task.ts';
import type { TransferOptions } from '../../contract/transfer.ts';
import type { VideoOptions } from '../../contract/video.ts';
import { nameFromLink } from '../files/link-name.ts';
import { cleanName, safeName } from '../files/name.ts';
import type { TaskSecrets } from '../jobs/task-secrets.ts';
import { type Credentials, canonicalLink, splitCredentials } from '../sources/canonical.ts';
import { kindOf } from '../sources/kind.ts';
import { schemeRefusal } from '../sources/scheme.ts';
import { parseProxy } from './proxy-option.ts';

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
  /** what is shown until the source says what it is called */
  readonly name: string;
  /** its place in its list, from 1 */
  readonly number: number;
  /** what is asked of a video; `null` for anything else */
  readonly video: VideoOptions | null;
  /** what is asked of a recording; `null` for anything else */
  readonly recording: RecordingOptions | null;
  /** somebody asked for a recording, which a playlist becomes by itself too */
  readonly isRecordingAsked: boolean;
}

/**
 * Takes an asked-for link apart.
 * @param index its place among those that were asked for together, from 0
 * @throws Failure `invalid-input`, `unsupported`
 */
export function wanted(asked: CallArguments<'tasks.add'>['tasks'][number], index: number): Wanted {
  const { url: given, name, title = '', recording, video } = asked;
  const { url: plain, auth } = splitCredentials(given);
  const kind = kindOf(plain);
  if (kind === null) throw schemeRefusal(plain) ?? new Failure('unsupported');
  const link = new URL(plain);
  link.hash = '';
  const askedName = name === undefined || name.trim() === '' ? null : safeName(name);
  return {
    given: link.href,
    url: link.href,
    source: canonicalLink(plain),
    host: link.host,
    auth,
    askedName,
    name: askedName ?? (cleanName(title) || nameFromLink(link.href)),
    number: asked.number ?? index + 1,
    recording: recording ?? (kind === 'stream' ? recordingOptions.parse({}) : null),
    video: video ?? null,
    isRecordingAsked: recording !== undefined,
  };
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
