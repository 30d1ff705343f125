import { describe, expect, test } from 'vitest';
import { carry, lastCall, row, stickingOut, violations } from './page/act.ts';
import { inWindow } from './page/in-window.ts';
import { idOf } from './page/tasks.ts';

const hand = inWindow();

test.each(['en', 'ru'] as const)('a state stands on one line (%s)', async (language) => {
  const last = { states: /verified|Сумма верна/, recordings: /Done, with gaps|С пропусками/ } as const;
  for (const scenario of ['states', 'recordings'] as const) {
    for (const width of [1000, 800, 600]) {
      const page = await hand.open({ scenario, settings: { language } }, { width, height: 820 });
      await page.getByRole('row').getByText(last[scenario]).first().waitFor();
      await hand.shoot(`${scenario}-${language}-${width}`);
      const wrapped = await page.evaluate(() =>
        [...document.querySelectorAll('[role=row] [class*=state] > span')]
          .filter((state) => state.getClientRects().length > 1)
          .map((state) => state.textContent),
      );
      expect(wrapped).toEqual([]);
    }
  }
});

describe('links', () => {
  test('pasted anywhere are shown before anything starts, and start when confirmed', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await carry(page, 'paste', { 'text/plain': 'see https://a.example/one.mp4\nand https://b.example/two.mp4' });
    const dialog = page.getByRole('dialog', { name: '2 links found' });
    await dialog.getByRole('row', { name: 'two.mp4' }).waitFor();
    expect(await lastCall(page, 'tasks.add')).toBeNull();
    await dialog.getByRole('row', { name: 'one.mp4' }).getByRole('checkbox').uncheck({ force: true });
    await dialog.getByRole('button', { name: 'Change…' }).click();
    await dialog.getByRole('button', { name: 'Download 1 file' }).click();
    await row(page, 'two.mp4').waitFor();
    expect(await lastCall(page, 'tasks.add')).toEqual({
      tasks: [{ url: 'https://b.example/two.mp4' }],
      directory: '/mnt/media/Videos',
      start: 'now',
    });
  });

  test('pasted into the field or typed there', async () => {
    const page = await hand.open({ scenario: 'empty' });
    const field = page.getByRole('textbox', { name: 'Links to download' });
    await field.focus();
    await carry(page, 'paste', { 'text/plain': 'https://a.example/1.mp4\nhttps://a.example/2.mp4' });
    await page.getByRole('dialog', { name: '2 links found' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await field.fill('https://a.example/typed.mp4');
    await field.press('Enter');
    const dialog = page.getByRole('dialog', { name: '1 link found' });
    await dialog.waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Download 1 file');
    await page.keyboard.press('Enter');
    await row(page, 'typed.mp4').waitFor();
    expect(await field.inputValue()).toBe('');
  });

  test('dropped as files on the whole window', async () => {
    const page = await hand.open({ scenario: 'states' });
    await carry(page, 'dragenter', { 'list.txt': '' });
    await page.getByText('Drop to add').waitFor();
    await carry(page, 'drop', {
      'list.txt': 'https://a.example/1.mp4\nhttps://a.example/2.mp4\n',
      'page.url': '[InternetShortcut]\r\nURL=https://a.example/3.mp4\r\n',
    });
    await page.getByRole('dialog', { name: '3 links found' }).waitFor();
    expect(await page.getByText('Drop to add').count()).toBe(0);
  });

  test('that are there already or impossible say so and are not ticked', async () => {
    const page = await hand.open({ scenario: 'states' });
    await carry(page, 'paste', {
      'text/plain':
        'https://files.example.org/video/sintel-trailer.mp4 ftp://a.example/x.iso https://a.example/new.mp4',
    });
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Already downloaded').waitFor();
    await dialog.getByText('This is of a kind that Sluice can neither download nor record').waitFor();
    await dialog.getByRole('button', { name: 'Download 1 file' }).waitFor();
    await dialog.getByRole('checkbox', { name: 'Select all' }).check();
    await dialog.getByRole('button', { name: 'Download 2 files' }).click();
    await row(page, 'new.mp4').waitFor();
    expect(await lastCall(page, 'tasks.add')).toMatchObject({ duplicates: 'keep', tasks: { length: 2 } });
  });

  test('a thousand of them are no burden', async () => {
    const page = await hand.open({ scenario: 'empty' });
    const text = Array.from({ length: 1000 }, (_, index) => `https://a.example/${index}.mp4`).join('\n');
    await carry(page, 'paste', { 'text/plain': text });
    const dialog = page.getByRole('dialog', { name: '1,000 links found' });
    await dialog.getByRole('row').first().waitFor();
    expect(await dialog.getByRole('row').count()).toBeLessThan(40);
    await dialog.getByRole('button', { name: 'Download 1,000 files' }).click();
    await page.getByRole('radio', { name: 'Waiting 1,000' }).waitFor();
  });

  test('text without any is answered', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await carry(page, 'paste', { 'text/plain': 'nothing of use' });
    await page.getByText('There is no link in this text.').waitFor();
  });
});

