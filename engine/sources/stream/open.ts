import { Failure } from '../../../contract/errors.ts';
import { HeaderList } from '../../net/header-list.ts';
import type { Web, WebAnswer } from '../../record/web.ts';
import { playlistAtMost } from '../hls/track.ts';
import { type BodyKind, bodyKind, bytesToTell } from './body-kind.ts';

/** What was found at an address. */
export interface Opened {
  /** as it was asked for, before redirects */
  readonly asked: string;
  /** the whole answer; of media only its beginning */
  readonly answer: WebAnswer;
  readonly kind: BodyKind;
}

/**
 * Finds out what is at an address with one request: text is read to its end, media is given up as soon as it is known.
 * @throws Failure of the HTTP client, `corrupt-media` (text without an end)
 */
export async function openLink(url: string, referer: string | null, web: Web, signal: AbortSignal): Promise<Opened> {
  const enough = new AbortController();
  const pieces: Uint8Array[] = [];
  let size = 0;
  let kind: BodyKind | null = null;
  let head = { url, headers: new HeaderList([]) };
  const tell = (): BodyKind => bodyKind(Buffer.concat(pieces), contentType(head.headers));
  try {
    await web.stream(
      { url, referer, signal: AbortSignal.any([signal, enough.signal]) },
      (given) => {
        head = given;
      },
      (bytes) => {
        if (enough.signal.aborted) return;
        pieces.push(bytes);
        size += bytes.length;
        if (kind === null && size >= bytesToTell) kind = tell();
        if ((kind !== null && !isText(kind)) || size > playlistAtMost) enough.abort(new Error('enough'));
      },
    );
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure && error.code === 'unsupported') return unpacked(url, referer, web, signal, error);
    if (!enough.signal.aborted) throw error;
  }
  kind ??= tell();
  if (isText(kind) && size > playlistAtMost) throw new Failure('corrupt-media', { detail: 'a text without an end' });
  return { asked: url, answer: { ...head, body: Buffer.concat(pieces) }, kind };
}

/** Some servers pack texts without being asked to; streams are not unpacked as they come, whole answers are. */
async function unpacked(
  url: string,
  referer: string | null,
  web: Web,
  signal: AbortSignal,
  first: Failure,
): Promise<Opened> {
  const answer = await web.get({ url, referer, atMost: playlistAtMost, compressible: true, signal }).catch(() => {
    signal.throwIfAborted();
    throw first;
  });
  return { asked: url, answer, kind: bodyKind(answer.body, contentType(answer.headers)) };
}

function contentType(headers: HeaderList): string {
  return (headers.first('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function isText(kind: BodyKind): boolean {
  return typeof kind === 'string' && kind !== 'media';
}
