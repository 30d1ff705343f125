import { expect, test } from 'vitest';
import { sentenceOf } from '../../renderer/i18n/explain.ts';
import { loadTexts } from '../../renderer/i18n/texts.ts';
import { error } from './page/tasks.ts';

test('an error is a sentence in the language of the window', async () => {
  const texts = await loadTexts('ru');
  expect(sentenceOf(error('no-stream', 'found instead: HTTP 404'), texts)).toBe(texts.t('error.no-stream'));
  expect(texts.t('error.no-stream')).toMatch(/[а-я]/u);
});
