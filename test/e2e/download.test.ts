import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Nginx, startNginx } from '../servers/nginx.ts';
import { freshHome, launch, type Running } from './launch.ts';
import { row } from './row.ts';

const MiB = 1024 * 1024;
/** Milliseconds for anything that must happen at some time, on a machine that is busy with other tests. */
const PATIENCE = 60_000;

let root: string;
let home: string;
let removeHome: () => Promise<void>;
let nginx: Nginx;
let running: Running | undefined;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-served-'));
  ({ home, remove: removeHome } = await freshHome());
});

afterEach(async () => {
  await running?.quit();
  running = undefined;
  await nginx?.close();
  await removeHome();
  await rm(root, { recursive: true, force: true });
});

async function serveFile(name: string, size: number): Promise<string> {
  const content = randomBytes(size);
  await writeFile(join(root, name), content);
  return sha256(content);
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function downloaded(name: string): Promise<string> {
  return sha256(await readFile(join(home, 'downloads', name)));
}

async function waitForState(page: Page, name: string, state: string): Promise<void> {
  await row(page, name).getByText(state, { exact: true }).waitFor({ timeout: PATIENCE });
}

/** Pastes as a person does: through the system's clipboard and the keyboard. */
async function paste({ app, page }: Running, text: string): Promise<void> {
  await app.evaluate(({ clipboard }, value) => clipboard.writeText(value), text);
  await page.keyboard.press('ControlOrMeta+V');
}

test('two pasted links are recognised, started, and arrive byte for byte', async () => {
  const first = await serveFile('first film.mp4', 24 * MiB + 17);
  const second = await serveFile('second.zip', 3 * MiB + 1);
  nginx = await startNginx({ root });
  running = await launch(home);
  const { page } = running;
  await page.getByText('Nothing here yet').waitFor();
  await running.shoot('paste-1-empty');

  await paste(running, `${nginx.url('/first%20film.mp4')}\n${nginx.url('/second.zip')}`);
  const dialog = page.getByRole('dialog', { name: '2 links found' });
  await dialog.waitFor();
  await dialog.getByRole('row').filter({ hasText: 'first film.mp4' }).waitFor();
  await dialog.getByRole('row').filter({ hasText: 'second.zip' }).waitFor();
  expect(await nginx.requests()).toEqual([]);
  await running.shoot('paste-2-recognised');

  await dialog.getByRole('button', { name: 'Download 2 files' }).click();
  await waitForState(page, 'second.zip', 'Done');
  await waitForState(page, 'first film.mp4', 'Done');
  await running.shoot('paste-3-done');

  expect(await downloaded('first film.mp4')).toBe(first);
  expect(await downloaded('second.zip')).toBe(second);
  await holdsOnly(['first film.mp4', 'second.zip']);
});

test('a dropped text file of links becomes files', async () => {
  const names = ['a.bin', 'b.bin', 'c.bin'];
  const digests = await Promise.all(names.map((name) => serveFile(name, MiB + name.charCodeAt(0))));
  nginx = await startNginx({ root });
  running = await launch(home);
  const { page } = running;
  await page.getByText('Nothing here yet').waitFor();

  const list = `# three files\n${names.map((name) => nginx.url(`/${name}`)).join('\n')}\nnot a link\n`;
  const carried = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'links.txt', { type: 'text/plain' }));
    return transfer;
  }, list);
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: carried });
  await page.getByText('Drop to add').waitFor();
  await running.shoot('drop-1-hovering');
  await page.dispatchEvent('body', 'drop', { dataTransfer: carried });
  const dialog = page.getByRole('dialog', { name: '3 links found' });
  await dialog.waitFor();
  await running.shoot('drop-2-recognised');

  await dialog.getByRole('button', { name: 'Download 3 files' }).click();
  for (const name of names) await waitForState(page, name, 'Done');
  await running.shoot('drop-3-done');
  expect(await Promise.all(names.map(downloaded))).toEqual(digests);
});

test('what is paused stays paused over a quit, what runs goes on by itself, and both end whole', async () => {
  const paused = await serveFile('paused.bin', 32 * MiB);
  const going = await serveFile('going.bin', 32 * MiB);
  nginx = await startNginx({ root, limitRate: 2 * MiB });
  running = await launch(home);
  await running.page.getByText('Nothing here yet').waitFor();
  await paste(running, `${nginx.url('/paused.bin')} ${nginx.url('/going.bin')}`);
  await running.page.getByRole('button', { name: 'Download 2 files' }).click();

  await waitForState(running.page, 'paused.bin', 'Downloading');
  await waitForState(running.page, 'going.bin', 'Downloading');
  await waitForBytes(running.page, 'paused.bin');
  await waitForBytes(running.page, 'going.bin');
  await running.shoot('pause-1-downloading');
  await row(running.page, 'paused.bin').click();
  await running.page.getByRole('button', { name: 'Pause' }).click();
  await waitForState(running.page, 'paused.bin', 'Paused');
  await running.shoot('pause-2-paused');
  await running.quit();
  const unfinished = await readdir(join(home, 'downloads', '.sluice'));
  expect(unfinished.length).toBeGreaterThan(0);

  running = await launch(home);
  await waitForState(running.page, 'paused.bin', 'Paused');
  await running.shoot('pause-3-started-again');
  await waitForState(running.page, 'going.bin', 'Done');
  await row(running.page, 'paused.bin').click();
  await running.page.getByRole('button', { name: 'Resume' }).click();
  await waitForState(running.page, 'paused.bin', 'Done');
  await running.shoot('pause-4-done');

  expect(await downloaded('paused.bin')).toBe(paused);
  expect(await downloaded('going.bin')).toBe(going);
  await holdsOnly(['going.bin', 'paused.bin']);
  // What was stored before the pause was not fetched again: each file crossed the wire once, but for the overlaps.
  const sent = (await nginx.requests()).reduce((sum, request) => sum + request.sent, 0);
  expect(sent).toBeLessThan(1.5 * 64 * MiB);
});

/** Waits until nothing but these files is left in the folder: the traces of unfinished ones go a moment after the end. */
async function holdsOnly(names: readonly string[]): Promise<void> {
  const there = async () => (await readdir(join(home, 'downloads'))).toSorted();
  await expect.poll(there, { timeout: PATIENCE }).toEqual(names);
}

/** Waits until the row's progress bar has left zero. */
async function waitForBytes(page: Page, name: string): Promise<void> {
  const bar = row(page, name).getByRole('progressbar');
  await bar.and(page.locator(':not([aria-valuenow="0"])[aria-valuenow]')).waitFor({ timeout: PATIENCE });
}

test('a second start hands its links over to the window that is open', async () => {
  const digest = await serveFile('handed.bin', MiB);
  nginx = await startNginx({ root });
  await mkdir(home, { recursive: true });
  running = await launch(home);
  await running.page.getByText('Nothing here yet').waitFor();
  expect(await running.startAgain([nginx.url('/handed.bin')])).toBe(0);
  await waitForState(running.page, 'handed.bin', 'Done');
  expect(await downloaded('handed.bin')).toBe(digest);
  expect(running.app.windows()).toHaveLength(1);
});
