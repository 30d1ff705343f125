import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lastCall, paste, row, settled, stickingOut, violations } from './page/act.ts';
import { inWindow } from './page/in-window.ts';

const hand = inWindow();

const watch = (id: string) => `https://www.youtube.com/watch?v=${id}`;

/** The choices of the dialog that were handed over last. */
async function handedOver(page: Page) {
  const input = (await lastCall(page, 'tasks.add')) as { tasks: { url: string; video?: object }[] } | null;
  return input?.tasks[0];
}

describe('a link to a video', () => {
  test('shows picture, title and choices, and downloads what is chosen', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('bridge'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('How the longest bridge of the world was built').waitFor();
    await page.waitForFunction(() => (document.querySelector('img')?.naturalWidth ?? 0) === 176);
    await dialog.getByText('Big Works').waitFor();
    await dialog.getByText('12:34 · Mar 14, 2026 · 2 chapters').waitFor();
    await dialog.getByText('read by the built-in reader 18.1.0, VISIONOS').waitFor();
    await dialog.getByText('1080p · H.264 · 129 kbit/s AAC · MP4').waitFor();
    await dialog.getByText('about 180 MB').waitFor();
    await settled(page);
    await hand.shoot('video-review');
    await dialog.getByText('Plays everywhere').click();
    await dialog.getByRole('button', { name: 'Download 1 video' }).click();
    await row(page, /How the longest bridge/).waitFor();
    expect(await lastCall(page, 'tasks.add')).toEqual({
      tasks: [
        {
          url: watch('bridge'),
          title: 'How the longest bridge of the world was built',
          video: {
            ...{ format: 'compatible', audio: 'keep', chapters: true, thumbnail: true, tags: true },
            ...{ subtitles: { languages: [], automatic: false, as: 'files' }, clip: null, resolver: null },
          },
        },
      ],
      directory: '/home/mira/Downloads',
      start: 'now',
    });
  });

  test('can be added before its site has answered', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('slow'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Asking youtube.com…').waitFor();
    await hand.shoot('video-looking');
    await page.waitForFunction(() => document.activeElement?.textContent === 'Download 1 video');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({ url: watch('slow'), video: { format: 'best' } });
  });

  test('has exact formats, a part of it, subtitles and what is written into the file', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('bridge'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Exact formats, a part of it, chapters and cover').click();
    await dialog.getByRole('combobox', { name: 'Picture' }).selectOption('136');
    await dialog.getByRole('combobox', { name: 'Sound' }).selectOption('140');
    expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(0);
    await dialog.getByRole('combobox', { name: 'Picture' }).selectOption('18');
    expect(await dialog.getByRole('combobox', { name: 'Sound' }).isDisabled()).toBe(true);
    await dialog.getByRole('combobox', { name: 'Picture' }).selectOption('137');
    await dialog.getByRole('combobox', { name: 'Sound' }).selectOption('251');
    await dialog.getByRole('textbox', { name: 'From' }).fill('1:00');
    await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('13:00');
    await dialog.getByRole('checkbox', { name: 'Cover picture' }).uncheck();
    await dialog.getByText('The video ends at 12:34').waitFor();
    expect(await dialog.getByRole('button', { name: 'Download 1 video' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'To', exact: true }).fill('150');
    await dialog.getByText('2:30', { exact: true }).waitFor();
    await dialog.getByRole('combobox', { name: 'Subtitles' }).click();
    await page.getByRole('option', { name: 'Russian' }).click();
    await page.getByRole('option', { name: 'German' }).click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('combobox', { name: 'Save subtitles' }).selectOption('embedded');
    await settled(page);
    await hand.shoot('video-review-more');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Download 1 video' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({
      video: {
        ...{ format: '137+251', thumbnail: false, chapters: true, clip: { start: 60, end: 150 } },
        subtitles: { languages: ['ru', 'de'], automatic: true, as: 'embedded' },
      },
    });
  });

  test('remembers what was chosen last, but not the part', async () => {
    const page = await hand.open({ scenario: 'empty' });
    const dialog = page.getByRole('dialog');
    await paste(page, watch('bridge'));
    await dialog.getByText('Audio only').click();
    await dialog.getByRole('combobox', { name: 'Save the sound as' }).selectOption('mp3');
    await dialog.getByText('Exact formats, a part of it, chapters and cover').click();
    await dialog.getByRole('textbox', { name: 'From' }).fill('10');
    await dialog.getByRole('button', { name: 'Download 1 video' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({ video: { clip: { start: 10, end: null } } });
    await paste(page, watch('tunnel'));
    await dialog.getByText('A tunnel under the sea').waitFor();
    await dialog.getByRole('radio', { name: /^Audio only/, checked: true }).waitFor();
    await dialog.getByRole('button', { name: 'Download 1 video' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({ video: { format: 'audio', audio: 'mp3', clip: null } });
  });

  test('takes the format of the settings once that was changed since', async () => {
    const kept = JSON.stringify({ format: 'audio', usual: 'best', as: 'embedded' });
    const page = await hand.open({
      ...{ scenario: 'empty', settings: { videoFormat: '720p' } },
      remembered: { 'sluice.video': kept },
    });
    await paste(page, watch('bridge'));
    await page.getByRole('dialog').getByRole('radio', { name: /^720p/, checked: true }).waitFor();
  });

  test('that is here already is downloaded again only when somebody says so', async () => {
    const page = await hand.open({ scenario: 'group' });
    await paste(page, watch('v5001'));
    const dialog = page.getByRole('dialog');
    const again = dialog.getByRole('checkbox', { name: 'Download it again' });
    await dialog.getByText('It is in the list already: How the longest bridge of the world was built').waitFor();
    await settled(page);
    await hand.shoot('video-known');
    expect(await dialog.getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true);
    await again.check();
    await dialog.getByRole('button', { name: 'Download 1 video' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'tasks.add')).toMatchObject({ duplicates: 'keep' });
  });

  test('is chosen by keys alone', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('bridge'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('radio', { name: /^Best/ }).focus();
    for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
    await dialog.getByRole('radio', { name: /^1080p/, checked: true }).waitFor();
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({ video: { format: '1080p' } });
  });
});

describe('a link that leads to no video', () => {
  test.each([
    ['private', 'This video is private.', ['Add cookies…', 'Try again']],
    ['robot', 'The site wants a sign-in', ['Try with yt-dlp', 'Add cookies…', 'Try again']],
    ['sabr', 'The site gives this video only in a form', ['Try with yt-dlp', 'Try again']],
    ['changed', 'The site has changed', ['Try with yt-dlp', 'Try again']],
    ['abroad', 'This video is not shown in your country', ['Try again']],
    ['busy', 'The server asks to come back later', ['Try again']],
  ])('says why and what to do: %s', async (id, sentence, ways) => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch(id));
    const alert = page.getByRole('dialog').getByRole('alert');
    await alert.getByText(sentence).waitFor();
    expect(await alert.getByRole('button').allTextContents()).toEqual(ways);
    expect(await page.getByRole('button', { name: 'Download', exact: true }).isDisabled()).toBe(true);
    // who works with keys stands where there is something to do
    await page.waitForFunction((first) => document.activeElement?.textContent === first, ways[0]);
    expect(await violations(page)).toEqual([]);
    await settled(page);
    await hand.shoot(`video-failed-${id}`);
  });

  test('can be read by yt-dlp instead, and is then downloaded by it', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('sabr'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Try with yt-dlp' }).click();
    await dialog.getByText('read by yt-dlp 2026.05.01').waitFor();
    await dialog.getByRole('button', { name: 'Download 1 video' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({ video: { resolver: 'yt-dlp' } });
  });

  test('leads to the cookies, which go with the next try', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('private'));
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add cookies…' }).click();
    const cookies = '.youtube.com\tTRUE\t/\tTRUE\t0\tSID\tx';
    await dialog.getByRole('textbox', { name: 'Cookies' }).fill(cookies);
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(() => window.fake.calls.filter(({ name }) => name === 'videos.look').length === 2);
    expect(await lastCall(page, 'videos.look')).toEqual({ url: watch('private'), options: { cookies } });
  });
});

describe('what is live', () => {
  test('is recorded, with a badge that says so', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('live'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Live', { exact: true }).waitFor();
    await dialog.getByRole('textbox', { name: 'Record for' }).fill('30m');
    await settled(page);
    await hand.shoot('video-live');
    await dialog.getByRole('button', { name: 'Record 1 stream' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({ url: watch('live'), recording: { duration: 1800, wait: false } });
  });

  test('is waited for when it has not begun', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, watch('soon'));
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Live from May 13/).waitFor();
    await dialog.getByText('Sluice waits until it is live, then records it.').waitFor();
    await settled(page);
    await hand.shoot('video-upcoming');
    await dialog.getByRole('button', { name: 'Record 1 stream' }).click();
    await dialog.waitFor({ state: 'hidden' });
    expect(await handedOver(page)).toMatchObject({ recording: { wait: true } });
  });
});

