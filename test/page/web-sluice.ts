import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openEngine } from '../../engine/index.ts';
import { type ApiServer, openServer } from '../../server/index.ts';
import { testHost } from '../engine/home.ts';

const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
const page = fileURLToPath(new URL('../../out/renderer', import.meta.url));

/** A Sluice that is served to browsers, with the page as it was built. */
export interface WebSluice {
  readonly address: string;
  link(): string;
  token(): Promise<string>;
  readonly downloads: string;
  /** ends the server and the engine */
  down(): Promise<void>;
  /** starts both again, with the same data at the same port */
  up(): Promise<void>;
  close(): Promise<void>;
}

/** Opens one in a folder of its own, which may fetch from this computer. */
export async function openWebSluice(): Promise<WebSluice> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-page-'));
  const host = testHost(folder, worker);
  const { data, downloads } = host.paths;
  mkdirSync(data, { recursive: true });
  const tokenFile = join(data, 'api-token');
  let port = 0;
  let running: { readonly server: ApiServer; close(): Promise<void> } | undefined;
  const up = async () => {
    const engine = await openEngine(testHost(folder, worker));
    await engine.call('settings.set', { apiPrivateAddresses: true });
    const server = await openServer({
      ...{ engine, log: host.log, data, tokenFile, host: '127.0.0.1', port, behindProxy: false, names: [] },
      ...{ page, version: '0.0.0' },
    });
    port = Number(new URL(server.address).port);
    running = {
      server,
      close: async () => {
        await server.close();
        await engine.close();
      },
    };
  };
  const down = async () => {
    await running?.close();
    running = undefined;
  };
  await up();
  return {
    get address() {
      return `http://127.0.0.1:${port}/`;
    },
    link: () => running?.server.link() ?? '',
    token: async () => (await readFile(tokenFile, 'utf8')).trim(),
    downloads,
    up,
    down,
    close: async () => {
      await down();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
