import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import type { Session } from 'electron';
import type { Engine } from '../../engine/engine.ts';
import { byteRange } from '../../server/media/byte-range.ts';
import { fileBody } from '../../server/media/file-body.ts';
import { mediaType } from '../../server/media/media-type.ts';
import { watchedFile } from '../../server/media/watched-file.ts';
import { MEDIA_SCHEME, watchedBy } from './media-address.ts';

/**
 * Answers `sluice-media://…` in a session with what can be watched, read-only.
 * @param origin of the page that may read it
 */
export function serveMedia(session: Session, engine: Pick<Engine, 'call'>, origin: string): void {
  session.protocol.handle(MEDIA_SCHEME, (request) => answerWatcher(engine, origin, request));
}

/** One answer: 200 or 206 with the bytes, 416 outside of them, 404 for everything that is not there to be watched. */
export async function answerWatcher(
  engine: Pick<Engine, 'call'>,
  origin: string,
  request: Pick<Request, 'method' | 'url' | 'headers'>,
): Promise<Response> {
  const headers = {
    'Access-Control-Allow-Origin': origin,
    'Accept-Ranges': 'bytes',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'",
    'X-Content-Type-Options': 'nosniff',
  };
  const watched = request.method === 'GET' ? watchedBy(request.url) : undefined;
  const path = watched && (await watchedFile(engine, watched));
  const file = path === undefined ? undefined : await openFile(path);
  if (path === undefined || file === undefined) return new Response('Not found', { status: 404, headers });
  const type = { 'Content-Type': mediaType(path) };
  try {
    const { size } = await file.stat();
    const range = byteRange(request.headers.get('range'), size);
    if (range === 'none') {
      await file.close();
      return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } });
    }
    const { first, last } = range === 'whole' ? { first: 0, last: size - 1 } : range;
    return new Response(fileBody(file, { first, last }), {
      status: range === 'whole' ? 200 : 206,
      headers: {
        ...{ ...headers, ...type, 'Content-Length': String(last + 1 - first) },
        ...(range === 'whole' ? {} : { 'Content-Range': `bytes ${first}-${last}/${size}` }),
      },
    });
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Opens a real file; what is missing, a link or a device counts as not there. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  try {
    if (!(await lstat(path)).isFile()) return undefined;
    return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch {
    return undefined;
  }
}