describe('the list', () => {
  test('offers for a selection what fits it, by keys alone', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /Big Buck/).focus();
    for (const key of ['ArrowDown', 'ArrowUp', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await page.waitForFunction(() => document.querySelectorAll('[role=row][aria-selected=true]').length === 2);
    expect(await page.getByRole('button', { name: 'Resume' }).getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Control+p');
    await page.waitForFunction(() => document.querySelectorAll('[data-state=paused][class*=row]').length === 3);
    expect(await lastCall(page, 'tasks.pause')).toEqual({ ids: [idOf(1), idOf(2)] });
    await page.keyboard.press('Control+r');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'tasks.resume');
    await page.keyboard.press('Control+a');
    await page.waitForFunction(() => document.querySelectorAll('[role=row][aria-selected=false]').length === 0);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelectorAll('[role=row][aria-selected=true]').length === 0);
  });

  test('selects a range by Shift, with the mouse and with keys, and takes it back again', async () => {
    const page = await hand.open({ scenario: 'states' });
    const selected = (count: number) =>
      page.waitForFunction(
        (wanted) => document.querySelectorAll('[role=row][aria-selected=true]').length === wanted,
        count,
      );
    await row(page, /lecture/).click();
    await row(page, /press-conference/).click({ modifiers: ['Shift'] });
    await selected(5);
    await page.keyboard.press('Shift+ArrowUp');
    await selected(4);
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await selected(6);
    await row(page, /Big Buck/).click({ modifiers: ['Shift'] });
    await selected(2);
    await row(page, /harbour/).click({ modifiers: ['ControlOrMeta'] });
    await selected(3);
    await page.keyboard.press('Control+p');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'tasks.pause');
    expect(await lastCall(page, 'tasks.pause')).toEqual({ ids: [idOf(1), idOf(2), idOf(4)] });
  });

  test('opens what is done, and tells about what is not', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /sintel/).click();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'desktop.open');
    expect(await lastCall(page, 'desktop.open')).toEqual({ id: idOf(12) });
    await row(page, /interview/).dblclick();
    const dialog = page.getByRole('dialog', { name: 'Details' });
    await dialog.getByText('ETag "5f3a" became "77b1"').first().waitFor();
    await dialog.getByText('Attempt 1', { exact: true }).waitFor();
  });

  test('has the same verbs in the menu of the right button', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /concert/).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Resume' }).click();
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'tasks.resume');
    expect(await lastCall(page, 'tasks.resume')).toEqual({ ids: [idOf(8)] });
  });

  test('asks before something is lost', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /sintel/).click();
    await page.keyboard.press('Delete');
    const asked = page.getByRole('dialog', { name: 'Remove “sintel-trailer.mp4” from the list?' });
    await asked.getByRole('checkbox', { name: 'Also delete the finished files' }).check();
    await asked.getByRole('button', { name: 'Remove and delete files' }).click();
    await row(page, /sintel/).waitFor({ state: 'detached' });
    expect(await lastCall(page, 'tasks.remove')).toEqual({ ids: [idOf(12)], files: true });

    await row(page, /concert/).click();
    await page.keyboard.press('Control+.');
    await page.getByRole('dialog', { name: 'Cancel “concert.mp4”?' }).getByRole('button', { name: 'Go on' }).click();
    expect(await lastCall(page, 'tasks.cancel')).toBeNull();
    await row(page, /season/).click();
    await page.keyboard.press('Control+.');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'tasks.cancel');
  });

  test('copies links', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /Big Buck/).click();
    const copied = await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }),
      );
      return clipboardData.getData('text/plain');
    });
    expect(copied).toBe('https://download.blender.org/demo/movies/BBB/bbb.mkv');
  });

  test('is narrowed by tabs and search', async () => {
    const page = await hand.open({ scenario: 'states' });
    await page.getByRole('radio', { name: 'Failed 3' }).click();
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 3);
    await page.keyboard.press('Control+f');
    await page.keyboard.type('inter');
    await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 1);
    await page.keyboard.type('xx');
    await page.getByText('Nothing fits “interxx”.').waitFor();
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('radio', { name: 'All 14', checked: true }).waitFor();
  });

  test('follows progress without being put together anew', async () => {
    const page = await hand.open({ scenario: 'tenThousand' });
    await page.getByText('Reading the list').waitFor({ state: 'hidden' });
    expect(await page.getByRole('row').count()).toBeLessThan(60);
    const before = await page.getByRole('progressbar').first().getAttribute('aria-valuenow');
    const changed = await page.evaluate(async () => {
      const list = document.querySelector('[role=treegrid]');
      let rows = 0;
      const watch = new MutationObserver((records) => {
        for (const record of records) {
          for (const node of [...record.addedNodes, ...record.removedNodes]) {
            if (node instanceof Element && (node.matches('[role=row]') || node.querySelector('[role=row]'))) rows += 1;
          }
        }
      });
      if (list) watch.observe(list, { childList: true, subtree: true });
      for (let round = 0; round < 20; round += 1) {
        window.fake.advance();
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      watch.disconnect();
      return rows;
    });
    expect(changed).toBe(0);
    expect(await page.getByRole('progressbar').first().getAttribute('aria-valuenow')).not.toBe(before);
  });

  test('announces what ended, and only that', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /concert/).waitFor();
    await page.evaluate((id) => window.fake.set(id, { name: 'completed', at: Date.now(), artifacts: [] }), idOf(8));
    await page.getByRole('status').getByText('Finished: concert.mp4').waitFor({ state: 'attached' });
  });
});

