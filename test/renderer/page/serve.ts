import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { inject } from 'vitest';
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

/** Builds the window as it is shipped and a stage for it, unless a file of tests before did. */
async function buildWindow(): Promise<{ page: string; stageScript: string }> {
  const out = inject('builtWindow');
  const [page, stage] = [join(out, 'page'), join(out, 'stage')];
  const stageScript = join(stage, 'stage.js');
  // what is built last; window tests come one after another
  if (existsSync(stageScript)) return { page, stageScript };
  const common = { configFile: false as const, logLevel: 'error' as const, publicDir: false as const };
  // a test runner sets `test`, and React Aria then draws every row
  process.env['NODE_ENV'] = 'production';
  await build({
    ...common,
    root: join(import.meta.dirname, '..', '..', '..', 'renderer'),
    base: './',
    plugins: [react()],
    build: {
      outDir: page,
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
      outDir: stage,
      target: 'chrome148',
      lib: {
        entry: join(import.meta.dirname, 'entry.ts'),
        formats: ['iife'],
        name: 'stage',
        fileName: () => 'stage.js',
      },
    },
  });
  return { page, stageScript };
}

/** Serves the built window with its own policy on the loopback. */
export async function serveWindow(): Promise<Served> {
  const { page, stageScript } = await buildWindow();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = join(page, path === '/' ? 'index.html' : path);
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
    stageScript,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
