import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exits } from '../../cli/exit.ts';
import { Failure } from '../../contract/errors.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { newHome } from './sluice.ts';

const { message } = new Failure('already-running');

test('a Sluice that has the data folder and does not answer is exit code 9, not a second owner', async () => {
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  origin.serve('/a.bin', { size: 6_000_000, rate: 200_000 });
  const home = newHome();
  const first = home.start(['get', '--json', origin.url('/a.bin')]);
  await first.until(/"state":"running"/);
  first.child.kill('SIGSTOP');
  const { code, stdout, stderr } = await home.run(['list']);
  expect({ code, stdout }).toEqual({ code: 9, stdout: '' });
  expect(stderr).toBe(`sluice: ${message}\n  process ${first.child.pid} does not answer\n`);
  first.child.kill('SIGCONT');
  expect(await home.run(['list'])).toMatchObject({ code: 0, stderr: '' });
});

test('so is what answers and is no Sluice', async () => {
  const home = newHome();
  const data = join(home.folder, 'data');
  mkdirSync(data);
  const address = join(data, 'run.sock');
  const server = createServer((socket) => socket.on('error', () => undefined).write('{"hello":"you"}\n'));
  await new Promise<void>((listening) => server.listen(address, listening));
  onTestFinished(() => void server.close());
  writeFileSync(join(data, 'instance.json'), JSON.stringify({ pid: process.pid, address, token: 'x' }));
  const { code, stderr } = await home.run(['get', '-q', 'http://127.0.0.1:1/x']);
  expect(code).toBe(exits.busy.code);
  expect(stderr).toBe(`sluice: ${message}\n  what answers is not Sluice\n`);
});