describe('settings', () => {
  test('the web page is served when it is switched on, and gives links that sign in', async () => {
    const page = await hand.open({ scenario: 'states' });
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    expect(await dialog.getByRole('textbox', { name: 'Port' }).count()).toBe(0);
    await dialog.getByRole('combobox', { name: 'Serve the web page' }).selectOption('On');
    await dialog.getByText('http://127.0.0.1:8787/').waitFor();
    const port = dialog.getByRole('textbox', { name: 'Port' });
    await port.fill('8899');
    await port.press('Enter');
    await dialog.getByText('http://127.0.0.1:8899/').waitFor();
    await dialog.getByRole('button', { name: 'Copy a link that signs in' }).click();
    await page.getByText('Link copied. It signs a browser in once.').waitFor();
    await dialog.getByText('Links into your own network').scrollIntoViewIfNeeded();
    expect(await violations(page)).toEqual([]);
    await hand.shoot('settings-api');
  });

  test('take effect at once', async () => {
    const page = await hand.open({ scenario: 'states' });
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    await dialog.getByLabel('Language').selectOption('ru');
    await page.getByRole('dialog', { name: 'Настройки' }).waitFor();
    await page.getByRole('combobox', { name: 'Оформление' }).selectOption('dark');
    await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
    expect(await page.evaluate(() => document.documentElement.lang.slice(0, 2))).toBe('ru');
    await page.getByRole('textbox', { name: 'Повторы' }).fill('3');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'settings.set');
    expect(await lastCall(page, 'settings.set')).toEqual({ retries: 3 });
  });

  test('at hand below the list', async () => {
    const page = await hand.open({ scenario: 'states' });
    await page.getByRole('button', { name: 'One more at a time' }).click();
    expect(await lastCall(page, 'settings.set')).toEqual({ maxActive: 5 });
    await page.getByRole('button', { name: /Save to .*Click to change/ }).click();
    await page.getByRole('button', { name: /Save to \/mnt\/media\/Videos/ }).waitFor();
    await page.getByRole('button', { name: /Speed limit/ }).click();
    await page.getByRole('menuitem', { name: '2 MB/s' }).click();
    expect(await lastCall(page, 'settings.set')).toEqual({ limitRate: 2_000_000 });
  });

  test('recordings have a number of their own', async () => {
    const page = await hand.open({ scenario: 'states' });
    await page.getByRole('button', { name: 'Settings' }).click();
    const field = page.getByRole('textbox', { name: 'Recordings at once' });
    expect(await field.inputValue()).toBe('20');
    await field.fill('35');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fake.calls.at(-1)?.name === 'settings.set');
    expect(await lastCall(page, 'settings.set')).toEqual({ maxRecordings: 35 });
    await hand.shoot('settings-recordings');
  });

  test('an engine that refuses is told of', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /Big Buck/).click();
    await page.evaluate(() => window.fake.failNext('tasks.pause', { code: 'conflict', message: '', detail: 'why' }));
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('alert').getByText('The download cannot do that in its present state.').waitFor();
  });
});

