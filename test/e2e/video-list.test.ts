import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { type AtStandIn, atStandIn, violations } from './at-stand-in.ts';
import { row } from './row.ts';

/** Milliseconds for anything that must happen at some time, on a machine that is busy with other tests. */
const PATIENCE = 120_000;
const link = 'https://www.youtube.com/playlist?list=PLlockupList300';

let at: AtStandIn | undefined;

afterEach(async () => {
  await at?.[Symbol.asyncDispose]();
  at = undefined;
});

test('a list of 300 is ticked, comes as a group, is marked, and is canceled as one', { timeout: 400_000 }, async () => {
  at = await atStandIn({ videoFormat: '720p' });
  const { page, standIn, home, shoot } = at;
  const dialog = page.getByRole('dialog');
  const list = dialog.getByRole('grid', { name: 'Videos of the list' });

  standIn.behaviour.delay = 2000;
  await at.paste(link);
  await dialog.getByText('Reading: 100 of 300 videos').waitFor({ timeout: PATIENCE });
  await list.getByRole('row', { name: 'Part 9 of 300' }).waitFor();
  await shoot('list-app-1-first-page');
  standIn.behaviour.delay = 0;
  await dialog.getByText('298 of 300 selected').waitFor({ timeout: PATIENCE });
  await shoot('list-app-2-whole');
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'None', exact: true }).click();
  await list.getByRole('row', { name: 'Part 2 of 300' }).click();
  await list.getByRole('row', { name: 'Part 4 of 300' }).click({ modifiers: ['Shift'] });
  await dialog.getByRole('button', { name: 'Download 3 videos' }).click();
  const group = row(page, 'Three hundred, newer');
  await group.getByText('3 of 3', { exact: true }).waitFor({ timeout: PATIENCE });
  await group.getByText('Done', { exact: true }).waitFor({ timeout: PATIENCE });
  const titles = [2, 3, 4].map((number) => `00${number} Part ${number} of 300.mp4`);
  await expect
    .poll(async () => (await readdir(join(home, 'downloads'))).toSorted(), { timeout: PATIENCE })
    .toEqual(titles);
  await shoot('list-app-3-group-done');

  // the same list once more knows what is here
  await at.set({ theme: 'dark' });
  await at.paste(link);
  await dialog.getByText('295 of 300 selected').waitFor({ timeout: PATIENCE });
  await list.getByRole('row', { name: 'Part 2 of 300' }).getByText('Downloaded').waitFor();
  await shoot('list-app-4-marked');
  standIn.behaviour.largest = 1024;
  standIn.behaviour.crawl = 100 * 1024;
  await dialog.getByRole('button', { name: 'Download 295 videos' }).click();
  await dialog.waitFor({ state: 'hidden', timeout: PATIENCE });
  await group.getByText(/^(?:[4-9]|\d\d+) of 298$/).waitFor({ timeout: PATIENCE });
  if ((await group.getAttribute('aria-expanded')) === 'false') await group.getByRole('button').click();
  await row(page, 'Part 6 of 300').first().waitFor();
  await shoot('list-app-5-group');
  expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 420, height: 720 });
  await shoot('list-app-5-group-narrow');
  await page.setViewportSize({ width: 1080, height: 720 });

  await group.click();
  await page.keyboard.press('Control+.');
  const question = page.getByRole('dialog', { name: /^Cancel \d+ downloads\?$/ });
  await question.waitFor();
  await shoot('list-app-6-cancel');
  await question.getByRole('button', { name: 'Cancel downloads' }).click();
  const states = () =>
    page.evaluate(async () => {
      const reply = await window.sluice?.call('tasks.list', { limit: 1000 });
      return [...new Set(reply?.ok ? reply.value.tasks.map(({ state }) => state.name) : [])].toSorted();
    });
  await vi.waitUntil(async () => (await states()).join() === 'canceled,completed', { timeout: PATIENCE });
  await shoot('list-app-7-canceled');
  // nothing half of what was canceled is left, and what is there stays
  await expect
    .poll(() => readdir(join(home, 'downloads', '.sluice')).catch(() => []), { timeout: PATIENCE })
    .toEqual([]);
  const kept = await readdir(join(home, 'downloads'));
  expect(kept.filter((name) => name.endsWith('.mp4')).length).toBeGreaterThanOrEqual(4);
  const media = () => standIn.requests.filter(({ bytes }) => bytes > 0).length;
  const given = media();
  await at.set({ theme: 'light', language: 'ru' });
  await at.paste(link);
  await dialog.getByRole('grid').getByRole('row').first().waitFor({ timeout: PATIENCE });
  await shoot('list-app-8-ru');
  expect(await violations(page)).toEqual([]);
  expect(media()).toBe(given);
});
