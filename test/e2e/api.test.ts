import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInput, CallName, CallOutput } from '../../contract/calls.ts';
import { unwrap } from '../../contract/reply.ts';
import { startServing } from '../cli/serving.ts';
import { newHome } from '../cli/sluice.ts';
import { freePort } from '../servers/free-port.ts';
import { freshHome, launch, type Running } from './launch.ts';

let home: string;
let removeHome: () => Promise<void>;
let running: Running;

beforeAll(async () => {
  ({ home, remove: removeHome } = await freshHome());
  running = await launch(home);
});

afterAll(async () => {
  await running.quit();
  await removeHome();
});

/** Asks through the bridge, as the page does. */
async function ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const asked: [CallName, unknown] = [name, input];
  const reply = await running.page.evaluate(([call, what]) => window.sluice?.call(call, what as never), asked);
  if (reply === undefined) throw new Error('the page has no bridge');
  return unwrap(reply) as CallOutput<N>;
}

test('the window serves the API when the settings say so, on the port they say, and no longer than that', async () => {
  expect(await ask('desktop.api', {})).toMatchObject({ address: null, link: null, error: null });
  expect(existsSync(join(home, 'data', 'api-token'))).toBe(false);

  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const bound = taken.address();
  const takenPort = typeof bound === 'object' && bound !== null ? bound.port : 0;
  await ask('settings.set', { apiOpen: true, apiPort: takenPort });
  expect(await ask('desktop.api', {})).toMatchObject({ address: null, error: { code: 'address-in-use' } });
  taken.close();

  const apiPort = await freePort();
  await ask('settings.set', { apiPort });
  const { address, link, tokenFile, error } = await ask('desktop.api', {});
  expect({ address, error }).toEqual({ address: `http://127.0.0.1:${apiPort}/`, error: null });
  expect(link).toMatch(new RegExp(`^${address}#code=`));
  const tasks = `${address}api/v1/tasks`;
  expect((await fetch(tasks)).status).toBe(401);
  const headers = { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` };
  const added = await fetch(`${tasks}/batch`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ tasks: [{ url: 'https://example.com/over-the-api.bin' }], start: 'paused' }),
  });
  expect(added.status).toBe(200);
  await running.page.getByRole('row').filter({ hasText: 'over-the-api.bin' }).waitFor();
  expect(await (await fetch(address ?? '')).text()).toContain('<title>Sluice</title>');
  const listed = await fetch(tasks, { headers });
  expect(await listed.json()).toMatchObject({ tasks: [{ name: 'over-the-api.bin' }] });

  await ask('settings.set', { apiOpen: false });
  expect(await ask('desktop.api', {})).toMatchObject({ address: null, link: null, error: null });
  await expect(fetch(tasks, { headers })).rejects.toThrow();
}, 60_000);

test('a server beside the window works through it, and takes over when it is closed', async () => {
  await ask('tasks.add', { tasks: [{ url: 'https://example.com/of-the-window.bin' }], start: 'paused' });
  const served = await startServing(newHome(home));
  expect(served.isOwn).toBe(false);
  const names = async () => {
    const { tasks } = await (await served.ask('/api/v1/tasks')).json();
    return tasks.map(({ name }: { name: string }) => name);
  };
  expect(await names()).toContain('of-the-window.bin');
  await running.quit();
  const [paused] = (await (await served.ask('/api/v1/tasks')).json()).tasks;
  const canceled = await served.ask(`/api/v1/tasks/${paused.id}/cancel`, { method: 'POST' });
  expect(await canceled.json()).toMatchObject({ state: { name: 'canceled' } });
}, 60_000);