describe('for everybody', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing wrong in %s', async (theme) => {
    const page = await hand.open({ scenario: 'states', settings: { theme } });
    await row(page, /Big Buck/).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.getByRole('dialog', { name: 'Settings' }).getByLabel('Proxy').waitFor();
    await page.waitForFunction(() => document.getAnimations().length === 0);
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await carry(page, 'paste', { 'text/plain': 'https://a.example/1.mp4 https://a.example/2.mp4 ftp://a.example/x' });
    await page.getByRole('dialog', { name: '3 links found' }).getByRole('row').first().waitFor();
    await page.waitForFunction(() => document.getAnimations().length === 0);
    expect(await violations(page)).toEqual([]);
  });

  test('the empty window is sound and teaches', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await page.getByText('Nothing here yet').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  test.each([
    [1000, 'en'],
    [480, 'en'],
    [480, 'ru'],
  ] as const)('nothing sticks out at %d pixels in %s', async (width, language) => {
    const page = await hand.open({ scenario: 'hostile', settings: { language } }, { width, height: 640 });
    await page.getByRole('row').first().waitFor();
    const outside = await stickingOut(page, 'button, input, [role=row], [role=row] *');
    expect(outside).toEqual([]);
    const text = await page.getByRole('treegrid').textContent();
    expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  test('the whole window can be walked through by Tab', async () => {
    const page = await hand.open({ scenario: 'states' });
    await row(page, /Big Buck/).waitFor();
    const seen: string[] = [];
    for (let step = 0; step < 12; step += 1) {
      await page.keyboard.press('Tab');
      seen.push(
        await page.evaluate(() => {
          const element = document.activeElement;
          return element?.getAttribute('role') ?? element?.tagName.toLowerCase() ?? '';
        }),
      );
    }
    for (const stop of ['input', 'button', 'radio', 'row']) expect(seen).toContain(stop);
  });
});
