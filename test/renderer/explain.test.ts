import { expect, test } from 'vitest';
import { explanationOf } from '../../renderer/i18n/explain.ts';
import { loadTexts } from '../../renderer/i18n/texts.ts';
import { error } from './page/tasks.ts';

test('an error is a sentence in the language of the window, and keeps its technical part', async () => {
  const texts = await loadTexts('ru');
  expect(explanationOf(error('no-stream', 'found instead: HTTP 404'), texts)).toEqual({
    sentence: texts.t('error.no-stream'),
    technical: 'found instead: HTTP 404',
  });
  expect(texts.t('error.no-stream')).toMatch(/[а-я]/u);
  expect(explanationOf(error('protected'), texts).technical).toBeNull();
});
