import { fork } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FromWorker, LookJob, ToWorker } from '../../contract/worker-messages.ts';
import { temporaryStandIn } from '../stand-in/temporary.ts';

test('the built job process runs code of players: nothing that it loads is missing', async () => {
  const standIn = await temporaryStandIn();
  const worker = fork(join(import.meta.dirname, '..', '..', 'out', 'worker', 'index.js'), [], {
    serialization: 'advanced',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: standIn.ca },
  });
  onTestFinished(async () => {
    worker.kill('SIGKILL');
    await standIn.close();
  });
  const look: LookJob = {
    id: 'aaaaaaaaaa',
    url: 'https://www.youtube.com/watch?v=cipheredTv1',
    as: 'video',
    next: null,
    resolving: { resolver: 'builtin', ytDlp: '', clients: ['TV'] },
    headers: [],
    auth: null,
    cookies: null,
    proxy: standIn.proxy,
    reach: 'any',
    idleTimeout: 20,
  };
  const answer = await new Promise<FromWorker>((resolve, reject) => {
    worker.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready') worker.send({ type: 'look', look } satisfies ToWorker);
      if (message.type === 'looked' || message.type === 'failed') resolve(message);
    });
  });
  expect(answer).toMatchObject({ type: 'looked', found: { id: 'cipheredTv1', answeredBy: { client: 'TV' } } });
});
