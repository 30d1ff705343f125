import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { lastCall, look, row, settled } from './page/act.ts';
import { type MediaFolder, mediaFolder } from './page/media.ts';
import { type Stagehand, stagehand } from './page/open.ts';
import { type Served, serveWindow } from './page/serve.ts';
import { idOf } from './page/tasks.ts';

/** Media has a scheme in Electron alone. */
const electron = process.env['ELECTRON_OVERRIDE_DIST_PATH'] !== undefined;

let served: Served;
let media: MediaFolder;
let hand: Stagehand;

beforeAll(async () => {
  if (!electron) return;
  media = await mediaFolder();
  served = await serveWindow();
  hand = await stagehand(served, media.folder);
}, 180_000);

afterAll(async () => {
  await hand?.close();
  await served?.close();
  await media?.close();
});

afterEach(() => {
  // what is not there yet is asked for, and the browser writes each 404 down
  const complaints = hand?.complaints.filter((text) => !text.includes('404'));
  expect(complaints ?? []).toEqual([]);
});

/** The recording with this name from near, and what plays it. */
async function player(page: Page, name: RegExp) {
  const dialog = await look(page, name);
  return { dialog, video: dialog.locator('video'), band: dialog.getByRole('slider', { name: 'Timeline' }) };
}

function timeOf(video: Locator): Promise<number> {
  return video.evaluate((element: HTMLVideoElement) => element.currentTime);
}

/** Waits until the picture moves, and pauses it. */
async function plays(video: Locator): Promise<void> {
  const before = await timeOf(video);
  await expect.poll(() => timeOf(video), { timeout: 20_000 }).toBeGreaterThan(before);
  expect(await video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBe(320);
  await video.evaluate((element: HTMLVideoElement) => element.pause());
}

test.skipIf(!electron)('what is stored plays while it is recorded, and can be scrubbed', async () => {
  await media.record(idOf(1), 12);
  const page = await hand.open({ scenario: 'recordings' });
  const { dialog, video, band } = await player(page, /Studio 1/);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await plays(video);
  // near the newest
  expect(await timeOf(video)).toBeGreaterThan(12);
  await hand.shoot('recording-player');
  expect(await page.evaluate(() => document.activeElement?.querySelector('video') !== null)).toBe(true);

  // a moment behind the gap of six seconds, in a recording of which sixty seconds are asked
  await band
    .evaluate((element) => element.getBoundingClientRect().width)
    .then((width) => band.click({ position: { x: (width * 27) / 60, y: 10 } }));
  await expect.poll(() => timeOf(video)).toBeGreaterThan(20.5);
  expect(await timeOf(video)).toBeLessThan(23);
  await video.evaluate((element: HTMLVideoElement) => {
    element.currentTime = 3;
  });
  await plays(video);
  expect(await timeOf(video)).toBeLessThan(6);

  await dialog.getByRole('button', { name: 'To the newest' }).click();
  await expect.poll(() => timeOf(video)).toBeGreaterThan(18);
  await dialog.getByRole('button', { name: 'Hide the player' }).click();
  await page.waitForFunction(() => document.activeElement?.textContent === 'Watch');
  expect(await video.count()).toBe(0);
});

test.skipIf(!electron)('picture and sound that come apart play together', async () => {
  await media.recordApart(idOf(3), 6);
  const page = await hand.open({ scenario: 'recordings' });
  const { dialog, video } = await player(page, /Parliament/);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await plays(video);
  const heard = await video.evaluate((element) => Reflect.get(element, 'webkitAudioDecodedByteCount'));
  expect(heard).toBeGreaterThan(0);
});

test.skipIf(!electron)('a finished fragment opens in the same player, and the next follows', async () => {
  const page = await hand.open({ scenario: 'recordings' });
  const { dialog, video, band } = await player(page, /day 1/);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await plays(video);
  await dialog.getByText('Fragment 1', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: 'Play fragment 2' }).click();
  await dialog.getByText('Fragment 2', { exact: true }).waitFor();
  await plays(video);
  expect(await video.getAttribute('src')).toBe(`sluice-media://recordings/${idOf(9)}/part/2`);
  expect(await band.getAttribute('aria-valuetext')).toContain('Fragment 2');
  await video.evaluate((element: HTMLVideoElement) => {
    element.currentTime = element.duration - 0.3;
    return element.play();
  });
  await dialog.getByText('Fragment 3', { exact: true }).waitFor();
  await plays(video);
});

