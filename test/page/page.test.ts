import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { carry, row, stickingOut } from '../renderer/page/act.ts';
import { type Nginx, startNginx } from '../servers/nginx.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { makeHls } from '../streams/make-hls.ts';
import { inspect, openBrowser, phone, type Visit, visit } from './browser.ts';
import { openWebSluice, type WebSluice } from './web-sluice.ts';

let folder: string;
let nginx: Nginx;
let origin: LiveOrigin;
let sluice: WebSluice;
let browser: Browser;
/** the first browser that signs in; all tests go on in it */
let desk: Visit;
const visits: Visit[] = [];

const film = randomBytes(3_000_000);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-page-source-'));
  writeFileSync(join(folder, 'film.bin'), film);
  writeFileSync(join(folder, 'later.bin'), film.subarray(0, 1_000_000));
  [nginx, sluice, browser] = await Promise.all([startNginx({ root: folder }), openWebSluice(), openBrowser()]);
  const stream = await makeHls(join(folder, 'live'), { seconds: 70, segment: 1, gop: 1, size: '320x180' });
  origin = new LiveOrigin(stream, { window: 8, first: 8 });
  await origin.listen();
  desk = await come();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await sluice?.close();
  await origin?.close();
  await nginx?.close();
  rmSync(folder, { recursive: true, force: true });
});

afterEach(() => {
  for (const { complaints } of visits) expect(complaints.splice(0)).toEqual([]);
});

async function come(options: Parameters<typeof visit>[1] = {}): Promise<Visit> {
  const visitor = await visit(browser, options);
  visits.push(visitor);
  return visitor;
}

const empty = (page: Page) => page.getByText('Nothing here yet');
const tokenField = (page: Page) => page.getByLabel('Token', { exact: true });

/** Waits until a picture is there and moves on. */
async function plays(within: Locator): Promise<void> {
  const video = within.locator('video');
  await expect
    .poll(
      () =>
        video.evaluate(async (element: HTMLVideoElement) => {
          const before = element.currentTime;
          await new Promise((resolve) => element.addEventListener('timeupdate', resolve, { once: true }));
          return element.videoWidth > 0 && !element.paused && element.currentTime > before;
        }),
      { timeout: 30_000 },
    )
    .toBe(true);
}

test('a link signs in once, and nothing of it stays in the address', async () => {
  const link = sluice.link();
  await desk.page.goto(link);
  await empty(desk.page).waitFor();
  expect(desk.page.url()).toBe(sluice.address);
  expect.soft(await inspect(desk.page, 'empty')).toEqual([]);

  const second = await come({ colorScheme: 'dark' });
  await second.page.goto(link);
  await second.page.getByText('This link was used before').waitFor();
  expect.soft(await inspect(second.page, 'sign-in-used-dark')).toEqual([]);
});

test('the token signs in, by keyboard alone; a wrong one is told in words', async () => {
  const { page } = await come();
  await page.goto(sluice.address);
  await page.waitForFunction(() => document.activeElement?.getAttribute('name') === 'token');
  await page.keyboard.type('not the token of anybody');
  await page.keyboard.press('Enter');
  await page.getByText('That is not the token of this Sluice.').waitFor();
  expect.soft(await inspect(page, 'sign-in-wrong')).toEqual([]);
  await tokenField(page).fill(await sluice.token());
  await page.keyboard.press('Enter');
  await empty(page).waitFor();

  // the way out
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await tokenField(page).waitFor();
  await page.context().close();
});

test('a pasted link is downloaded there, and then here', async () => {
  const { page } = desk;
  await carry(page, 'paste', { 'text/plain': nginx.url('/film.bin') });
  const review = page.getByRole('dialog', { name: '1 link found' });
  await review.getByRole('textbox', { name: 'Save to' }).fill('films/new');
  expect.soft(await inspect(page, 'review')).toEqual([]);
  await review.getByRole('button', { name: 'Download 1 file' }).click();
  await row(page, 'film.bin').getByText('Done').waitFor();
  expect(film.equals(await readFile(join(sluice.downloads, 'films', 'new', 'film.bin')))).toBe(true);

  const [download] = await Promise.all([page.waitForEvent('download'), row(page, 'film.bin').dblclick()]);
  expect(download.suggestedFilename()).toBe('film.bin');
  expect(film.equals(await readFile(await download.path()))).toBe(true);
  await row(page, 'film.bin').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Download/ }).waitFor();
  for (const absent of ['Open', 'Show in folder']) {
    expect(await page.getByRole('menuitem', { name: absent }).count()).toBe(0);
  }
  await page.keyboard.press('Escape');
});

