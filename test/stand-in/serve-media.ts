import { open } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Behaviour } from './behaviour.ts';
import type { MediaFile } from './media.ts';

/** Who is told how an answer of media goes. */
export interface Watching {
  onHead(status: number, throttled: boolean): void;
  /** told of each piece as it is written; `true` breaks the connection there */
  onBytes(bytes: number): boolean;
}

/**
 * Sends a file, or a part of it by the Range field (RFC 9110 section 14.2, with If-Range) or the site's own `&range=`. What is larger
 * than the site likes comes at a crawl.
 */
export async function serveMedia(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  file: MediaFile,
  slow: boolean,
  { largest, crawl }: Pick<Behaviour, 'largest' | 'crawl'>,
  { onHead, onBytes }: Watching,
): Promise<void> {
  const tag = `"${file.modified.toString(36)}-${file.size.toString(36)}"`;
  const modified = new Date(file.modified / 1000).toUTCString();
  const common = {
    'accept-ranges': 'bytes',
    'content-type': file.mime.split(';')[0],
    etag: tag,
    'last-modified': modified,
  };
  const condition = request.headers['if-range'];
  const field =
    condition === undefined || condition === tag || condition === modified ? request.headers.range : undefined;
  const asked = parseRange(field?.replace(/^bytes=/, '') ?? url.searchParams.get('range'), file.size);
  if (asked === 'beyond') {
    response.writeHead(416, { ...common, 'content-range': `bytes */${file.size}`, 'content-length': 0 }).end();
    return onHead(416, false);
  }
  const { start, end } = asked ?? { start: 0, end: file.size - 1 };
  const length = end - start + 1;
  const throttled = slow || length > largest || asked === null;
  const partial = field !== undefined && asked !== null;
  onHead(partial ? 206 : 200, throttled);
  response.writeHead(partial ? 206 : 200, {
    ...common,
    'content-length': length,
    ...(partial ? { 'content-range': `bytes ${start}-${end}/${file.size}` } : {}),
  });
  if (request.method === 'HEAD') return void response.end();
  const handle = await open(file.path);
  try {
    // A tenth of a second's worth at a time, so that what is slow is evenly slow.
    const piece = throttled ? Math.max(1024, Math.floor(crawl / 10)) : 16 * 1024;
    for (let at = start; at <= end && !response.destroyed; ) {
      const size = Math.min(piece, end - at + 1);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, at);
      if (!(await write(response, buffer.subarray(0, bytesRead)))) break;
      at += bytesRead;
      if (onBytes(bytesRead)) response.destroy();
      if (throttled && at <= end) await wait(100);
    }
    response.end();
  } finally {
    await handle.close();
  }
}

/** @returns whether it was taken */
async function write(response: ServerResponse, bytes: Buffer): Promise<boolean> {
  if (response.destroyed) return false;
  return new Promise((resolve) => {
    const gone = (): void => resolve(false);
    response.once('close', gone);
    response.write(bytes, (error) => {
      response.off('close', gone);
      resolve(!error);
    });
  });
}

/** One range, first and last byte; `null` where none is asked for or understood. */
function parseRange(text: string | null, size: number): { start: number; end: number } | 'beyond' | null {
  const [, first = '', last = ''] = /^(\d*)-(\d*)$/.exec(text ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return { start: Math.max(0, size - Number(last)), end: size - 1 };
  const start = Number(first);
  if (start >= size) return 'beyond';
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  return end < start ? null : { start, end };
}
