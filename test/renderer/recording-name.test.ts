import { expect, test } from 'vitest';
import { defaultSettings } from '../../contract/settings.ts';
import { fragmentName } from '../../engine/record/finish/fragment-name.ts';
import { exampleName, hasPart, troubleWith } from '../../renderer/preferences/recording-name.ts';

const at = new Date(2026, 4, 12, 20, 15, 0);

test.each([
  ['', 'empty'],
  ['  ', 'empty'],
  ['x'.repeat(501), 'long'],
  ['{title} {name}', 'unknown'],
  ['{date}/{title}', 'signs'],
  ['{title}: {part}', 'signs'],
])('"%s" is %s', (template, kind) => {
  expect(troubleWith(template)).toMatchObject({ kind });
});

test.each([
  [defaultSettings('').recordingName, 'Evening news 2026-05-12 20-15-00 part 001.mp4'],
  ['{title}_{part}.{ext}', 'Evening news_1.mp4'],
  ['{date} {title}', '2026-05-12 Evening news.mp4'],
])('the example of "%s" is what the engine makes of it', (template, name) => {
  expect(troubleWith(template)).toBeNull();
  expect(exampleName(template, 'Evening news', at)).toBe(name);
  const naming = { template, title: 'Evening news', id: 'x', single: false };
  expect(fragmentName(naming, 1, at.getTime(), 'mp4')).toBe(name);
  expect(hasPart(template)).toBe(template.includes('{part'));
});