test.skipIf(!electron)('watching begins by itself when there is something to watch', async () => {
  const page = await hand.open({ scenario: 'recordings' });
  await row(page, /Studio 1/).waitFor();
  await page.evaluate((id) => window.fake.rewrite(id, { ...window.fake.timelineOf(id), tracks: [] }), idOf(2));
  const { dialog, video } = await player(page, /Harbour/);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await dialog.getByText('There is nothing to watch yet. It begins by itself.').waitFor();
  await media.record(idOf(2), 4);
  await plays(video);
});

test.skipIf(!electron)('when the recording is done and its work folder gone, its fragments are played on', async () => {
  await media.record(idOf(1), 12);
  const page = await hand.open({ scenario: 'recordings' });
  const { dialog, video } = await player(page, /Studio 1/);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await plays(video);
  await media.drop(idOf(1));
  await page.evaluate((id) => {
    const timeline = window.fake.timelineOf(id);
    const fragments = timeline.fragments.map((one) => ({
      ...one,
      state: 'published' as const,
      path: `/d/${one.part}`,
    }));
    window.fake.rewrite(id, { ...timeline, fragments, ended: true });
    const artifacts = fragments.map(({ path }) => ({ path, size: 1, type: null, verified: null, sameAs: null }));
    window.fake.set(id, { name: 'completed', at: Date.now(), artifacts });
  }, idOf(1));
  await dialog.getByText(/^Fragment \d$/).waitFor();
  await plays(video);
});

test.skipIf(!electron)('what the window cannot decode is opened elsewhere', async () => {
  const page = await hand.open({ scenario: 'recordings' });
  const { dialog } = await player(page, /Harbour/);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await dialog.getByText('This window cannot play HEVC (H.265).').waitFor();
  await hand.shoot('recording-player-hevc');
  await dialog.getByRole('button', { name: 'Open in the default player' }).click();
  await expect.poll(() => lastCall(page, 'desktop.open')).toEqual({ id: idOf(2), part: 72 });
});

test.skipIf(!electron)('a container that nobody foresaw is opened elsewhere as well', async () => {
  await media.recordForeign(idOf(3));
  const page = await hand.open({ scenario: 'recordings' });
  const { dialog } = await player(page, /Parliament/);
  await dialog.getByRole('button', { name: 'Watch' }).click();
  await dialog.getByText('This window cannot play it.').waitFor();
  await dialog.getByRole('button', { name: 'Open in the default player' }).waitFor();
});

test.skipIf(!electron)('a finished video plays in the window, and says so when that cannot be', async () => {
  const page = await hand.open({ scenario: 'group' });
  await row(page, /001 Bridge/).dblclick();
  const dialog = page.getByRole('dialog', { name: '001 Bridge number 1.mp4' });
  await plays(dialog.locator('video'));
  await dialog.getByText('Bridges, the short list').waitFor();
  await hand.shoot('video-player');
  expect(await lastCall(page, 'desktop.open')).toBeNull();

  await writeFile(join(media.folder, 'part 1.mp4'), 'no picture and no sound');
  await hand.open({ scenario: 'groups' });
  await page.getByRole('radio', { name: /^Done/ }).click();
  await row(page, /Bridges of the world/)
    .getByRole('button')
    .click();
  await row(page, /009 Bridge/).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const other = page.getByRole('dialog', { name: '009 Bridge number 9.mp4' });
  await other.getByRole('alert').getByText('This window cannot play it.').waitFor();
  await settled(page);
  await hand.shoot('video-player-cannot');
  await other.getByRole('button', { name: 'Open in the default player' }).click();
  await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'desktop.open');
  expect(await lastCall(page, 'desktop.open')).toEqual({ id: idOf(6009), part: 1 });
});
