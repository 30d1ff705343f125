/**
 * A program that records every trap from a public server, with a real worker under strace. It runs in a network of its own in
 * which 93.184.216.34 is an address of its loopback interface. Arguments: folder with the segment `s0000.ts`. It says how each
 * trap ended, one JSON line each, and at last how many connections the private addresses saw.
 */
import { fork } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { recordingOptions } from '../../../contract/recording.ts';
import type { FromWorker, StreamJob, ToWorker } from '../../../contract/worker-messages.ts';
import { publicAddress, type TrapEnd } from './outcome.ts';
import { forbiddenAddresses, traps } from './traps.ts';

const [folder = ''] = process.argv.slice(2);
const secret = join(folder, 'secret.ts');
const segment = readFileSync(join(folder, 's0000.ts'));
writeFileSync(secret, segment);

let connections = 0;
const here = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
const port = await listen(here, '::');
const all = traps(forbiddenAddresses(secret, port));
const answers = new Map(all.flatMap((trap) => Object.entries(trap.answers)));
const hostile = createHttpServer((request, response) => {
  const answer = answers.get(request.url ?? '');
  if (request.url === '/s0000.ts') response.end(segment);
  else if (answer === undefined) response.writeHead(404).end();
  else if ('to' in answer)
    response.writeHead(302, { location: answer.to.replace(/[^\x20-\x7e]/gu, encodeURIComponent) }).end();
  else response.end(answer.body);
});
const publicPort = await listen(hostile, publicAddress);

const worker = fork(fileURLToPath(new URL('../../../worker/index.ts', import.meta.url)), [], {
  ...{ serialization: 'advanced', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  execPath: 'strace',
  execArgv: ['-f', '-qq', '-o', join(folder, 'trace'), '-e', 'trace=open,openat,openat2,connect', process.execPath],
});
const send = (message: ToWorker): void => void worker.send(message);
const waiting = new Map(all.map(({ name, link }, index) => [`trap${index}`, { name, link }]));

worker.on('message', (message: FromWorker) => {
  if (message.type === 'ready') for (const [id, { link }] of waiting) send({ type: 'start', job: jobOf(id, link) });
  if (message.type !== 'failed' && message.type !== 'recorded') return;
  const trap = waiting.get(message.id);
  waiting.delete(message.id);
  const end: TrapEnd =
    message.type === 'failed'
      ? { name: trap?.name ?? '', code: message.error.code, detail: message.error.detail ?? '', files: [] }
      : { name: trap?.name ?? '', code: null, detail: '', files: message.artifacts };
  process.stdout.write(`${JSON.stringify(end)}\n`);
  if (waiting.size > 0) return;
  send({ type: 'shutdown' });
});
worker.once('exit', () => {
  process.stdout.write(`${JSON.stringify({ connections })}\n`);
  process.exit(waiting.size);
});

function jobOf(id: string, link: string): StreamJob {
  return {
    ...{ kind: 'stream', id, url: `http://${publicAddress}:${publicPort}${link}`, directory: join(folder, 'out', id) },
    ...{
      name: 'Studio',
      limitRate: null,
      headers: [],
      auth: null,
      cookies: null,
      proxy: 'direct',
      reach: 'any',
      idleTimeout: 5,
    },
    ...{ reserve: 0, fresh: false, ffmpeg: '', template: '{title}', finish: false, startedAt: Date.now() },
    ...{ missed: false, left: null, resolving: { resolver: 'auto', ytDlp: '', clients: [] } },
    recording: recordingOptions.parse({ giveUp: 1, from: 'start' }),
  };
}

function listen(server: Server, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen({ port: 0, host }, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
