import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lastCall, paste, row, settled, stickingOut, violations } from './page/act.ts';
import { inWindow } from './page/in-window.ts';
import { idOf } from './page/tasks.ts';

const hand = inWindow();

const playlist = (id: string) => `https://www.youtube.com/playlist?list=${id}`;

/** The dialog with a list in it. */
async function shown(page: Page, id: string): Promise<{ dialog: Locator; list: Locator }> {
  await paste(page, playlist(id));
  const dialog = page.getByRole('dialog');
  const list = dialog.getByRole('grid', { name: 'Videos of the list' });
  await list.waitFor();
  return { dialog, list };
}

describe('a playlist', () => {
  test('appears with its first page, and the rest follows by itself', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await page.evaluate(() => window.fake.holdPages());
    const { dialog, list } = await shown(page, 'PL300');
    await dialog.getByText('Reading: 100 of 300 videos').waitFor();
    await list.getByRole('row', { name: 'Bridge number 9' }).waitFor();
    expect(await list.getByRole('row').count()).toBeLessThan(40);
    await settled(page);
    await hand.shoot('list-first-page');
    await page.evaluate(() => window.fake.letPages());
    await dialog.getByText(/300 videos$/).waitFor();
    await dialog.getByText('290 of 300 selected').waitFor();
    await settled(page);
    await hand.shoot('list');
    expect(await violations(page)).toEqual([]);
  });

  test('is added as one group that shows its total, also while it is still being read', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await page.evaluate(() => window.fake.holdPages());
    const { dialog } = await shown(page, 'PL300');
    await dialog.getByRole('combobox', { name: 'Format' }).selectOption('audio');
    await dialog.getByRole('combobox', { name: 'Save the sound as' }).selectOption('opus');
    await dialog.getByRole('button', { name: 'Download 294 videos' }).click();
    await dialog.locator('button[type=submit][data-loading]').waitFor();
    expect(await lastCall(page, 'tasks.add')).toBeNull();
    await page.evaluate(() => window.fake.letPages());
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'tasks.add')).toMatchObject({
      tasks: { length: 290, 0: { number: 5, video: { format: 'audio', audio: 'opus' } } },
      group: { url: playlist('PL300'), title: 'Bridges of the world, one each week' },
      duplicates: 'skip',
    });
    const group = row(page, /Bridges of the world/);
    await group.getByText('0 of 290', { exact: true }).waitFor();
    // so many are not shown until somebody asks for them
    expect(await group.getAttribute('aria-expanded')).toBe('false');
    expect(await page.getByRole('row').count()).toBe(1);
  });

  test('marks what is here, disables what is missing, and takes either only when it is meant', async () => {
    const page = await hand.open({ scenario: 'empty' });
    const { dialog, list } = await shown(page, 'PL40');
    const entry = (name: string) => list.getByRole('row', { name, exact: true });
    await entry('Bridge number 1').getByText('Downloaded').waitFor();
    await entry('Bridge number 4').getByText('In the list').waitFor();
    await entry('Bridge number 5').getByText('Failed before').waitFor();
    await dialog.getByRole('button', { name: 'Download 36 videos' }).waitFor();
    await dialog.getByRole('button', { name: 'All', exact: true }).click();
    await dialog.getByRole('button', { name: 'Download 40 videos' }).waitFor();
    await dialog.getByRole('button', { name: 'New ones' }).click();
    await dialog.getByRole('button', { name: 'Download 36 videos' }).waitFor();
    await dialog.getByRole('textbox', { name: 'Search in the list' }).fill('number 3');
    await entry('Bridge number 39').waitFor();
    await dialog.getByRole('button', { name: 'None', exact: true }).click();
    // 30 to 39, of which one has another title
    await dialog.getByRole('button', { name: 'Download 27 videos' }).waitFor();
    // the first Escape ends the search, not the dialog
    await dialog.getByRole('textbox', { name: 'Search in the list' }).press('Escape');
    await entry('Bridge number 1').waitFor();
  });

  test('of which videos are missing says why', async () => {
    const page = await hand.open({ scenario: 'empty' });
    const { dialog, list } = await shown(page, 'PL300');
    await dialog.getByRole('textbox', { name: 'Search in the list' }).fill('private');
    const missing = list.getByRole('row').first();
    await missing.getByText('Private', { exact: true }).waitFor();
    expect(await missing.getByRole('checkbox').count()).toBe(0);
    await missing.click();
    expect(await missing.getAttribute('aria-selected')).not.toBe('true');
    await settled(page);
    await hand.shoot('list-missing');
  });

  test('is ticked by ranges, with the mouse and with keys', async () => {
    const page = await hand.open({ scenario: 'empty' });
    const { dialog, list } = await shown(page, 'PL40');
    const entry = (number: number) => list.getByRole('row', { name: `Bridge number ${number}`, exact: true });
    await dialog.getByRole('button', { name: 'None', exact: true }).click();
    await entry(2).click();
    await entry(6).click({ modifiers: ['Shift'] });
    await dialog.getByText('5 of 40 selected').waitFor();
    await entry(4).click();
    await dialog.getByText('4 of 40 selected').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await dialog.getByText('3 of 40 selected').waitFor();
    await page.keyboard.press('Control+a');
    await dialog.getByText('40 of 40 selected').waitFor();
  });

  test('of which a page cannot be read says so, and can be read on or left at that', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await page.evaluate(() => window.fake.failNext('videos.more', { code: 'network', message: '' }));
    const { dialog } = await shown(page, 'PL300');
    const alert = dialog.getByRole('alert');
    await alert.getByText('The rest of the list could not be read.').waitFor();
    await settled(page);
    await hand.shoot('list-broken-off');
    await alert.getByRole('button', { name: 'Do without the rest' }).click();
    await dialog.getByRole('button', { name: 'Download 94 videos' }).waitFor();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText(/300 videos$/).waitFor();
    await dialog.getByRole('button', { name: 'Download 94 videos' }).waitFor();
  });

  test('that is empty offers nothing', async () => {
    const page = await hand.open({ scenario: 'empty' });
    const { dialog } = await shown(page, 'PLempty');
    await dialog.getByText('There is no video in this list.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true);
  });

  test.each([
    ['en', 360],
    ['ru', 1000],
  ] as const)('stays within the window, in the dark (%s, %d pixels)', async (language, width) => {
    const page = await hand.open({ scenario: 'empty', settings: { language, theme: 'dark' } }, { width, height: 720 });
    await paste(page, playlist(width === 360 ? 'PL300' : 'PL40'));
    await page.getByRole('dialog').getByRole('row').nth(5).waitFor();
    await settled(page);
    await hand.shoot(`list-${language}-${width}`);
    expect(await stickingOut(page, '[role=dialog] :is(button, input, select, p, [role=row], [role=row] *)')).toEqual(
      [],
    );
    expect(await violations(page)).toEqual([]);
  });
});

