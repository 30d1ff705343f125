import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, expect, test, vi } from 'vitest';
import { refusedIds } from '../stand-in/catalogue.ts';
import { probe } from '../video/probe.ts';
import { type AtStandIn, atStandIn, videoUrl, violations } from './at-stand-in.ts';
import { heldFfmpeg } from './held-ffmpeg.ts';
import { row } from './row.ts';

/** Milliseconds for anything that must happen at some time, on a machine that is busy with other tests. */
const PATIENCE = 90_000;
/** A yt-dlp as it is given to everybody. Set-up puts it there. */
const program = process.env['SLUICE_TEST_YT_DLP'] ?? '';

let at: AtStandIn | undefined;

afterEach(async () => {
  await at?.[Symbol.asyncDispose]();
  at = undefined;
});

test('a pasted video is shown, chosen, fetched, joined and played', { timeout: 240_000 }, async () => {
  at = await atStandIn();
  const { page, standIn, home, shoot } = at;
  const ffmpeg = await heldFfmpeg(home);
  await at.set({ ffmpeg: ffmpeg.path });
  await at.paste(videoUrl('filmDirect1'));
  const dialog = page.getByRole('dialog', { name: '1 link found' });
  await dialog.getByText('Bars and tone').waitFor({ timeout: PATIENCE });
  await page.waitForFunction(() => (document.querySelector('img')?.naturalWidth ?? 0) > 0);
  await dialog.getByText('0:30 · Jan 31, 2026 · 3 chapters').waitFor();
  await shoot('video-app-1-recognised');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('radio', { name: /^720p/ }).click({ force: true });
  await dialog.getByRole('combobox', { name: 'Subtitles' }).click();
  await page.getByRole('option', { name: 'English', exact: true }).click();
  await page.getByRole('option', { name: 'Русский' }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('combobox', { name: 'Save subtitles' }).selectOption('files');
  await shoot('video-app-2-chosen');

  // as a slow line brings it, so that there is something to see
  standIn.behaviour.largest = 1024;
  standIn.behaviour.crawl = 400 * 1024;
  await dialog.getByRole('button', { name: 'Download 1 video' }).click();
  const video = row(page, 'Bars and tone');
  await video.getByText('Downloading', { exact: true }).waitFor({ timeout: PATIENCE });
  const bar = video.getByRole('progressbar');
  await bar.and(page.locator(':not([aria-valuenow="0"])[aria-valuenow]')).waitFor({ timeout: PATIENCE });
  await shoot('video-app-3-downloading');
  await video.getByText('Joining', { exact: true }).waitFor({ timeout: PATIENCE });
  // what is not whole has no final name
  expect(await readdir(join(home, 'downloads'))).not.toContain('Bars and tone.mp4');
  await shoot('video-app-4-joining');
  await ffmpeg.letGo();
  await video.getByText('Done', { exact: true }).waitFor({ timeout: PATIENCE });
  await shoot('video-app-5-done');

  const folder = join(home, 'downloads');
  await expect
    .poll(async () => (await readdir(folder)).toSorted(), { timeout: PATIENCE })
    .toEqual(['Bars and tone.en.vtt', 'Bars and tone.mp4', 'Bars and tone.ru.vtt']);
  const facts = await probe(join(folder, 'Bars and tone.mp4'));
  expect(facts).toMatchObject({
    // MP4 keeps the titles of chapters in a track of their own
    codecs: ['h264', 'aac', 'bin_data', 'cover'],
    height: 720,
    tags: { title: 'Bars and tone', artist: 'Stand-in' },
    chapters: [
      { title: 'Beginning', start: 0, end: 10 },
      { title: 'Middle: <b>bars</b> & "tone"', start: 10, end: 20 },
      { title: 'End', start: 20 },
    ],
  });
  expect(facts.duration).toBeCloseTo(30, 0);

  await video.dblclick();
  const view = page.getByRole('dialog', { name: 'Bars and tone' });
  const film = view.locator('video');
  const played = () => film.evaluate((element: HTMLVideoElement) => element.currentTime);
  await vi.waitUntil(async () => (await played().catch(() => 0)) > 0.5, { timeout: PATIENCE, interval: 100 });
  expect(
    await film.evaluate((element: HTMLVideoElement) => [
      element.videoHeight,
      Math.round(element.duration),
      ...[...element.textTracks].map(({ language }) => language),
    ]),
  ).toEqual([720, 30, 'en', 'ru']);
  await shoot('video-app-6-played');
  expect(await violations(page)).toEqual([]);
});

test('a video is had by keys alone', { timeout: 180_000 }, async () => {
  at = await atStandIn({ theme: 'dark' });
  const { page, home, shoot } = at;
  await at.paste(videoUrl('shortDirect'));
  const dialog = page.getByRole('dialog', { name: '1 link found' });
  await dialog.getByText('Short bars').waitFor({ timeout: PATIENCE });
  await page.waitForFunction(() => document.activeElement?.textContent === 'Download 1 video');
  // back to the presets, and from the best to the one behind it
  await pressUntil(page, 'Shift+Tab', () => document.activeElement?.getAttribute('type') === 'radio');
  await page.keyboard.press('ArrowDown');
  await dialog.getByRole('radio', { name: /^Plays everywhere/, checked: true }).waitFor();
  await shoot('video-app-dark');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'hidden' });
  const video = row(page, 'Short bars');
  await video.getByText('Done', { exact: true }).waitFor({ timeout: PATIENCE });
  expect((await probe(join(home, 'downloads', 'Short bars.mp4'))).codecs.slice(0, 2)).toEqual(['h264', 'aac']);
  await pressUntil(page, 'Tab', () => document.activeElement?.closest('[role=row]') !== null);
  await page.keyboard.press('Enter');
  const view = page.getByRole('dialog', { name: 'Short bars' });
  const played = () => view.locator('video').evaluate((element: HTMLVideoElement) => element.currentTime);
  await vi.waitUntil(async () => (await played().catch(() => 0)) > 0.2, { timeout: PATIENCE, interval: 100 });
  await page.keyboard.press('Escape');
  await view.waitFor({ state: 'hidden' });
});

