import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import { unwrap } from '../../contract/reply.ts';
import type { Engine } from '../../engine/engine.ts';
import { connect } from '../../engine/instance/connect.ts';
import { bytes } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { type Desk, standIn } from './desk.ts';
import { freshHome, launch, type Running } from './launch.ts';
import { row } from './row.ts';

/** Milliseconds for anything that must happen at some time, on a machine that is busy with other tests. */
const PATIENCE = 30_000;

let home: string;
let removeHome: () => Promise<void>;
let origin: Origin;
let running: Running;
let desk: Desk;
let engine: Engine;

beforeAll(async () => {
  origin = await startOrigin();
  ({ home, remove: removeHome } = await freshHome());
  await mkdir(join(home, 'data'), { recursive: true });
  await writeFile(join(home, 'data', 'sluice.db'), 'damaged '.repeat(1000));
  running = await launch(home);
  desk = await standIn(running);
  const reached = await connect({ data: join(home, 'data') });
  if (reached === undefined) throw new Error('the window cannot be reached');
  engine = reached;
  running.page.setDefaultTimeout(PATIENCE);
});

afterAll(async () => {
  await engine?.close();
  await running?.quit();
  await origin?.close();
  await removeHome?.();
});

/** Adds the paths of the origin from outside. */
async function add(paths: readonly string[], options: CallInput<'tasks.add'>['options'] = {}): Promise<void> {
  unwrap(await engine.call('tasks.add', { tasks: paths.map((path) => ({ url: origin.url(path) })), options }));
}

async function waitForState(name: string, state: string): Promise<void> {
  await row(running.page, name).getByText(state, { exact: true }).waitFor();
}

/** What the platform is asked for next. */
async function asked(): Promise<readonly string[]> {
  let found: readonly string[] = [];
  await expect
    .poll(
      async () => {
        found = [...found, ...(await desk.asked())];
        return found.length;
      },
      { timeout: PATIENCE },
    )
    .toBeGreaterThan(0);
  return found;
}

/** The states of the tasks with these names. */
async function states(...names: readonly string[]): Promise<string[]> {
  const { tasks } = unwrap(await engine.call('tasks.list', {}));
  return names.map((name) => tasks.find((task) => task.name === name)?.state.name ?? 'none');
}

test('a database that was set aside is told in the window', async () => {
  const notice = running.page.getByRole('alert').filter({ hasText: 'were damaged' });
  await notice.getByText(join(home, 'data', 'sluice.db.corrupt-')).waitFor();
  await running.shoot('rows-1-set-aside');
  await notice.getByRole('button', { name: 'Close this notice' }).click();
  await notice.waitFor({ state: 'detached' });
});

test('a finished file is opened, or shown where it lies when it might run', async () => {
  const { page } = running;
  for (const name of ['film.mp4', 'tool.sh']) origin.serve(`/${name}`, { size: 1000, seed: 1 });
  await add(['/film.mp4', '/tool.sh']);
  await waitForState('film.mp4', 'Done');
  await waitForState('tool.sh', 'Done');
  const film = join(home, 'downloads', 'film.mp4');
  const tool = join(home, 'downloads', 'tool.sh');

  await row(page, 'film.mp4').dblclick();
  expect(await asked()).toEqual([`open ${film}`]);
  await page.keyboard.press('Enter');
  expect(await asked()).toEqual([`open ${film}`]);
  await page.getByRole('button', { name: 'Show in folder' }).click();
  expect(await asked()).toEqual([`reveal ${film}`]);
  await page.keyboard.press('ControlOrMeta+Enter');
  expect(await asked()).toEqual([`reveal ${film}`]);

  await row(page, 'tool.sh').dblclick();
  expect(await asked()).toEqual([`reveal ${tool}`]);
  await chmod(film, 0o755);
  await row(page, 'film.mp4').dblclick();
  expect(await asked()).toEqual([`reveal ${film}`]);
  await chmod(film, 0o644);

  await desk.findsProgram(false);
  await row(page, 'film.mp4').dblclick();
  expect(await asked()).toEqual([`open ${film}`, `reveal ${film}`]);
  await desk.findsProgram(true);
});

test('a file that has gone is told, and its folder is shown in its place', async () => {
  const { page } = running;
  await rm(join(home, 'downloads', 'film.mp4'));
  await row(page, 'film.mp4').dblclick();
  const notice = page.getByRole('alert').filter({ hasText: 'The file is no longer where Sluice put it.' });
  await notice.waitFor();
  expect(await desk.asked()).toEqual([]);
  await page.keyboard.press('ControlOrMeta+Enter');
  expect(await asked()).toEqual([`open ${join(home, 'downloads')}`]);
  await notice.getByRole('button', { name: 'Close this notice' }).click();
});

test('the folder for downloads is chosen in a dialog of the platform', async () => {
  const { page } = running;
  const button = page.getByRole('button', { name: /^Save to .*Click to change\.$/ });
  await desk.chooses(null);
  await button.click();
  await desk.chooses(join(home, 'elsewhere'));
  await button.click();
  await page.getByRole('button', { name: `Save to ${join(home, 'elsewhere')}.` }).waitFor();
  unwrap(await engine.call('settings.set', { downloadFolder: join(home, 'downloads') }));
  await page.getByRole('button', { name: `Save to ${join(home, 'downloads')}.` }).waitFor();
});

interface DragItem {
  readonly mimeType: string;
  readonly data: string;
}

/** Drops what another program carries: the window's own engine makes the events of it, as with a real pointer. */
async function dropFromOutside(items: readonly DragItem[]): Promise<void> {
  const session = await running.page.context().newCDPSession(running.page);
  const data = { items: [...items], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
    if (type === 'dragOver') await running.page.getByText('Drop to add').waitFor();
  }
  await session.detach();
}