describe('a group', () => {
  test('is a row with its total over the rows of its tasks, to be opened and shut by keys', async () => {
    const page = await hand.open({ scenario: 'group' });
    const group = row(page, /Bridges, the short list/);
    await group.getByText('1 of 7', { exact: true }).waitFor();
    await group.getByText('1 failed', { exact: true }).waitFor();
    await group.getByText('4.2 MB/s').waitFor();
    expect(await group.getAttribute('aria-expanded')).toBe('true');
    expect(await group.getAttribute('aria-level')).toBe('1');
    expect(await row(page, /002 Bridge/).getAttribute('aria-level')).toBe('2');
    await settled(page);
    await hand.shoot('group');
    expect(await violations(page)).toEqual([]);
    await group.focus();
    await page.keyboard.press('ArrowLeft');
    await row(page, /002 Bridge/).waitFor({ state: 'detached' });
    await page.keyboard.press('Enter');
    await row(page, /002 Bridge/).waitFor();
    await group.getByRole('button', { name: 'Show the videos of Bridges, the short list' }).click();
    await row(page, /002 Bridge/).waitFor({ state: 'detached' });
  });

  test('takes the verbs for all its tasks', async () => {
    const page = await hand.open({ scenario: 'groups' });
    const group = row(page, /Bridges of the world/);
    await group.click();
    await page.keyboard.press('Control+p');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'tasks.pause');
    // all of it is meant, so the group stands for its tasks
    expect(await lastCall(page, 'tasks.pause')).toEqual({ ids: [idOf(6000)] });
    await group.getByText('Paused').waitFor();
    await page.keyboard.press('Control+.');
    const question = page.getByRole('dialog', { name: 'Cancel 287 downloads?' });
    await question.getByRole('button', { name: 'Cancel downloads' }).click();
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'tasks.cancel');
    await question.waitFor({ state: 'hidden' });
    await page.keyboard.press('Delete');
    await page
      .getByRole('dialog', { name: 'Remove 300 downloads from the list?' })
      .getByRole('button', { name: 'Remove' })
      .click();
    await group.waitFor({ state: 'detached' });
    expect(await lastCall(page, 'tasks.remove')).toEqual({ ids: [idOf(6000)], files: false });
  });

  test('of which only a part is seen takes the verbs for that part', async () => {
    const page = await hand.open({ scenario: 'groups' });
    await page.getByRole('radio', { name: /^Failed/ }).click();
    await row(page, /Bridges of the world/).click();
    await page.keyboard.press('Control+r');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'tasks.retry');
    expect(await lastCall(page, 'tasks.retry')).toEqual({ ids: [idOf(6014)] });
  });

  test('shows what is searched for although it is shut', async () => {
    const page = await hand.open({ scenario: 'groups' });
    await row(page, /Bridges of the world/).waitFor();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('number 299');
    await row(page, /299 Bridge/).waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
  });

  test('follows its total without its rows being put together anew', async () => {
    const page = await hand.open({ scenario: 'thousandInGroups' });
    const group = row(page, /Bridges of the world/);
    await group.getByRole('button').click();
    await row(page, /Bridge number 1\b/).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    const percent = () => group.getByRole('progressbar').getAttribute('aria-valuenow');
    const before = [await percent(), await group.getByText('MB').first().textContent()];
    const changed = await page.evaluate(async () => {
      const list = document.querySelector('[role=treegrid]');
      let rows = 0;
      const watch = new MutationObserver((records) => {
        for (const { addedNodes, removedNodes } of records) {
          for (const node of [...addedNodes, ...removedNodes]) {
            if (node instanceof Element && (node.matches('[role=row]') || node.querySelector('[role=row]'))) rows += 1;
          }
        }
      });
      if (list) watch.observe(list, { childList: true, subtree: true });
      for (let round = 0; round < 200; round += 1) {
        window.fake.advance();
        if (round % 10 === 0) await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      watch.disconnect();
      return rows;
    });
    expect(changed).toBe(0);
    expect([await percent(), await group.getByText(/B$/).first().textContent()]).not.toEqual(before);
  });

  test.each([
    ['ru', 1000],
    ['ru', 600],
    ['en', 360],
  ] as const)('stays within the window, in the dark (%s, %d pixels)', async (language, width) => {
    const page = await hand.open({ scenario: 'groups', settings: { language, theme: 'dark' } }, { width, height: 720 });
    await row(page, /Tunnels|Bridges of/)
      .first()
      .waitFor();
    await row(page, /Bridges of/)
      .getByRole('button')
      .first()
      .click();
    await row(page, /Bridge number 3\b/).waitFor();
    await settled(page);
    await hand.shoot(`group-${language}-${width}`);
    expect(await stickingOut(page, '[role=row], [role=row] *')).toEqual([]);
    expect(await violations(page)).toEqual([]);
  });
});

