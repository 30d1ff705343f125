import { describe, expect, test } from 'vitest';
import { lastCall, paste, settled } from './page/act.ts';
import { inWindow } from './page/in-window.ts';

const hand = inWindow();

const links = 'https://a.example/live/index.m3u8 https://b.example/film.mp4 https://c.example/watch/concert';

describe('links to streams', () => {
  test('get settings, and the button says what will happen', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, links);
    const dialog = page.getByRole('dialog', { name: '3 links found' });
    await dialog.getByRole('button', { name: 'Download 2 files and record 1 stream' }).waitFor();
    await dialog.getByRole('button', { name: /concert: Record as a stream/ }).click();
    await dialog.getByText('For all 2 streams together').waitFor();
    await dialog.getByRole('textbox', { name: 'Record for' }).fill('1:30');
    await dialog.getByText('1m 30s', { exact: true }).waitFor();
    await dialog.getByRole('textbox', { name: 'Fragments of at most' }).fill('10');
    await dialog.getByRole('combobox', { name: 'Save as' }).selectOption('mkv');
    await dialog.getByRole('combobox', { name: 'Quality' }).selectOption('720p');
    await settled(page);
    await hand.shoot('recording-review');
    await dialog.getByRole('button', { name: 'Download 1 file and record 2 streams' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const recording = expect.objectContaining({
      duration: 90,
      fragment: 10,
      output: 'mkv',
      quality: '720p',
      from: 'live',
    });
    expect(await lastCall(page, 'tasks.add')).toEqual({
      tasks: [
        { url: 'https://a.example/live/index.m3u8', recording },
        { url: 'https://b.example/film.mp4' },
        { url: 'https://c.example/watch/concert', recording },
      ],
      directory: '/home/mira/Downloads',
      start: 'now',
    });
  });

  test('are recorded by the keyboard alone', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, 'https://a.example/live/index.m3u8');
    const dialog = page.getByRole('dialog', { name: '1 link found' });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Record 1 stream');
    await dialog.getByRole('textbox', { name: 'Record for' }).focus();
    await page.keyboard.type('30m');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'tasks.add')).toMatchObject({ tasks: [{ recording: { duration: 1800 } }] });
  });

  test('are told from files by the keyboard too', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, 'https://c.example/watch/concert');
    const dialog = page.getByRole('dialog', { name: '1 link found' });
    await dialog.getByRole('row', { name: 'concert' }).focus();
    // over the tick and the search for a video to the kind
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await dialog.getByRole('button', { name: 'Record 1 stream' }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Download 1 file' }).waitFor();
  });

  test('wait for what cannot be meant, and say so', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, 'https://a.example/live/index.m3u8');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Record for' }).fill('soon');
    await page.keyboard.press('Tab');
    await dialog.getByText('Write it as 1h30m, 90 or 1:30:00').waitFor();
    expect(await dialog.getByRole('button', { name: 'Record 1 stream' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Record for' }).fill('2h');
    await dialog.getByRole('combobox', { name: 'Quality' }).selectOption('own');
    const own = dialog.getByRole('textbox', { name: 'Height or bit rate at most' });
    await own.fill('1080');
    await dialog.getByText('At most 1,080 lines high').waitFor();
    await settled(page);
    await hand.shoot('recording-review-own-quality');
    await own.fill('2500k');
    await dialog.getByText('At most 2.5 Mb/s').waitFor();
    await dialog.getByRole('button', { name: 'Record 1 stream' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'tasks.add')).toMatchObject({ tasks: [{ recording: { quality: '2500k' } }] });
  });

  test('can be scheduled, repeated and waited for', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, links);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('More', { exact: true }).click();
    await dialog.getByLabel('Start at').fill('2999-01-01T20:15');
    await dialog.getByRole('combobox', { name: 'Repeat' }).selectOption('weekly');
    await dialog.getByRole('textbox', { name: 'Give up after' }).fill('1h');
    await dialog.getByRole('combobox', { name: 'Where something is missing' }).selectOption('go-on');
    await dialog.getByRole('checkbox', { name: 'Wait until it is live' }).check();
    await settled(page);
    await hand.shoot('recording-review-more');
    expect(await dialog.getByRole('button', { name: 'Add paused' }).isDisabled()).toBe(true);
    await dialog.getByRole('button', { name: 'Download 2 files and schedule 1 recording' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'tasks.add')).toMatchObject({
      startAt: new Date(2999, 0, 1, 20, 15).getTime(),
      tasks: [{ recording: { repeat: 'weekly', giveUp: 3600, onGap: 'go-on', wait: true } }],
    });
  });

  test('stand in a list that has no need to scroll', async () => {
    const page = await hand.open({ scenario: 'empty' });
    for (const text of ['https://a.example/1.mp4 https://a.example/2.mp4', links]) {
      await paste(page, text);
      const list = page.getByRole('dialog').getByRole('grid', { name: 'Links that were found' });
      await list.getByRole('row').nth(1).waitFor();
      expect(await list.evaluate((element) => element.scrollHeight - element.clientHeight)).toBe(0);
    }
  });
});
