import { z } from 'zod';

/**
 * The closed list of things that can go wrong, each with one sentence for a person: what happened and what to do.
 * A code exists where a person could act differently; the technical story goes into `detail` and the log.
 */
export const errorHelp = {
  'invalid-input': 'That is not something Sluice understands. Check the value and try again.',
  unsupported:
    'This is of a kind that Sluice can neither download nor record. Look for another address of it, over http or https.',
  'no-stream':
    'There is no stream on this page. It may need a sign-in, or begin only when the broadcast does: add cookies, or let Sluice wait for it (record --wait, or "Wait until it is live").',
  'finished-file':
    'This is a finished file and not a stream. Download it instead of recording it (sluice get, or as a file).',
  'several-streams': 'This is a list of several streams. Take the link of the one you want.',
  'no-sound': 'Only the sound was asked for, and this stream has none. Record it with its picture (another output).',
  'not-found': 'The server has nothing at this address. Check the link, it may have moved or been deleted.',
  forbidden: 'The server refuses to give this file. It may need cookies, a referer or another network.',
  'auth-required': 'The server wants a user name and password. Add them to the link or as a header.',
  'not-live':
    'The stream is not live. Start it again when it is, or let Sluice wait for it (record --wait, or "Wait until it is live").',
  missed:
    'The time of this recording passed before it could begin, so nothing was recorded. Keep Sluice running at the time, or retry to record now.',
  'video-private':
    'This video is private. Ask its owner for access, then add the cookies of a browser that is signed in and may see it.',
  'video-removed': 'This video is gone: its owner or the site has taken it down. Look for another copy of it.',
  'members-only':
    'This video is for members of the channel. Add the cookies of a browser that is signed in as one, then try again.',
  'age-limit':
    'The site shows this video to grown-ups only. Add the cookies of a browser that is signed in with an age that may see it.',
  region: 'This video is not shown in your country. Use a proxy in a country where it is.',
  'bot-check':
    'The site wants a sign-in to make sure that no robot asks. Add the cookies of a browser that is signed in, wait a while, or use another network or yt-dlp.',
  premiere: 'This video has its premiere later. Start it again then; until it begins there is nothing to fetch.',
  'no-format':
    'This video is not to be had in the format that was asked for. Choose another one (sluice youtube --list-formats shows all).',
  'needs-yt-dlp':
    'The site gives this video only in a form that Sluice itself does not read (SABR). Let yt-dlp do it: install it, then choose it (--resolver yt-dlp, or in the settings).',
  'is-list': 'This link leads to a list and not to one video. Take the list (--playlist), or the link of the video.',
  'tool-outdated': 'The program that is needed is too old. Bring it up to date; "sluice doctor" shows which it is.',
  protected: 'This video is protected by DRM, which Sluice does not break.',
  'source-changed':
    'The file on the server is no longer the one this download began with. Retry to start over; what was fetched so far is then discarded.',
  'source-unavailable': 'The server cannot answer right now. Retry later.',
  network: 'The connection failed. Check the network, then retry; what was fetched so far is kept.',
  tls: 'The server could not prove who it is, so nothing was fetched. Check the clock of this computer and the link.',
  'rate-limited': 'The server asks to come back later. Retry after a while.',
  timeout: 'The server stopped answering. Retry; what was fetched so far is kept.',
  'disk-full': 'The disk is full. Free some space; the download then goes on by itself.',
  permission: 'Sluice may not write to this folder. Choose another one, or change its permissions.',
  'folder-missing': 'The download folder has gone. Put it back or choose another one, then retry.',
  'file-missing':
    'The file is no longer where Sluice put it; it may have been moved or deleted. Remove the task and add the link again to fetch it anew.',
  'name-collision': 'A file of this name is there already, and Sluice never overwrites. Choose another name.',
  'checksum-mismatch':
    'The downloaded file does not match the checksum. Check the checksum; retry fetches the file again from the start.',
  'corrupt-media': 'The media data is damaged and could not be read.',
  'extractor-outdated':
    'The site has changed and Sluice does not understand it any more. Update Sluice, or let yt-dlp do it (--resolver yt-dlp).',
  'tool-missing': 'A program that Sluice needs is not there. Run "sluice doctor" to see which and how to get it.',
  'no-such-task': 'There is no such task. It may have been removed.',
  conflict: 'The task cannot do that in its present state.',
  'already-running': 'Another Sluice works with this data folder but does not answer. Close it, then try again.',
  'newer-data':
    'The data of Sluice was written by a newer version of it, so nothing was opened or changed. Update Sluice.',
  'sign-in':
    'Nobody is signed in here. Send the token of this Sluice as "Authorization: Bearer …", or open its page with a new link ("sluice serve --link").',
  'not-from-here':
    'The request came from another page or under a name that this Sluice does not have, so it was refused.',
  'no-such-place': 'There is nothing at this address of the API. /api/v1/openapi.json describes what there is.',
  'wrong-method': 'This address of the API does not take that method. The description says which ones it takes.',
  'wrong-type': 'The body is of a type that is not taken here. Send JSON (Content-Type: application/json).',
  'too-large': 'The request is too large. Send less at a time.',
  'too-many-requests': 'There were too many requests. Wait as long as Retry-After says, then go on.',
  'key-reused': 'This Idempotency-Key was used for another request already. Take a new key for each new request.',
  'outside-folder': 'Over the network files go into the download folder only. Choose a folder inside it.',
  'local-only': 'This setting can be changed only on the computer that runs Sluice (sluice settings set …).',
  'private-address':
    'The link leads to this computer or into its network, which requests over the API may not. Allow it with "sluice settings set api-private-addresses on".',
  'address-in-use':
    'The address for the web page and the API cannot be used. Another program may have it: choose another port (--port) or host.',
  canceled: 'This was canceled.',
  internal: 'Something went wrong inside Sluice. The log says more; retry, and report it if it comes back.',
} as const satisfies Record<string, string>;

export type ErrorCode = keyof typeof errorHelp;

const errorCode = z.enum(Object.keys(errorHelp) as [ErrorCode, ...ErrorCode[]]);

/**
 * What a front end gets of a failure. `message` is a sentence for a person, `detail` the technical part, never a secret or a
 * stack.
 */
export const errorBody = z.object({
  code: errorCode,
  message: z.string(),
  detail: z.string().optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

/** How a failure is to be treated; all optional, the defaults come from `isRetryable`. */
export interface FailureOptions {
  /** the technical part: a status line, an errno, a file name; never a secret */
  readonly detail?: string;
  readonly cause?: unknown;
  /** whether trying again without a change by the user can help; by default decided by the code */
  readonly retryable?: boolean;
  /** milliseconds the server asked to wait (`Retry-After`) */
  readonly retryAfterMs?: number;
}

/** The one error class that crosses rooms. Its message is the help sentence of its code. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, options: FailureOptions = {}) {
    super(errorHelp[code], options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.retryable = options.retryable ?? isRetryable(code);
    this.retryAfterMs = options.retryAfterMs;
  }

  /** The plain form that crosses a boundary. */
  toBody(): ErrorBody {
    return this.detail === undefined
      ? { code: this.code, message: this.message }
      : { code: this.code, message: this.message, detail: this.detail };
  }
}

/** Whether a failure of this code may pass by itself, so that trying again later makes sense. */
function isRetryable(code: ErrorCode): boolean {
  return retryable.has(code);
}

const retryable: ReadonlySet<ErrorCode> = new Set([
  'source-unavailable',
  'network',
  'rate-limited',
  'timeout',
  'internal',
]);
