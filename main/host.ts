import { session } from 'electron';
import { openHeadlessHost } from '../engine/headless/host.ts';
import { fileSecrets } from '../engine/headless/secrets.ts';
import type { Host } from '../engine/host.ts';
import { forkWorker } from './fork.ts';
import { folders, parts } from './places.ts';
import { proxyFromPac } from './proxy.ts';
import { platformSecrets } from './secrets.ts';

/** What the desktop gives the engine: the same folders and log as the command line, and what only Electron has. */
export function desktopHost(): Host {
  const base = openHeadlessHost({ worker: parts.worker, paths: folders });
  return {
    ...base,
    secrets: platformSecrets(fileSecrets(folders.data)),
    forkWorker: (kind) => forkWorker(parts.worker, kind, base.log),
    systemProxy: async (url) => proxyFromPac(await session.defaultSession.resolveProxy(url)),
  };
}
