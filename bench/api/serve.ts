// A server of the API in a process of its own: argument is its folder. Says where it listens, and on every message what it takes.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import { openEngine } from '../../engine/index.ts';
import { openServer } from '../../server/index.ts';
import { tellTaken } from './tell-taken.ts';

const [folder = ''] = process.argv.slice(2);
const paths = { data: join(folder, 'data'), logs: join(folder, 'logs'), downloads: join(folder, 'downloads') };
mkdirSync(paths.downloads, { recursive: true });
const host = openHeadlessHost({ worker: join(import.meta.dirname, '..', '..', 'out', 'worker', 'index.js'), paths });
const engine = await openEngine(host, { only: 'none' });
const tokenFile = join(paths.data, 'api-token');
const server = await openServer({
  ...{ engine, log: host.log, data: paths.data, tokenFile, host: '127.0.0.1', port: 0, behindProxy: false, names: [] },
  ...{ page: folder, version: '0.0.0' },
});
tellTaken();
process.send?.({ address: server.address.replace(/\/$/, ''), token: readFileSync(tokenFile, 'utf8').trim() });
