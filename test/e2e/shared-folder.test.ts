import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '../../contract/reply.ts';
import { connect } from '../../engine/instance/connect.ts';
import { freshHome, launch, type Running } from './launch.ts';

let home: string;
let removeHome: () => Promise<void>;
let running: Running | undefined;
let owner: ChildProcess | undefined;

beforeEach(async () => {
  ({ home, remove: removeHome } = await freshHome());
});

afterEach(async () => {
  await running?.quit();
  running = undefined;
  owner?.kill('SIGKILL');
  owner = undefined;
  await removeHome();
});

test('the window works through another process that has the data folder, and takes over when that ends', async () => {
  const program = spawn(process.execPath, [join(import.meta.dirname, 'folder-owner.ts')], {
    env: { ...process.env, SLUICE_HOME: home },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  owner = program;
  const [line] = await once(program.stdout.setEncoding('utf8'), 'data');
  expect(line).toBe('ready\n');

  running = await launch(home);
  const row = running.page.getByRole('treegrid', { name: 'Downloads' }).getByRole('row');
  await row.filter({ hasText: 'owned.bin' }).getByText('Paused', { exact: true }).waitFor();

  program.stdin.end();
  await once(program, 'exit');
  // Only an engine that has the folder can change a task: the window's own, by now.
  await row.filter({ hasText: 'owned.bin' }).click();
  await expect
    .poll(
      async () => {
        await running?.page.keyboard.press('Control+.');
        return row.getByText('Canceled', { exact: true }).count();
      },
      { timeout: 30_000 },
    )
    .toBe(1);
  const engine = await connect({ data: join(home, 'data') });
  expect(engine).toBeDefined();
  await engine?.close();
});

test('another process reaches the engine of the window, and the window shows what it adds', async () => {
  running = await launch(home);
  await running.page.getByText('Nothing here yet').waitFor();
  const engine = await connect({ data: join(home, 'data') });
  if (engine === undefined) throw new Error('the window cannot be reached');
  unwrap(await engine.call('tasks.add', { tasks: [{ url: 'http://127.0.0.1:9/from-outside.bin' }], start: 'paused' }));
  await running.page.getByRole('row').filter({ hasText: 'from-outside.bin' }).waitFor();
  await engine.close();
});