test('the sound alone plays as well', { timeout: 180_000 }, async () => {
  at = await atStandIn({ theme: 'dark', videoFormat: 'audio' });
  const { page, home, shoot } = at;
  await at.paste(videoUrl('filmDirect1'));
  const dialog = page.getByRole('dialog', { name: '1 link found' });
  await dialog.getByRole('radio', { name: /^Audio only/, checked: true }).waitFor({ timeout: PATIENCE });
  await dialog.getByRole('button', { name: 'Download 1 video' }).click();
  const sound = row(page, 'Bars and tone');
  await sound.getByText('Done', { exact: true }).waitFor({ timeout: PATIENCE });
  const facts = await probe(join(home, 'downloads', 'Bars and tone.opus'));
  expect(facts).toMatchObject({ tags: { title: 'Bars and tone' } });
  expect(facts.codecs[0]).toBe('opus');
  expect(facts.chapters).toHaveLength(3);
  await sound.dblclick();
  const player = page.getByRole('dialog', { name: 'Bars and tone' }).locator('video');
  const played = () => player.evaluate((element: HTMLVideoElement) => element.currentTime);
  await vi.waitUntil(async () => (await played().catch(() => 0)) > 0.5, { timeout: PATIENCE, interval: 100 });
  await shoot('video-app-sound-dark');
  expect(await violations(page)).toEqual([]);
});

/** Presses a key again and again until the page is as wanted. */
async function pressUntil(page: Page, key: string, wanted: () => boolean): Promise<void> {
  for (let pressed = 0; pressed < 30; pressed += 1) {
    await page.keyboard.press(key);
    if (await page.evaluate(wanted)) return;
  }
  throw new Error(`${key} leads nowhere`);
}

