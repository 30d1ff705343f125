import { describe, expect, test } from 'vitest';
import type { LeaveQuestion } from '../../contract/leaving.ts';
import { lastCall, paste, settled, stickingOut, violations } from './page/act.ts';
import { inWindow } from './page/in-window.ts';
import { today } from './page/tasks.ts';

const hand = inWindow();

const one: LeaveQuestion = { recording: 1, name: 'Studio 1 – evening news', waiting: 0, next: null };
const both: LeaveQuestion = { recording: 3, name: null, waiting: 2, next: today + 86_400_000 };
const later: LeaveQuestion = { recording: 0, name: null, waiting: 1, next: today + 86_400_000 };

describe('closing the window while a stream is recorded', () => {
  test('asks, and goes on in the background by Enter alone', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    await page.evaluate((question) => window.fake.askToLeave(question), one);
    const dialog = page.getByRole('dialog', { name: '“Studio 1 – evening news” is being recorded' });
    await dialog.getByText('cannot be recorded later').waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent === 'Keep recording in the background');
    await settled(page);
    await hand.shoot('leave-one');
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'desktop.leave')).toEqual({ answer: 'background' });
  });

  test('says that recordings to come need the program too', async () => {
    const page = await hand.open({ scenario: 'recordings', settings: { theme: 'dark' } });
    await page.evaluate((question) => window.fake.askToLeave(question), both);
    const dialog = page.getByRole('dialog', { name: '3 streams are being recorded' });
    await dialog.getByText('2 recordings wait to begin, and need Sluice to run by then.').waitFor();
    await settled(page);
    await hand.shoot('leave-both-dark');
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Stop and keep, then quit' }).click();
    await page.getByRole('dialog', { name: 'Finishing the recordings' }).waitFor();
    expect(await lastCall(page, 'desktop.leave')).toEqual({ answer: 'stop' });
    await settled(page);
    await hand.shoot('leave-stopping-dark');
    await page.getByRole('button', { name: 'Quit now' }).click();
    expect(await lastCall(page, 'desktop.leave')).toEqual({ answer: 'quit' });
  });

  test('asks for those to come alone as well, in each language and in a narrow window', async () => {
    const page = await hand.open({ scenario: 'recordings', settings: { language: 'ru' } }, { width: 480, height: 360 });
    await page.evaluate((question) => window.fake.askToLeave(question), later);
    const dialog = page.getByRole('dialog', { name: 'Впереди 1 запись' });
    await dialog.getByRole('button', { name: 'Ждать в фоне' }).waitFor();
    await settled(page);
    await hand.shoot('leave-later-ru-narrow');
    expect(await stickingOut(page, '[role=dialog] *')).toEqual([]);
    await dialog.getByRole('button', { name: 'Выйти' }).click();
    expect(await lastCall(page, 'desktop.leave')).toEqual({ answer: 'quit' });
    await page.evaluate((question) => window.fake.askToLeave(question), both);
    const again = page.getByRole('dialog', { name: 'Записываются 3 трансляции' });
    await again.waitFor();
    await settled(page);
    await hand.shoot('leave-both-ru-narrow');
    expect(await stickingOut(page, '[role=dialog] *')).toEqual([]);
  });

  test('leaves what was open as it is when the answer is no', async () => {
    const page = await hand.open({ scenario: 'recordings' });
    await paste(page, 'https://a.example/live/index.m3u8');
    const review = page.getByRole('dialog', { name: '1 link found' });
    await review.getByRole('textbox', { name: 'Record for' }).fill('30m');
    await page.evaluate((question) => window.fake.askToLeave(question), one);
    const dialog = page.getByRole('dialog', { name: /is being recorded/ });
    await page.waitForFunction(() => document.activeElement?.textContent === 'Keep recording in the background');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await lastCall(page, 'desktop.leave')).toEqual({ answer: 'stay' });
    expect(await review.getByRole('textbox', { name: 'Record for' }).inputValue()).toBe('30m');
    await page.evaluate((question) => window.fake.askToLeave(question), one);
    await dialog.waitFor();
  });
});