test('a stream is recorded, watched while it grows, and its fragments play and download', async () => {
  const { page } = desk;
  origin.play(400, false);
  await carry(page, 'paste', { 'text/plain': origin.url('live.m3u8') });
  const review = page.getByRole('dialog', { name: '1 link found' });
  await review.getByRole('textbox', { name: 'Fragments of at most' }).fill('5');
  await review.getByRole('button', { name: 'Record 1 stream' }).click();
  const recording = row(page, /^(live|127\.0\.0\.1)/);
  await recording.dblclick();
  const view = page.getByRole('dialog').filter({ has: page.getByRole('slider', { name: 'Timeline' }) });
  await view.getByRole('button', { name: 'Watch' }).click();
  await plays(view);
  expect.soft(await inspect(page, 'watching')).toEqual([]);

  const fragments = view.getByRole('grid', { name: 'Fragments' });
  const play = fragments.getByRole('button', { name: 'Play fragment 1', exact: true });
  await play.waitFor();
  await view.getByRole('button', { name: 'Stop and keep' }).click();
  await recording.getByText('Done').waitFor({ state: 'attached' });
  await play.click();
  await view.getByText('Fragment 1', { exact: true }).waitFor();
  await plays(view);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    fragments.getByRole('button', { name: 'Download fragment 1', exact: true }).click(),
  ]);
  const files = (await readdir(sluice.downloads, { recursive: true })).filter((name) => name.endsWith('.mp4')).sort();
  expect(download.suggestedFilename()).toBe(files[0]);
  expect(await readFile(await download.path())).toEqual(await readFile(join(sluice.downloads, files[0] ?? '')));
  await page.keyboard.press('Escape');
  await view.waitFor({ state: 'hidden' });
});

test('the settings of this computer are shown, and not to be changed from there', async () => {
  const { page } = desk;
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByText('sluice settings set download-folder').waitFor();
  expect(await dialog.getByRole('button', { name: 'Change…' }).count()).toBe(0);
  expect.soft(await inspect(page, 'settings')).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

test('a telephone has room for all of it, in the dark and in Russian', async () => {
  const { page } = await come({ ...phone, colorScheme: 'dark', locale: 'ru-RU' });
  await page.goto(sluice.link());
  const name = /film\.bin/;
  await row(page, name).waitFor();
  expect.soft(await inspect(page, 'phone-list')).toEqual([]);
  expect(await stickingOut(page, 'button:not([data-filter]), input, [role=row]')).toEqual([]);
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('main button, header button, section button')]
      .map((button) => ({
        text: button.getAttribute('aria-label') ?? button.textContent,
        box: button.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.height > 0 && (box.height < 40 || box.width < 40))
      .map(({ text }) => text),
  );
  expect(small).toEqual([]);

  await page.getByRole('button', { name: 'Действия: film.bin' }).tap();
  const sheet = page.getByRole('dialog', { name: 'film.bin' });
  await sheet.getByRole('button', { name: 'Скачать' }).waitFor();
  expect.soft(await inspect(page, 'phone-actions')).toEqual([]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    sheet.getByRole('button', { name: 'Скачать' }).tap(),
  ]);
  expect(film.equals(await readFile(await download.path()))).toBe(true);

  // a tap looks, it does not fetch three megabytes
  await row(page, name).tap({ position: { x: 120, y: 20 } });
  const details = page.getByRole('dialog', { name: 'Подробности' });
  await details.getByRole('link', { name: 'Скачать' }).waitFor();
  expect.soft(await inspect(page, 'phone-details')).toEqual([]);
  await page.getByRole('button', { name: 'Закрыть' }).tap();
  await details.waitFor({ state: 'hidden' });
  await row(page, /^(live|127\.0\.0\.1)/).tap({ position: { x: 120, y: 20 } });
  await page.getByRole('button', { name: 'Скачать фрагмент 1', exact: true }).waitFor();
  expect.soft(await inspect(page, 'phone-recording')).toEqual([]);
  expect(await stickingOut(page, 'button:not([data-filter]), [role=tab]')).toEqual([]);
  await page.context().close();
});

test('a server that goes away is told of, and all goes on by itself when it is back', async () => {
  const { page } = desk;
  await sluice.down();
  await page.getByText('Connection to Sluice lost').waitFor();
  expect.soft(await inspect(page, 'lost')).toEqual([]);
  await sluice.up();
  await page.getByText('Connection to Sluice lost').waitFor({ state: 'hidden' });
  await carry(page, 'paste', { 'text/plain': nginx.url('/later.bin') });
  await page.getByRole('button', { name: 'Download 1 file' }).click();
  await row(page, 'later.bin').getByText('Done').waitFor();
  await row(page, 'film.bin').waitFor();
});

test('who is signed out meanwhile signs in again, and nothing that was typed is lost', async () => {
  const { page } = desk;
  await page.getByRole('textbox', { name: 'Links to download' }).fill('https://half.example/a-li');
  await page.request.delete(`${sluice.address}api/v1/session`);
  await tokenField(page).waitFor();
  expect.soft(await inspect(page, 'signed-out')).toEqual([]);
  await tokenField(page).fill(await sluice.token());
  await page.keyboard.press('Enter');
  await tokenField(page).waitFor({ state: 'hidden' });
  expect(await page.getByRole('textbox', { name: 'Links to download' }).inputValue()).toBe('https://half.example/a-li');
  await row(page, 'film.bin').waitFor();
});

test('who guesses too often has to wait, and is told so', async () => {
  const { page } = await come();
  await page.goto(sluice.address);
  await tokenField(page).waitFor();
  for (let tries = 0; tries < 12; tries += 1) {
    await page.request.post(`${sluice.address}api/v1/session`, { data: { token: 'wrong' } });
  }
  await tokenField(page).fill('wrong again');
  await page.keyboard.press('Enter');
  await page.getByText('Too many tries.').waitFor();
});
