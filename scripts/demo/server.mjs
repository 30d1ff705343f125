// A web server for the files of one folder, on this machine alone.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** @typedef {import('node:http').IncomingMessage} Request */
/** @typedef {import('node:http').ServerResponse} Response */

/**
 * Serves the files of a folder, with ranges.
 * @param {string} folder
 * @returns {Promise<{ url: (name: string) => string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder) {
  const server = createServer((request, response) => {
    answer(folder, request, response).catch(() => response.destroy());
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: (name) => `http://127.0.0.1:${port}/${name}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/**
 * @param {string} folder
 * @param {Request} request
 * @param {Response} response
 */
async function answer(folder, request, response) {
  const path = join(folder, basename(new URL(request.url ?? '/', 'http://here').pathname));
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile() !== true) {
    response.writeHead(404).end();
    return;
  }
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
  const first = Number(range?.[1] ?? 0);
  const last = Math.min(stats.size - 1, Number(range?.[2] || stats.size - 1));
  const headers = {
    'content-length': last - first + 1,
    'accept-ranges': 'bytes',
    etag: `"${stats.size}-${Math.round(stats.mtimeMs)}"`,
    'cache-control': 'no-cache',
    ...(range === null ? {} : { 'content-range': `bytes ${first}-${last}/${stats.size}` }),
  };
  response.writeHead(range === null ? 200 : 206, headers);
  await pipeline(createReadStream(path, { start: first, end: last }), response);
}
