import type { HeaderList } from '../net/header-list.ts';
import type { ByteRange } from './playlist.ts';

/** One request of a recording. */
export interface WebRequest {
  /** absolute; only http and https are followed */
  readonly url: string;
  readonly range?: ByteRange | null;
  /** bytes above which the answer is refused with `corrupt-media` */
  readonly atMost: number;
  readonly referer?: string | null;
  /** text that is worth packing: the server may send it compressed. `atMost` counts it unpacked. */
  readonly compressible?: boolean;
  /**
   * it is of no concern to the server who asks: no user, no password, no cookies and no unknown fields are sent, also not to the
   * origin of the link, and cookies of the answer are not kept
   */
  readonly anonymous?: boolean;
  readonly signal: AbortSignal;
}

/** A whole answer with status 200 or 206. */
export interface WebAnswer {
  /** absolute, after redirects */
  readonly url: string;
  readonly headers: HeaderList;
  readonly body: Uint8Array;
}

/**
 * The network as a recording sees it: headers, cookies, user and proxy of the task, redirects, and the rule that a playlist, a
 * key, a map or a redirect of a public server never leads to this machine or a private network.
 */
export interface Web {
  /**
   * Fetches a whole body.
   * @throws Failure by status (`not-found` for 404 and 410, `forbidden`, `auth-required`, `rate-limited`, `source-unavailable`),
   * `network` (also for a truncated body or another part than the one asked for), `timeout`, `tls`, `corrupt-media` (above
   * `atMost`), `forbidden` and not retryable (an address, or a scheme other than http and https)
   */
  get(request: WebRequest): Promise<WebAnswer>;
  /**
   * Reads a body as it comes, for streams that never end. `onBytes` gets memory that is its own to keep.
   * @returns when the server ends the answer
   */
  stream(
    request: Omit<WebRequest, 'atMost' | 'range'>,
    onHead: (head: { url: string; headers: HeaderList }) => void,
    onBytes: (bytes: Uint8Array) => void | Promise<void>,
  ): Promise<void>;
}