describe('a video that is played from a list', () => {
  test('asks which was meant', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, `${watch('bridge')}&list=PL40`);
    const dialog = page.getByRole('dialog');
    await page.waitForFunction(() => document.activeElement?.textContent?.startsWith('This video'));
    await settled(page);
    await hand.shoot('video-or-list');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.getByText('How the longest bridge of the world was built').waitFor();
    expect(await lastCall(page, 'settings.set')).toBeNull();
  });

  test('asks no more once that is to be remembered', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, `${watch('bridge')}&list=PL40`);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox', { name: /^Always take it that way/ }).check();
    await dialog.getByRole('button', { name: /^The whole list/ }).click();
    await dialog.getByText('Bridges of the world, one each week').waitFor();
    expect(await lastCall(page, 'settings.set')).toEqual({ videoOrList: 'list' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await paste(page, `${watch('tunnel')}&list=PL40`);
    await dialog.getByText('Bridges of the world, one each week').waitFor();
  });
});

describe('many links', () => {
  const text = [
    watch('bridge'),
    watch('robot'),
    `${watch('tunnel')}&list=PL40`,
    'https://www.youtube.com/playlist?list=PL40',
    'https://a.example/live/index.m3u8',
    'https://c.example/watch/concert',
    'https://b.example/film.mp4',
  ].join(' ');

  test('show each what it leads to, and are added together', async () => {
    const page = await hand.open({ scenario: 'empty' }, { width: 1000, height: 860 });
    await paste(page, text);
    const dialog = page.getByRole('dialog', { name: '7 links found' });
    await dialog.getByText('Big Works · 12:34').waitFor();
    await dialog.getByText('36 of 40 videos').waitFor();
    await settled(page);
    await hand.shoot('video-many');
    expect(await violations(page)).toEqual([]);
    // somebody has to say what is meant first
    expect(await dialog.getByRole('button', { name: /^Download/ }).isDisabled()).toBe(true);
    await dialog
      .getByRole('row', { name: /v=tunnel/ })
      .getByRole('button', { name: 'This video' })
      .click();
    await dialog.getByText('A tunnel under the sea').waitFor();
    await dialog.getByRole('row', { name: /robot/ }).getByRole('button', { name: 'Try with yt-dlp' }).click();
    await dialog.getByRole('button', { name: 'Download 41 files and record 1 stream' }).waitFor();
    await dialog.getByRole('button', { name: /^Choose among the videos/ }).click();
    await dialog.getByRole('button', { name: 'None', exact: true }).click();
    await dialog.getByRole('row', { name: 'Bridge number 9' }).getByRole('checkbox').click({ force: true });
    await hand.shoot('video-many-near');
    await dialog.getByRole('button', { name: 'Back to all links' }).click();
    await dialog.getByRole('button', { name: 'Download 6 files and record 1 stream' }).click();
    await dialog.waitFor({ state: 'hidden' });
    const added = await page.evaluate(() =>
      window.fake.calls.filter(({ name }) => name === 'tasks.add').map(({ input }) => input),
    );
    expect(added).toMatchObject([
      {
        tasks: [
          { url: watch('bridge'), video: { resolver: null } },
          { url: watch('robot'), video: { resolver: 'yt-dlp' } },
          { url: watch('tunnel') },
          { url: 'https://a.example/live/index.m3u8', recording: {} },
          { url: 'https://c.example/watch/concert' },
          { url: 'https://b.example/film.mp4' },
        ],
      },
      { tasks: [{ number: 9 }], group: { title: 'Bridges of the world, one each week' } },
    ]);
  });

  test('that look like pages can be searched for a video, by keys too', async () => {
    const page = await hand.open({ scenario: 'empty' });
    await paste(page, 'https://c.example/watch/concert https://b.example/film.mp4');
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Look for a video' }).count()).toBe(1);
    await dialog.getByRole('row', { name: /concert/ }).focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await dialog.getByText('Found on the page').waitFor();
    await dialog.getByRole('button', { name: /Download as a file/ }).click();
    await dialog.getByRole('button', { name: 'Look for a video' }).waitFor();
  });
});

