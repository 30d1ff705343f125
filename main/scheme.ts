import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { protocol, type Session } from 'electron';
import { CONTENT_SECURITY_POLICY } from './csp.ts';
import { MEDIA_SCHEME } from './media/media-address.ts';
import { fileForUrl } from './page-address.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Tells Chromium about the schemes; must happen before the application is ready, and all at once. */
export function registerSchemes(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges },
    { scheme: MEDIA_SCHEME, privileges: { ...privileges, corsEnabled: true, stream: true } },
  ]);
}

/** Answers `app://sluice/…` in a session with the files of one folder, and nothing else. */
export function serveFolder(session: Session, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const file = request.method === 'GET' ? fileForUrl(request.url, folder) : undefined;
    if (file === undefined) return notFound();
    try {
      return new Response(await readFile(file), { headers: headersFor(extname(file)) });
    } catch {
      return notFound();
    }
  });
}

function notFound(): Response {
  return new Response('Not found', { status: 404, headers: headersFor('.txt') });
}

function headersFor(ending: string): Record<string, string> {
  return {
    'Content-Type': types[ending] ?? 'application/octet-stream',
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
