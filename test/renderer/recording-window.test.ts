import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { LiveFigures } from '../../contract/recording.ts';
import { lastCall, look, paste, row, settled, stickingOut, violations } from './page/act.ts';
import { inWindow } from './page/in-window.ts';
import { idOf } from './page/tasks.ts';

const hand = inWindow();

const links = 'https://a.example/live/index.m3u8 https://b.example/film.mp4 https://c.example/watch/concert';

/** Text without the spaces that do not break. */
function plain(text: string | null): string {
  return (text ?? '').replaceAll(/\s+/g, ' ');
}

/** How often the timeline of a recording was asked for. */
function readings(page: Page, number: number) {
  return page.evaluate(
    (id) =>
      window.fake.calls.filter(({ name, input }) => name === 'tasks.timeline' && JSON.stringify(input).includes(id))
        .length,
    idOf(number),
  );
}

function tell(page: Page, number: number, live: Partial<LiveFigures>) {
  return page.evaluate(([id, figures]) => window.fake.live(id, figures), [idOf(number), live] as const);
}

describe('a recording in the list', () => {
  test('tells how it goes', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    const words = async (name: RegExp) => plain(await row(page, name).textContent());
    for (const text of ['0:30 / 1:00', '2 fragments', '1 gap, 6s missing', '6s behind', '780 kB/s', 'Recording']) {
      expect(await words(/Studio 1/)).toContain(text);
    }
    for (const text of ['12:12:34', '72 fragments', '4s behind', '19.4 GB'])
      expect(await words(/Harbour/)).toContain(text);
    expect(await words(/Parliament/)).toMatch(/Nothing has come for 1m \d+s\. Sluice keeps trying for 8m \d+s\./);
    expect(await words(/Parliament/)).toContain('The server has trouble (HTTP 503)');
    expect(await words(/Cup final/)).toMatch(/Not live yet\. Sluice looks again .*Waiting until live/);
    expect(await words(/Evening news/)).toMatch(
      /Begins when another recording ends\. At most 20 at once\..*Waiting for its turn$/,
    );
    expect(await words(/Radio Nova/)).toContain('Stopping');
    expect(await words(/Sunday service/)).toMatch(/Every week.*Starts May 13, 9:30 AM.*Scheduled$/);
    expect(await words(/Town council/)).toContain('Putting together');
    await row(page, /day 1/).getByText('complete', { exact: true }).waitFor();
    expect(await words(/day 1/)).toMatch(/1:30:00.*12 fragments.*Done$/);
    await row(page, /day 2/).getByText('Done, with gaps').waitFor();
    expect(await words(/day 2/)).toMatch(/300 fragments.*1 gap, 7s missing/);
    await row(page, /Studio 1/).click();
    await hand.shoot('recording-rows');
    await tell(page, 1, { length: 41, fragments: 3, behind: 2 });
    await row(page, /Studio 1/)
      .getByText('0:41 / 1:00', { exact: true })
      .waitFor();
    await row(page, /Studio 1/)
      .getByText('3 fragments', { exact: true })
      .waitFor();
  });

  test('is ended by key, button and menu, and keeps what it has', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    await row(page, /Studio 1/).click();
    await page.keyboard.press('Control+s');
    await row(page, /Studio 1/)
      .getByText('Putting together')
      .waitFor();
    expect(await lastCall(page, 'tasks.stop')).toEqual({ ids: [idOf(1)] });
    await row(page, /Harbour/).click();
    await page.getByRole('toolbar').getByRole('button', { name: 'Stop and keep' }).click();
    await row(page, /Harbour/)
      .getByText('Putting together')
      .waitFor();
    await row(page, /Night sky/).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Stop and keep' }).click();
    await row(page, /Night sky/)
      .getByText('Putting together')
      .waitFor();
    expect(await lastCall(page, 'tasks.stop')).toEqual({ ids: [idOf(7)] });
  });

  test('is not canceled before it is said what is lost and what stays', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    await row(page, /Studio 1/).click();
    await page.keyboard.press('Control+.');
    const asked = page.getByRole('dialog', { name: 'Cancel “Studio 1 – evening news”?' });
    await asked.getByText('What is recorded but in no finished fragment yet is deleted.').waitFor();
    await asked.getByText('2 finished fragments stay where they are.').waitFor();
    await hand.shoot('recording-cancel');
    expect(await lastCall(page, 'tasks.cancel')).toBeNull();
    await asked.getByRole('button', { name: 'Stop and keep' }).click();
    await row(page, /Studio 1/)
      .getByText('Putting together')
      .waitFor();
    expect(await lastCall(page, 'tasks.cancel')).toBeNull();
    await row(page, /Parliament/).click();
    await page.keyboard.press('Control+.');
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel recording' }).click();
    await row(page, /Parliament/)
      .getByText('Canceled')
      .waitFor();
  });

  test('costs a list of files nothing', async () => {
    const page = await hand.open({ scenario: 'thousand' });
    await page.getByText('Reading the list').waitFor({ state: 'hidden' });
    await row(page, /clip-00001/).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Copy link' }).waitFor();
    for (const name of ['Timeline and player', 'Stop and keep'])
      expect(await page.getByRole('menuitem', { name }).count()).toBe(0);
    expect(await page.evaluate(() => window.fake.calls.some(({ name }) => name === 'tasks.timeline'))).toBe(false);
  });
});