test.each(['en', 'ru'] as const)(
  'a video whose site wants to be left alone says how long and why (%s)',
  async (language) => {
    const page = await hand.open({ scenario: 'group', settings: { language } });
    const held = row(page, /Talk|Interview|Bridge number 7/).first();
    await held.waitFor();
    const id = await held.getAttribute('data-key');
    await page.evaluate((key) => {
      const error = { code: 'bot-check', message: 'robots' } as const;
      const waiting = { why: 'site', until: Date.now() + 95_000, error } as const;
      window.fake.set(key ?? '', { name: 'queued', since: Date.now(), waiting });
    }, id);
    await held.getByText(language === 'en' ? /^Waits \d/ : /^Ждёт \d/).waitFor();
    await held
      .getByText(language === 'en' ? /no robot asks/ : /не робот/)
      .filter({ visible: true })
      .waitFor();
    await settled(page);
    await hand.shoot(`video-held-${language}`);
    expect(await violations(page)).toEqual([]);
  },
);

describe('a finished video', () => {
  test('tells what was asked and what came of it', async () => {
    const page = await hand.open({ scenario: 'group' });
    await page.getByRole('radio', { name: /^Done/ }).click();
    await row(page, /Interview/).click();
    await page.keyboard.press('Alt+Enter');
    const dialog = page.getByRole('dialog', { name: 'Details' });
    await dialog.getByText('Audio only, AAC (M4A)').waitFor();
    await dialog.getByText('1:00 to 2:30').waitFor();
    await dialog.getByRole('button', { name: 'Show Interview.en.vtt in its folder' }).click();
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'desktop.reveal');
    expect(await lastCall(page, 'desktop.reveal')).toEqual({ id: idOf(5004), part: 2 });
    await settled(page);
    await hand.shoot('video-details');
    expect(await violations(page)).toEqual([]);
  });
});