test('a link dragged out of a browser becomes its file', async () => {
  origin.serve('/dragged.zip', { size: 5000, seed: 4 });
  const url = origin.url('/dragged.zip');
  await dropFromOutside([
    { mimeType: 'text/uri-list', data: `${url}\r\n` },
    { mimeType: 'text/html', data: `<a href="${url}"><img src="${origin.url('/no.png')}">A file</a>` },
    { mimeType: 'text/plain', data: url },
  ]);
  const dialog = running.page.getByRole('dialog', { name: '1 link found' });
  await dialog.getByRole('button', { name: 'Download 1 file' }).click();
  await waitForState('dragged.zip', 'Done');
  expect((await readFile(join(home, 'downloads', 'dragged.zip'))).equals(bytes(4, 0, 5000))).toBe(true);
});

test('of a piece of a page the addresses are taken, not its words', async () => {
  for (const name of ['piece-1.zip', 'piece-2.zip']) origin.serve(`/${name}`, { size: 2000, seed: 5 });
  await dropFromOutside([
    { mimeType: 'text/plain', data: 'The first and the second' },
    {
      mimeType: 'text/html',
      data: `<p>The <a href="${origin.url('/piece-1.zip')}">first</a> and <a class=x href='${origin.url('/piece-2.zip')}'>the second</a></p>`,
    },
  ]);
  const dialog = running.page.getByRole('dialog', { name: '2 links found' });
  await dialog.getByRole('button', { name: 'Download 2 files' }).click();
  await waitForState('piece-1.zip', 'Done');
  await waitForState('piece-2.zip', 'Done');
});

test('a row tells where it comes from, how fast and how long, or what is wrong in words', async () => {
  const { page } = running;
  origin.serve('/steady.bin', { size: 20_000_000, seed: 6, etag: '"s"' });
  await add(['/steady.bin', '/nothing-there.bin'], { limitRate: 500_000 });
  const steady = row(page, 'steady.bin');
  await steady.getByText(`127.0.0.1:${origin.port}`, { exact: true }).first().waitFor();
  await steady.getByText(/^\d[\d.,]* [kM]B\/s$/).waitFor();
  await steady.getByText(/^\d[^·]* left$/).waitFor();
  await steady.getByText(/^[\d.]+ [kM]?B? ?\/ 20\.0 MB$/).waitFor();
  const failed = row(page, 'nothing-there.bin');
  await failed.getByText('The server has nothing at this address').last().waitFor();
  await failed.getByText('Failed', { exact: true }).waitFor();
  await running.shoot('rows-2-figures');
  await failed.click();
  await page.keyboard.press('Delete');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await failed.waitFor({ state: 'detached' });
});

/** Names in the order in which their rows stand, from the top. */
async function byPlace(names: readonly string[]): Promise<string[]> {
  const places = await Promise.all(
    names.map(async (name) => ({ name, y: (await row(running.page, name).boundingBox())?.y ?? 0 })),
  );
  return places.toSorted((a, b) => a.y - b.y).map(({ name }) => name);
}

test('several rows, chosen by the mouse or by keys, are canceled, tried again and removed together', async () => {
  const { page } = running;
  const names = ['many-1.bin', 'many-2.bin', 'many-3.bin', 'many-4.bin'];
  for (const name of names) origin.serve(`/${name}`, { size: 20_000_000, seed: 7, etag: '"m"', rate: 100_000 });
  unwrap(await engine.call('settings.set', { maxActive: 8, maxPerHost: 8 }));
  await add(names.map((name) => `/${name}`));
  for (const name of names) {
    const bar = row(page, name).getByRole('progressbar');
    await bar.and(page.locator(':not([aria-valuenow="0"])[aria-valuenow]')).waitFor();
  }

  await row(page, 'many-1.bin').click();
  await row(page, 'many-3.bin').click({ modifiers: ['ControlOrMeta'] });
  await page.getByRole('button', { name: 'Cancel' }).click();
  const asking = page.getByRole('dialog', { name: 'Cancel 2 downloads?' });
  await asking.getByRole('button', { name: 'Cancel downloads' }).click();
  await asking.waitFor({ state: 'detached' });
  await waitForState('many-1.bin', 'Canceled');
  await waitForState('many-3.bin', 'Canceled');
  expect(await states(...names)).toEqual(['canceled', 'running', 'canceled', 'running']);

  await page.keyboard.press('ControlOrMeta+r');
  await waitForState('many-1.bin', 'Downloading');
  await waitForState('many-3.bin', 'Downloading');
  expect(await states(...names)).toEqual(['running', 'running', 'running', 'running']);

  const [top = '', ...others] = await byPlace(names);
  await row(page, top).click();
  await row(page, others.at(-1) ?? '').click({ modifiers: ['Shift'] });
  await page.keyboard.press('ControlOrMeta+p');
  for (const name of names) await waitForState(name, 'Paused');
  await row(page, top).click();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowDown');
  await expect.poll(() => page.locator('[role=row][aria-selected=true]').count(), { timeout: PATIENCE }).toBe(4);
  await page.keyboard.press('Delete');
  const removing = page.getByRole('dialog', { name: 'Remove 4 downloads from the list?' });
  await running.shoot('rows-3-remove');
  await removing.getByRole('button', { name: 'Remove' }).click();
  for (const name of names) await row(page, name).waitFor({ state: 'detached' });
  expect(await states(...names)).toEqual(['none', 'none', 'none', 'none']);
  const left = async () => (await readdir(join(home, 'downloads', '.sluice')).catch(() => [])).length;
  // the other download of this file goes on
  await expect.poll(left, { timeout: PATIENCE }).toBeLessThanOrEqual(2);
});