describe('a timeline', () => {
  test('opens by Enter and is walked through by keys', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    await row(page, /Studio 1/).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Studio 1 – evening news' });
    const band = dialog.getByRole('slider', { name: 'Timeline' });
    await band.focus();
    const told = () => band.getAttribute('aria-valuetext');
    expect(await told()).toContain('Fragment 1 0:00–0:10');
    await page.keyboard.press('ArrowRight');
    expect(await told()).toBe('0:10 Break 0:10, the stream says that it is interrupted · Fragment 2 0:10–0:20, 3.0 MB');
    await page.keyboard.press('ArrowRight');
    expect(await told()).toBe('0:20 Gap 0:20–0:26, 6s, error of the server, HTTP 503, 3 segments');
    await hand.shoot('recording-timeline');
    await page.keyboard.press('ArrowRight');
    expect(await told()).toContain('Fragment 3 0:26–0:30, being recorded');
    await page.keyboard.press('Home');
    expect(await told()).toContain('Fragment 1');
  });

  test('says the same in tables', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    const dialog = await look(page, /Studio 1/);
    const fragments = dialog.getByRole('grid', { name: 'Fragments' });
    await fragments.getByRole('row').nth(3).waitFor();
    expect(plain(await fragments.getByRole('row').nth(2).textContent())).toMatch(
      /^20:10 .*0:103\.0 MBStudio 1 part 002\.mp4/,
    );
    expect(await fragments.getByRole('row').nth(3).textContent()).toContain('being recorded');
    await fragments.getByRole('button', { name: 'Open fragment 2 in the default player' }).click();
    await expect.poll(() => lastCall(page, 'desktop.open')).toEqual({ id: idOf(1), part: 2 });
    await fragments.getByRole('button', { name: 'Show fragment 1 in its folder' }).click();
    await expect.poll(() => lastCall(page, 'desktop.reveal')).toEqual({ id: idOf(1), part: 1 });
    await dialog.getByRole('tab', { name: 'Gaps and breaks 2' }).click();
    const gap = dialog.getByRole('grid', { name: 'Gaps and breaks' }).getByRole('row', { name: 'Gap' });
    expect(plain(await gap.textContent())).toMatch(/^Gap0:20 .*6serror of the server, HTTP 503, 3 segments$/);
    await dialog.getByRole('tab', { name: 'Details' }).click();
    await dialog.getByText('12 of 15 stored').waitFor();
    await dialog.getByText('H.264, 1920×1080').waitFor();
    await dialog.getByText('10m without the stream').waitFor();
    await dialog.getByText('Attempt 1', { exact: true }).waitFor();
  });

  test('is read again for a change alone, and not at each', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    const dialog = await look(page, /Studio 1/);
    expect(await readings(page, 1)).toBe(1);
    const open = dialog.getByRole('grid', { name: 'Fragments' }).getByRole('row').nth(3);
    for (let length = 31; length <= 40; length += 1) await tell(page, 1, { length });
    // it grows by its figures alone
    await open.getByText('0:14', { exact: true }).waitFor();
    expect(await readings(page, 1)).toBe(1);
    for (let revision = 2; revision <= 9; revision += 1) await tell(page, 1, { revision });
    await expect.poll(() => readings(page, 1)).toBe(2);
  });

  test('holds a thousand pieces as easily as three', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    const shape = async (name: RegExp) => {
      const dialog = await look(page, name);
      await dialog.getByRole('grid', { name: 'Fragments' }).getByRole('row').nth(3).waitFor();
      const pieces = await dialog.getByRole('slider', { name: 'Timeline' }).evaluate((band) => band.children.length);
      const rows = await dialog.getByRole('row').count();
      return { pieces, rows };
    };
    for (const [name, picture] of [
      [/day 2/, 'recording-timeline-300'],
      [/Lighthouse/, 'recording-timeline-day'],
    ] as const) {
      const { pieces, rows } = await shape(name);
      expect(pieces).toBeLessThan(250);
      expect(rows).toBeLessThan(40);
      await settled(page);
      await hand.shoot(picture);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
  });

  test('that cannot be read says so, and one that has not begun has none', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    // the finished ones are read for their rows before
    for (const name of [/day 1/, /day 2/, /Lighthouse/])
      await row(page, name)
        .getByText(/fragments/)
        .waitFor();
    await page.evaluate(() => window.fake.failNext('tasks.timeline', { code: 'corrupt-media', message: '' }));
    await row(page, /Night sky/).dblclick();
    await page.getByRole('dialog').getByText('The timeline cannot be shown.').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await row(page, /Locked/).dblclick();
    await page.getByRole('dialog').getByText('protected by DRM').first().waitFor();
    expect(await page.getByRole('dialog').getByRole('slider').count()).toBe(0);
  });
});

