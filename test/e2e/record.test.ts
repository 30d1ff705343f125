import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveOrigin } from '../streams/live-origin.ts';
import { makeHls } from '../streams/make-hls.ts';
import { complaints, packetsOf } from '../streams/packets.ts';
import { freshHome, launch, type Running } from './launch.ts';
import { row } from './row.ts';

/** Milliseconds for anything that must happen at some time, on a machine that is busy with other tests. */
const PATIENCE = 90_000;

let home: string;
let removeHome: () => Promise<void>;
let origin: LiveOrigin;
let running: Running | undefined;

beforeEach(async () => {
  ({ home, remove: removeHome } = await freshHome());
});

afterEach(async () => {
  await running?.end();
  running = undefined;
  await origin.close();
  await removeHome();
});

test('a pasted playlist is recorded in fragments and watched, and an outage is a gap', {
  timeout: 240_000,
}, async () => {
  const source = join(home, 'source');
  const stream = await makeHls(source, { seconds: 70, segment: 1, gop: 1, size: '320x180' });
  origin = new LiveOrigin(stream, { window: 8, first: 8 });
  await origin.listen();
  running = await launch(home);
  const { app, page } = running;
  await page.getByText('Nothing here yet').waitFor();
  await app.evaluate(({ clipboard }, value) => clipboard.writeText(value), origin.url('live.m3u8'));
  await page.keyboard.press('ControlOrMeta+V');
  const review = page.getByRole('dialog', { name: '1 link found' });
  await review.getByRole('textbox', { name: 'Record for' }).fill('30');
  await review.getByRole('textbox', { name: 'Fragments of at most' }).fill('10');
  await running.shoot('record-1-recognised');
  origin.play(500, false);
  await review.getByRole('button', { name: 'Record 1 stream' }).click();

  const recording = row(page, '127.0.0.1');
  await recording.getByText('Recording').first().waitFor({ timeout: PATIENCE });
  await vi.waitUntil(() => origin.revealed >= 18, { timeout: PATIENCE });
  await running.shoot('record-2-running');
  await recording.click();
  await page.keyboard.press('Enter');
  const view = page.getByRole('dialog').filter({ has: page.getByRole('slider', { name: 'Timeline' }) });
  await view.waitFor({ timeout: PATIENCE });
  await view.getByRole('button', { name: 'Watch' }).click();
  const played = () => view.locator('video').evaluate((video: HTMLVideoElement) => video.currentTime);
  await vi.waitUntil(async () => (await played().catch(() => 0)) > 0.2, { timeout: PATIENCE, interval: 200 });
  await running.shoot('record-3-watched');

  // The server goes away for longer than its window holds.
  await origin.down();
  const until = origin.revealed + 14;
  await vi.waitUntil(() => origin.revealed >= until, { timeout: PATIENCE });
  await origin.listen();
  await recording.getByText('Done').waitFor({ timeout: PATIENCE, state: 'attached' });
  const fragments = view.getByRole('grid', { name: 'Fragments' });
  await fragments.getByRole('row').nth(3).waitFor({ timeout: PATIENCE });
  await running.shoot('record-4-done');
  await view.getByRole('tab', { name: /Gaps/ }).click();
  const gaps = view.getByRole('grid', { name: 'Gaps and breaks' });
  await gaps.getByRole('row', { name: 'Gap' }).first().waitFor();
  await running.shoot('record-5-gap');

  const paths = await page.evaluate(async () => {
    const { sluice } = window;
    const list = await sluice?.call('tasks.list', {});
    const id = list?.ok ? (list.value.tasks[0]?.id ?? '') : '';
    const timeline = await sluice?.call('tasks.timeline', { id });
    return timeline?.ok ? timeline.value : null;
  });
  expect(paths).not.toBeNull();
  expect(paths?.fragments.length).toBeGreaterThanOrEqual(3);
  expect(paths?.gaps).toMatchObject([{ cause: 'outage', track: 'main' }]);
  for (const { path, length } of paths?.fragments ?? []) {
    expect(length).toBeLessThanOrEqual(10);
    expect((await packetsOf(path ?? ''))[0]).toMatchObject({ key: true });
    expect(await complaints(path ?? '')).toBe('');
  }
  await rm(source, { recursive: true, force: true });
});
