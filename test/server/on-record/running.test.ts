import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startTime } from '../../../engine/workers/start-time.ts';
import { recordRunning, runningServers } from '../../../server/on-record/running.ts';

test('a server counts as running for as long as its process does, also where nobody knows when that began', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-running-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
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