describe('the details of a recording', () => {
  test('say why it failed, in the language of the window, and all that was asked', async () => {
    const page = await hand.open(
      { scenario: 'recordings', settings: { language: 'ru', theme: 'dark' } },
      { width: 480, height: 760 },
    );
    await row(page, /Concert hall/).dblclick();
    const dialog = page.getByRole('dialog', { name: 'Concert hall' });
    await dialog.getByText('На этой странице').first().waitFor();
    await dialog.getByText('no stream was found on this page').first().waitFor();
    for (const [name, value] of [
      ['Где чего-то не хватает', 'Начать новый фрагмент'],
      ['Где трансляция прерывается', 'Начать новый фрагмент'],
    ] as const) {
      const fact = dialog.locator('dt', { hasText: name }).locator('xpath=following-sibling::dd[1]');
      expect(await fact.textContent()).toBe(value);
    }
    await settled(page);
    await hand.shoot('recording-failed-ru-dark-narrow');
    expect(await violations(page)).toEqual([]);
    expect(await stickingOut(page, '[role=dialog] *')).toEqual([]);
  });

  test('tell what to do at gaps and breaks of one that runs', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    const dialog = await look(page, /Studio 1/);
    await dialog.getByRole('tab', { name: 'Details' }).click();
    const fact = dialog.locator('dt', { hasText: 'Where something is missing' });
    expect(await fact.locator('xpath=following-sibling::dd[1]').textContent()).toBe('Begin a new fragment');
    await settled(page);
    await hand.shoot('recording-details');
  });
});

describe('for everybody', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing wrong in %s', async (theme) => {
    const page = await hand.open({ scenario: 'recordings', settings: { theme } });
    await row(page, /day 2/).getByText('Done, with gaps').waitFor();
    expect(await violations(page)).toEqual([]);
    const dialog = await look(page, /Studio 1/);
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('tab', { name: /Gaps/ }).click();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('tab', { name: 'Details' }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await look(page, /Harbour/).then((harbour) => harbour.getByRole('button', { name: 'Watch' }).click());
    await page.getByText('This window cannot play HEVC (H.265).').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await paste(page, links);
    await page.getByRole('dialog').getByText('More', { exact: true }).click();
    await settled(page);
    expect(await violations(page)).toEqual([]);
  });

  test.each([
    [1000, 'en', 'light'],
    [640, 'ru', 'dark'],
    [480, 'ru', 'light'],
  ] as const)('nothing sticks out at %d pixels in %s', async (width, language, theme) => {
    const page = await hand.open({ scenario: 'recordings', settings: { language, theme } }, { width, height: 700 });
    await row(page, /day 2/)
      .getByText(/Done, with gaps|С пропусками/)
      .waitFor();
    const among = 'button, input, select, [role=row], [role=row] *, [role=slider], [role=tab], p, dd';
    expect(await stickingOut(page, among)).toEqual([]);
    await hand.shoot(`recording-rows-${language}-${width}`);
    await row(page, /Studio 1/).dblclick();
    await page.getByRole('dialog').getByRole('slider').waitFor();
    await settled(page);
    expect(await stickingOut(page, among)).toEqual([]);
    await hand.shoot(`recording-timeline-${language}-${width}`);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await paste(page, links);
    await page
      .getByRole('dialog')
      .getByText(/^(More|Ещё)$/)
      .click();
    await settled(page);
    expect(await stickingOut(page, among)).toEqual([]);
    await hand.shoot(`recording-review-${language}-${width}`);
  });
});
