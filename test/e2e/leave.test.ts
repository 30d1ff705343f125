import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { unwrap } from '../../contract/reply.ts';
import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { connect } from '../../engine/instance/connect.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { makeHls } from '../streams/make-hls.ts';
import { complaints } from '../streams/packets.ts';
import { freshHome, launch, type Running } from './launch.ts';

/** Milliseconds for anything that must happen at some time, on a machine that is busy with other tests. */
const PATIENCE = 60_000;
const patience = { timeout: PATIENCE, interval: 100 };

let home: string;
let removeHome: () => Promise<void>;
let origin: LiveOrigin;
let running: Running;
let engine: Engine | undefined;
let stream: Awaited<ReturnType<typeof makeHls>>;
let removeStream: () => Promise<void>;

beforeAll(async () => {
  const { home: folder, remove } = await freshHome();
  removeStream = remove;
  stream = await makeHls(folder, { seconds: 120, segment: 1, gop: 1, size: '160x90' });
});

afterAll(() => removeStream());

beforeEach(async () => {
  ({ home, remove: removeHome } = await freshHome());
  origin = new LiveOrigin(stream, { window: 8, first: 8 });
  await origin.listen();
  origin.play(500, false);
  running = await launch(home);
  running.page.setDefaultTimeout(PATIENCE);
  engine = await connect({ data: join(home, 'data') });
  if (engine === undefined) throw new Error('the window cannot be reached');
  const tasks = [{ url: origin.url(), recording: {} }];
  unwrap(await engine.call('tasks.add', { tasks }));
  await expect.poll(recorded, patience).toBeGreaterThan(3);
});

afterEach(async () => {
  await engine?.close();
  await running.end();
  await origin.close();
  await removeHome();
});

async function recording(): Promise<Task | undefined> {
  const reply = await engine?.call('tasks.list', {});
  return reply?.ok ? reply.value.tasks[0] : undefined;
}

/** Seconds that are recorded; -1 when nothing is. */
async function recorded(): Promise<number> {
  const task = await recording();
  return task?.state.name === 'running' ? (task.state.live?.length ?? -1) : -1;
}

/** Closes the window as its frame does. */
async function closeWindow(): Promise<void> {
  await running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
}

function windows(): Promise<number> {
  return running.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}

function question(page: Page) {
  return page.getByRole('dialog', { name: /is being recorded/ });
}

test('closing the window asks, and the recording goes on in the background until the window is wanted again', async () => {
  const { app, page } = running;
  await closeWindow();
  await question(page).waitFor();
  await running.shoot('leave-1-asked');
  await page.keyboard.press('Escape');
  await question(page).waitFor({ state: 'hidden' });
  expect(await windows()).toBe(1);

  await closeWindow();
  await question(page).waitFor();
  // The window is gone before the key is up again.
  await page.keyboard.press('Enter').catch(() => undefined);
  await expect.poll(windows, patience).toBe(0);
  const before = await recorded();
  await expect.poll(recorded, patience).toBeGreaterThan(before + 3);

  const opened = app.waitForEvent('window', { timeout: PATIENCE });
  expect(await running.startAgain([])).toBe(0);
  const second = await opened;
  await second.getByRole('treegrid', { name: 'Downloads' }).getByText('Recording').first().waitFor(patience);
  // Ending the program asks in the new window.
  await app.evaluate(({ app: electron }) => electron.quit());
  await question(second).getByRole('button', { name: 'Cancel' }).click();
  expect(await recorded()).toBeGreaterThan(before + 3);
});

test('in the background the program ends by itself when the stream does', async () => {
  const ended = once(running.app.process(), 'exit');
  await closeWindow();
  await question(running.page).getByRole('button', { name: 'Keep recording in the background' }).click();
  await expect.poll(windows, patience).toBe(0);
  origin.end();
  await ended;
  expect((await readdir(join(home, 'downloads'))).filter((name) => name.endsWith('.mp4'))).toHaveLength(1);
});

test('stopping keeps what is recorded, and then the program ends', async () => {
  const ended = once(running.app.process(), 'exit');
  await running.app.evaluate(({ app: electron }) => electron.quit());
  await question(running.page).getByRole('button', { name: 'Stop and keep, then quit' }).click();
  await ended;
  const [name = ''] = (await readdir(join(home, 'downloads'))).filter((entry) => entry.endsWith('.mp4'));
  expect(await complaints(join(home, 'downloads', name))).toBe('');
});

test('a signal ends the program without a question, and the next start goes on', async () => {
  const ended = once(running.app.process(), 'exit');
  running.app.process().kill('SIGTERM');
  await ended;
  await engine?.close();
  running = await launch(home);
  engine = await connect({ data: join(home, 'data') });
  await expect.poll(recorded, patience).toBeGreaterThan(3);
});
