/**
 * A program that asks for what it must not reach, between two networks of its own, by itself and as the job process does. Arguments:
 * a folder with the media segment `s0000.ts`, and the process that holds the other network. Says `Outcomes` as one line of JSON.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHttpProxy } from '../../servers/http-proxy.ts';
import { startSocksProxy } from '../../servers/socks-proxy.ts';
import type { Page } from './far.ts';
import { runJobs } from './jobs.ts';
import type { Outcomes } from './outcome.ts';
import { runRequests } from './requests.ts';
import { pagesOf } from './streams.ts';

const [folder = '', far = ''] = process.argv.slice(2);
let trapped = 0;
for (const port of [80, 8080]) {
  const trap = createServer((socket) => {
    trapped += 1;
    socket.destroy();
  }).listen(port, '::');
  await once(trap, 'listening');
}

const other = fork(fileURLToPath(new URL('./far.ts', import.meta.url)), [], {
  execPath: 'nsenter',
  execArgv: ['-t', far, '-n', process.execPath],
  serialization: 'advanced',
});
await once(other, 'message');
const pages: Record<string, Page> = { ...pagesOf(), '/s0000.ts': { body: readFileSync(join(folder, 's0000.ts')) } };
other.send(pages);
await once(other, 'message');

const here = createServer((socket) =>
  socket.end('HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nyes'),
).listen(0, '127.0.0.1');
await once(here, 'listening');
const address = here.address();
const resolve = (): number => (typeof address === 'object' && address !== null ? address.port : 0);
const httpProxy = await startHttpProxy({ resolve });
const socksProxy = await startSocksProxy({ resolve });

const requests = await runRequests(httpProxy.url, socksProxy.url);
const { jobs, clients } = await runJobs(join(folder, 'out'));
other.send('asked');
const [{ asked }] = (await once(other, 'message')) as [{ asked: Outcomes['asked'] }];
const proxied = [...httpProxy.requests.map(({ target }) => target), ...socksProxy.requests.map(({ host }) => host)];
process.stdout.write(`${JSON.stringify({ requests, jobs, trapped, proxied, asked, clients } satisfies Outcomes)}\n`);
other.kill();
process.exit(0);