test.each([
  ['bridge', 360, 'en'],
  ['long', 360, 'ru'],
  ['long', 1000, 'ru'],
  ['robot', 360, 'ru'],
  ['soon', 360, 'ru'],
] as const)(
  'nothing of %s sticks out at %d pixels in %s, and axe finds nothing wrong in the dark',
  async (id, width, language) => {
    const page = await hand.open({ scenario: 'empty', settings: { language, theme: 'dark' } }, { width, height: 720 });
    await paste(page, watch(id));
    await page.getByText(/VISIONOS|LOGIN_REQUIRED/).waitFor();
    await page.locator('summary').first().click();
    await settled(page);
    await hand.shoot(`video-${id}-${width}-${language}`);
    expect(await stickingOut(page, '[role=dialog] :is(button, input, select, p, img, label)')).toEqual([]);
    expect(await violations(page)).toEqual([]);
  },
);

test('settings for video sites take effect at once, and say which yt-dlp is found', async () => {
  const page = await hand.open({ scenario: 'empty' });
  await page.getByRole('button', { name: 'Settings' }).click();
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByText('/usr/bin/yt-dlp: 2026.05.01').waitFor();
  await dialog.getByRole('combobox', { name: 'What reads video sites' }).selectOption('builtin');
  expect(await lastCall(page, 'settings.set')).toEqual({ resolver: 'builtin' });
  await dialog.getByRole('combobox', { name: 'A video in a list' }).selectOption('list');
  expect(await lastCall(page, 'settings.set')).toEqual({ videoOrList: 'list' });
  await dialog.getByRole('combobox', { name: 'Format of videos' }).selectOption('audio');
  expect(await lastCall(page, 'settings.set')).toEqual({ videoFormat: 'audio' });

  await dialog.getByRole('textbox', { name: 'Path of yt-dlp' }).fill('/nowhere/yt-dlp');
  await page.keyboard.press('Enter');
  await dialog.getByText('not found. Install yt-dlp.').waitFor();
  const clients = dialog.getByRole('textbox', { name: 'As whom YouTube is asked' });
  await clients.fill('TV; IOS');
  await page.keyboard.press('Enter');
  await dialog.getByText('Write names of letters with commas between them, at most 20.').waitFor();
  expect(await lastCall(page, 'settings.set')).toEqual({ ytDlp: '/nowhere/yt-dlp' });
  await clients.fill('TV, IOS');
  await page.keyboard.press('Enter');
  expect(await lastCall(page, 'settings.set')).toEqual({ youtubeClients: 'TV,IOS' });

  await dialog.getByText('In a list: 012 How bridges are built.mp4').waitFor();
  const names = dialog.getByRole('textbox', { name: 'Names of videos' });
  await names.fill('{channel} - {title} {nothing}');
  await dialog.getByText('{nothing} is not one of the fields.').waitFor();
  await names.fill('{channel} - {title}');
  await dialog.getByText('Alone: Big Works - How bridges are built.mp4').waitFor();
  await page.keyboard.press('Enter');
  expect(await lastCall(page, 'settings.set')).toEqual({ videoName: '{channel} - {title}' });
  await settled(page);
  await hand.shoot('settings-videos');
  expect(await violations(page)).toEqual([]);
});
