import { expect, test } from 'vitest';
import { reasonText } from '../../contract/reasons.ts';
import { explanationOf } from '../../renderer/i18n/explain.ts';
import { loadTexts } from '../../renderer/i18n/texts.ts';
import { error } from './page/tasks.ts';

test('a reason is a sentence in the language of the window', async () => {
  const texts = await loadTexts('ru');
  const said = (detail: string) => explanationOf(error('unsupported', detail), texts);
  expect(said(reasonText('no-stream-on-page'))).toEqual({
    sentence: expect.stringContaining('На этой странице трансляция не нашлась.'),
    technical: null,
  });
  expect(said(reasonText('not-a-stream', { what: 'a picture' })).sentence).toContain('там картинка.');
  expect(said(reasonText('not-a-stream', { what: 'image/svg+xml' })).sentence).toContain('там image/svg+xml.');
  expect(said(reasonText('many-streams', { number: 40 })).sentence).toContain('несколько трансляций: 40.');
});

test('without one the code says it, and the technical part is kept', async () => {
  const texts = await loadTexts('en');
  expect(explanationOf(error('unsupported', 'ftp:'), texts)).toEqual({
    sentence: 'Sluice cannot download this kind of link. Paste an http or https link.',
    technical: 'ftp:',
  });
  expect(explanationOf(error('protected'), texts).technical).toBeNull();
});