test('what is refused says why, in both languages and in a narrow window', { timeout: 180_000 }, async () => {
  at = await atStandIn({ resolver: 'builtin' });
  const { page, shoot } = at;
  await at.paste(videoUrl(refusedIds.private));
  const dialog = page.getByRole('dialog');
  await dialog.getByText('This video is private.').waitFor({ timeout: PATIENCE });
  expect(await dialog.getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true);
  await shoot('video-app-refused');
  expect(await violations(page)).toEqual([]);

  await at.set({ language: 'ru' });
  await at.paste(videoUrl(refusedIds.bot));
  await dialog.getByRole('alert').getByText('yt-dlp').first().waitFor({ timeout: PATIENCE });
  await page.setViewportSize({ width: 420, height: 720 });
  await shoot('video-app-refused-ru-narrow');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  // what is added before its site has said so fails in the list, with the same sentence
  const link = videoUrl(refusedIds.members);
  await page.evaluate((url) => window.sluice?.call('tasks.add', { tasks: [{ url, video: {} }] }), link);
  await page.getByRole('row').getByText('Это видео').first().waitFor({ timeout: PATIENCE });
  await shoot('video-app-failed-ru-narrow');
  expect(await violations(page)).toEqual([]);
  await at.paste(videoUrl('filmDirect1'));
  await dialog.getByText('Bars and tone').waitFor({ timeout: PATIENCE });
  await page.waitForFunction(() => (document.querySelector('img')?.naturalWidth ?? 0) > 0);
  await shoot('video-app-ru-narrow');
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 1080, height: 720 });
  await shoot('video-app-ru');
});

test.skipIf(program === '')('what only yt-dlp can read is read by it', { timeout: 180_000 }, async () => {
  at = await atStandIn({ resolver: 'builtin', ytDlp: program });
  const { page, standIn, home, shoot } = at;
  await at.paste(videoUrl('sabrOnlyVid'));
  const dialog = page.getByRole('dialog');
  const alert = dialog.getByRole('alert');
  await alert.getByText('in a form that Sluice itself does not read').waitFor({ timeout: PATIENCE });
  const other = alert.getByRole('button', { name: 'Try with yt-dlp' });
  await other.waitFor();
  await shoot('video-app-sabr');
  expect(await violations(page)).toEqual([]);
  standIn.change('sabrOnlyVid', { clients: { VISIONOS: 'sabr', '*': 'direct' } });
  await other.click();
  await dialog.getByText(/yt-dlp \d{4}/).waitFor({ timeout: PATIENCE });
  await shoot('video-app-yt-dlp');
  await dialog.getByRole('radio', { name: /^Smallest/ }).click({ force: true });
  await dialog.getByRole('button', { name: 'Download 1 video' }).click();
  await row(page, 'Only SABR').getByText('Done', { exact: true }).waitFor({ timeout: PATIENCE });
  expect((await readdir(join(home, 'downloads'))).filter((name) => name.startsWith('Only SABR'))).toHaveLength(1);
});

test('a video in a list asks which is meant', { timeout: 180_000 }, async () => {
  at = await atStandIn();
  const { page, shoot } = at;
  await at.paste(`${videoUrl('filmDirect1')}&list=PLsmallListOf5`);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^The whole list/ }).waitFor({ timeout: PATIENCE });
  await shoot('video-app-both');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: /^The whole list/ }).click();
  await dialog.getByRole('button', { name: 'Download 5 videos' }).waitFor({ timeout: PATIENCE });
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await at.paste(`${videoUrl('filmDirect1')}&list=PLsmallListOf5`);
  await dialog.getByRole('button', { name: /^This video/ }).click();
  await dialog.getByText('Bars and tone').waitFor({ timeout: PATIENCE });
  await dialog.getByRole('button', { name: 'Download 1 video' }).waitFor();
});

test('what is live becomes a recording', { timeout: 240_000 }, async () => {
  at = await atStandIn();
  const { page, home, shoot } = at;
  await at.paste(videoUrl('liveNowVide'));
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Live', { exact: true }).waitFor({ timeout: PATIENCE });
  await dialog.getByRole('textbox', { name: 'Record for' }).fill('10s');
  await shoot('video-app-live');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Record 1 stream' }).click();
  const recording = row(page, 'Live bars');
  await recording.getByText('Recording').first().waitFor({ timeout: PATIENCE });
  const moving = page.locator(':not([aria-valuenow="0"])[aria-valuenow]');
  await recording.getByRole('progressbar').and(moving).waitFor({ timeout: PATIENCE });
  await shoot('video-app-live-recording');
  await recording.getByText('Done').waitFor({ timeout: PATIENCE });
  const media = (await readdir(join(home, 'downloads'))).filter((name) => /^Live bars.*\.mp4$/.test(name));
  expect(media).toHaveLength(1);
  const facts = await probe(join(home, 'downloads', media[0] ?? ''));
  expect(facts.codecs).toEqual(['h264', 'aac']);
  // within a group of pictures of what was asked
  expect(Math.abs(facts.duration - 10)).toBeLessThanOrEqual(2.1);
});
