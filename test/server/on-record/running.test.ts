import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startTime } from '../../../engine/workers/start-time.ts';
import { recordRunning, runningServers } from '../../../server/on-record/running.ts';
import { serveOnRecord } from '../../../server/on-record/serve-on-record.ts';
import { testEngine, testFolder } from '../../engine/home.ts';
import { freePort } from '../../servers/free-port.ts';

test('a server counts as running for as long as its process does, also where nobody knows when that began', async () => {
  const folder = testFolder();
  const places = { address: 'http://127.0.0.1:8787/', outside: null, tokenFile: '/t' };
  const forget = await recordRunning(folder, places);
  const noProcess = 2 ** 22 + 1;
  const others = [
    [1, { pid: noProcess, started: await startTime(process.pid) }],
    [2, { pid: noProcess, started: null }],
    [3, { pid: process.pid, started: 'before' }],
  ] as const;
  for (const [port, process] of others) {
    const record = { ...places, ...process, address: `http://127.0.0.1:${port}/` };
    writeFileSync(join(folder, `server-${port}.json`), JSON.stringify(record));
  }
  expect((await runningServers(folder)).map(({ address }) => address)).toEqual([places.address]);
  forget();
  expect(await runningServers(folder)).toEqual([]);
});

test('what cannot be put on record is not served', async () => {
  const data = testFolder();
  const port = await freePort();
  const engine = await testEngine(testFolder(), { only: 'none' });
  const options = {
    ...{ engine, log: { debug() {}, info() {}, warn() {}, error() {} }, data, tokenFile: join(data, 'token') },
    ...{ host: '127.0.0.1', port, behindProxy: false, names: [], page: data, version: '0.0.0' },
  };
  const inTheWay = join(data, `server-${port}.json`);
  mkdirSync(inTheWay);
  await expect(serveOnRecord(options)).rejects.toMatchObject({ code: 'name-collision' });
  rmSync(inTheWay, { recursive: true });
  const server = await serveOnRecord(options);
  expect(server.address).toBe(`http://127.0.0.1:${port}/`);
  await server.close();
});
