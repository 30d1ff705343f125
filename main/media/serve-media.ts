import type { Session } from 'electron';
import { Failure } from '../../contract/errors.ts';
import type { Engine } from '../../engine/engine.ts';
import { fileAnswer } from '../../server/media/file-answer.ts';
import { fileBody } from '../../server/media/file-body.ts';
import { mediaType } from '../../server/media/media-type.ts';
import type { OpenedFile } from '../../server/media/open-file.ts';
import { openWatched } from '../../server/media/watched-file.ts';
import { MEDIA_SCHEME, watchedBy } from './media-address.ts';

/**
 * Answers `sluice-media://…` in a session with what can be watched, read-only.
 * @param origin of the page that may read it
 */
export function serveMedia(session: Session, engine: Pick<Engine, 'call'>, origin: string): void {
  session.protocol.handle(MEDIA_SCHEME, (request) => answerWatcher(engine, origin, request));
}

/** One answer: what `fileAnswer` decides of a file, 404 for everything that is not there to be watched. */
export async function answerWatcher(
  engine: Pick<Engine, 'call'>,
  origin: string,
  request: Pick<Request, 'method' | 'url' | 'headers'>,
): Promise<Response> {
  const headers = {
    'Access-Control-Allow-Origin': origin,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  };
  const opened = await openAsked(engine, request);
  if (opened === undefined) return new Response('Not found', { status: 404, headers });
  const asked = { method: request.method, header: (name: string) => request.headers.get(name) ?? undefined };
  const answer = fileAnswer(asked, opened.facts, Date.now());
  const { status, range } = answer;
  if (range === null) await opened.handle.close();
  const type = range === null ? {} : { 'Content-Type': mediaType(opened.path) };
  return new Response(range && fileBody(opened, range), {
    status,
    headers: { ...answer.headers, ...type, ...headers },
  });
}

async function openAsked(
  engine: Pick<Engine, 'call'>,
  { method, url }: Pick<Request, 'method' | 'url'>,
): Promise<OpenedFile | undefined> {
  const watched = method === 'GET' ? watchedBy(url) : undefined;
  try {
    return watched && (await openWatched(engine, watched));
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
