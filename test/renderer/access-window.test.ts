import { describe, expect, test } from 'vitest';
import { lastCall, paste, settled, stickingOut, violations } from './page/act.ts';
import { inWindow } from './page/in-window.ts';

const hand = inWindow();

const stream = 'https://a.example/live/index.m3u8';
const cookies = ['.a.example', 'TRUE', '/', 'TRUE', '0', 'sid', 'secret'].join('\t');

describe('how a link is reached', () => {
  test('is said in the dialog: name, headers, cookies from a file, sign-in and proxy', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, stream);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Name, sign-in and network').click();
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Evening news');
    await dialog
      .getByRole('textbox', { name: 'HTTP headers' })
      .fill('Referer: https://a.example/\nOrigin: https://a.example');
    const chooser = page.waitForEvent('filechooser');
    await dialog.getByRole('button', { name: 'From a file…' }).click();
    await (await chooser).setFiles({ name: 'cookies.txt', mimeType: 'text/plain', buffer: Buffer.from(cookies) });
    await dialog.getByText('1 cookie for a.example').waitFor();
    await dialog.getByRole('textbox', { name: 'User name' }).fill('mira');
    await dialog.getByRole('textbox', { name: 'Password' }).fill('p@ss');
    await dialog.getByRole('textbox', { name: 'Proxy' }).fill('socks5://127.0.0.1:1080');
    await dialog.getByText('2 headers').waitFor();
    await settled(page);
    await hand.shoot('access-filled');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Record 1 stream' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'tasks.add')).toMatchObject({
      tasks: [{ url: 'https://mira:p%40ss@a.example/live/index.m3u8', name: 'Evening news', recording: {} }],
      options: {
        headers: [
          { name: 'Referer', value: 'https://a.example/' },
          { name: 'Origin', value: 'https://a.example' },
        ],
        cookies,
        proxy: 'socks5://127.0.0.1:1080',
      },
    });
  });

  test('is checked where it stands, in a narrow dark window and in Russian too', async () => {
    const page = await hand.open(
      { scenario: 'empty', settings: { theme: 'dark', language: 'ru' } },
      { width: 480, height: 900 },
    );
    await paste(page, stream);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Имя, вход и сеть').click();
    await dialog.getByRole('textbox', { name: 'Заголовки HTTP' }).fill('Referer: x\nне заголовок');
    await dialog.getByRole('textbox', { name: 'Cookie' }).fill('a.example TRUE / FALSE 0 sid x');
    await dialog.getByRole('textbox', { name: 'Прокси' }).fill('сервер');
    await dialog.getByRole('textbox', { name: 'Пароль' }).fill('x');
    await dialog.getByText('Строка 2 — не заголовок').waitFor();
    await dialog.getByText('Здесь нет ни одной cookie.').waitFor();
    await dialog.getByText('Это не адрес прокси.').waitFor();
    await settled(page);
    await hand.shoot('access-wrong-ru-dark-narrow');
    expect(await violations(page)).toEqual([]);
    expect(await stickingOut(page, '[role=dialog] *')).toEqual([]);
    expect(await dialog.getByRole('button', { name: 'Записать 1 трансляцию' }).isDisabled()).toBe(true);
  });

  test('is the same for several links, which keep their names', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, `${stream} https://b.example/film.mp4`);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Name, sign-in and network').click();
    await dialog.getByText('For all 2 links, whatever their servers').waitFor();
    expect(await dialog.getByRole('textbox', { name: 'Name', exact: true }).count()).toBe(0);
    await dialog.getByRole('textbox', { name: 'HTTP headers' }).fill('Referer: https://a.example/');
    await dialog.getByRole('button', { name: /Download 1 file and record/ }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'tasks.add')).toMatchObject({
      tasks: [{ url: stream }, { url: 'https://b.example/film.mp4' }],
      options: { headers: [{ name: 'Referer', value: 'https://a.example/' }] },
    });
  });
});

test('the words for several links find room in a narrow window', async () => {
  const page = await hand.open({ scenario: 'empty', settings: { language: 'ru' } }, { width: 480, height: 700 });
  await paste(page, `${stream} https://b.example/film.mp4`);
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Имя, вход и сеть').click();
  await settled(page);
  await hand.shoot('access-several-ru-narrow');
  expect(await stickingOut(page, '[role=dialog] *')).toEqual([]);
});

describe('the names of recordings', () => {
  test('are set with an example, and what is wrong is said', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await page.getByRole('button', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog', { name: 'Settings' });
    const field = dialog.getByRole('textbox', { name: 'Names of recordings' });
    await dialog.getByText(/For example: Evening news .* part 001\.mp4/).waitFor();
    await field.fill('{title} {name}');
    await dialog.getByText('{name} is not one of the fields.').waitFor();
    await page.keyboard.press('Enter');
    expect(await lastCall(page, 'settings.set')).toBeNull();
    await field.fill('{date} {title}');
    await dialog.getByText('Without {part}').waitFor();
    await settled(page);
    await field.scrollIntoViewIfNeeded();
    await hand.shoot('recording-name');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await lastCall(page, 'settings.set')).toEqual({ recordingName: '{date} {title}' });
    await dialog.getByRole('button', { name: 'As it was at first' }).click();
    expect(await lastCall(page, 'settings.set')).toEqual({ recordingName: '{title} {date} {time} part {part:000}' });
  });

  test('find room in a narrow window', async () => {
    const page = await hand.open(
      { scenario: 'empty', settings: { theme: 'dark', language: 'ru' } },
      { width: 480, height: 800 },
    );
    await page.getByRole('button', { name: 'Настройки' }).click();
    const field = page.getByRole('textbox', { name: 'Имена записей' });
    await field.fill('{title}/{date}');
    await page.getByText('В имени не может быть знаков').waitFor();
    await field.scrollIntoViewIfNeeded();
    await settled(page);
    await hand.shoot('recording-name-ru-dark-narrow');
    expect(await stickingOut(page, '[role=dialog] *')).toEqual([]);
  });
});
