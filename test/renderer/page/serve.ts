import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { CONTENT_SECURITY_POLICY } from '../../../main/csp.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface Served {
  readonly url: string;
  /** path of a script that puts the fake engine into a page; to be run before the page's own */
  readonly stageScript: string;
  close(): Promise<void>;
}

/** Builds the window as it is shipped and serves it with its own policy on the loopback. */
export async function serveWindow(): Promise<Served> {
  const out = await mkdtemp(join(tmpdir(), 'sluice-window-'));
  const common = { configFile: false as const, logLevel: 'error' as const, publicDir: false as const };
  // a test runner sets `test`, and React Aria then draws every row
  process.env['NODE_ENV'] = 'production';
  await build({
    ...common,
    root: join(import.meta.dirname, '..', '..', '..', 'renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: join(out, 'page'),
      target: 'chrome148',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
    },
  });
  await build({
    ...common,
    root: import.meta.dirname,
    build: {
      outDir: join(out, 'stage'),
      target: 'chrome148',
      lib: {
        entry: join(import.meta.dirname, 'entry.ts'),
        formats: ['iife'],
        name: 'stage',
        fileName: () => 'stage.js',
      },
    },
  });

  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(out, 'page', path === '/' ? 'index.html' : path);
    readFile(file).then(
      (body) => {
        response.writeHead(200, {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': CONTENT_SECURITY_POLICY,
        });
        response.end(body);
      },
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stageScript: join(out, 'stage', 'stage.js'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(out, { recursive: true, force: true });
    },
  };
}
