/** How one path of the faulty server behaves. Everything may be changed between two requests with `origin.serve`. */
export interface Behaviour {
  /** bytes of the generated body (`body.ts`); default 0 */
  readonly size?: number;
  /** which generated body; default 1 */
  readonly seed?: number;
  /** a body of its own instead of a generated one */
  readonly content?: Buffer;

  /** `honoured` (default), `ignored` (200 with everything, no Accept-Ranges), `refused` (416) */
  readonly ranges?: 'honoured' | 'ignored' | 'refused';
  /** whether a changed validator in If-Range leads to the whole body, as it must; default `honoured` */
  readonly ifRange?: 'honoured' | 'ignored';
  /** raw header value, `"a"` or `W/"a"`; none when absent */
  readonly etag?: string;
  /** raw header value; none when absent */
  readonly lastModified?: string;
  /** further headers, also in place of the usual ones */
  readonly headers?: Readonly<Record<string, string>>;
  /** the Content-Range of a 206 instead of the right one; `null` leaves it out */
  readonly contentRange?: (range: { start: number; end: number; size: number }) => string | null;
  /** a right header over the body from so many bytes further on */
  readonly shift?: number;
  /** `given` (default), `chunked`, or `close`: the end of the connection is the end of the body */
  readonly length?: 'given' | 'chunked' | 'close';
  /** the whole body as gzip, whatever was accepted; with `parts`, ranges are those of the compressed bytes */
  readonly gzip?: boolean | 'parts';
  /** a 206 carries at most so many bytes, and says so */
  readonly most?: number;
  /** digest headers over the whole body: the right one or a wrong one */
  readonly digests?: Readonly<Partial<Record<'repr-digest' | 'digest' | 'content-md5', 'right' | 'wrong'>>>;

  /** ends the connection inside the body, after so many bytes of a response or at its half; the first `times` times (default: always) */
  readonly cut?: { readonly after: number | 'half'; readonly how: 'end' | 'reset'; readonly times?: number };
  /** bytes a second of one connection */
  readonly rate?: number;
  /** stops for good before the headers or after so many bytes of the body; the connection stays open */
  readonly hang?: { readonly after: 'nothing' | number; readonly times?: number };
  /** a header section that never ends */
  readonly endlessHeader?: boolean;
  /** everything that is sent, status line included; then the connection is closed */
  readonly raw?: Buffer | string;

  readonly redirect?: { readonly to: string; readonly status?: number };
  /** an error instead of the body; the first `times` times (default: always) */
  readonly fail?: { readonly status: number; readonly times?: number; readonly retryAfter?: string };
  /** Basic authentication that is asked for */
  readonly auth?: { readonly user: string; readonly password: string };
  /** `name=value` that the Cookie header must hold, else 403 */
  readonly cookie?: string;
  /** requests at once; 503 for more */
  readonly maxConnections?: number;
}

/** One request as the server saw it; `sent` and `status` grow while it is answered. */
export interface SeenRequest {
  readonly method: string;
  /** path with query */
  readonly path: string;
  /** names in lower case */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** number of the connection it came over, from 1 */
  readonly connection: number;
  /** milliseconds of `performance.now()` at which it arrived */
  readonly at: number;
  /** 0 until an answer begins */
  status: number;
  /** bytes of the body that were handed to the connection */
  sent: number;
  /** true once nothing more will be sent */
  ended: boolean;
}
