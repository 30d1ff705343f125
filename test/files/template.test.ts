import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type TemplateFields, unknownField } from '../../contract/name-template.ts';
import { safeName } from '../../engine/files/name.ts';
import { nameFromTemplate } from '../../engine/files/template.ts';

const fields: TemplateFields = {
  title: 'Evening news',
  id: '0123456789',
  ext: 'mp4',
  part: 7,
  startedAt: new Date(2026, 0, 31, 9, 5, 3),
};

test.each([
  ['{title} {date} {time} part {part:000}.{ext}', 'Evening news 2026-01-31 09-05-03 part 007.mp4'],
  ['{id}_{part}', '0123456789_7'],
  ['{title}', 'Evening news'],
  ['../{title}.{ext}', '_Evening news.mp4'],
])('%s', (template, name) => {
  expect(nameFromTemplate(template, fields)).toBe(name);
});

test('without extension and part nothing of them is left', () => {
  expect(nameFromTemplate('{title}{part}.{ext}', { ...fields, ext: '', part: null })).toBe('Evening news');
});

test('a title is never read as a field', () => {
  expect(nameFromTemplate('{title}.{ext}', { ...fields, title: '{id}{nonsense}$&' })).toBe('{id}{nonsense}$&.mp4');
});

test('an unknown field is refused', () => {
  expect(() => nameFromTemplate('{name}', fields)).toThrowError(expect.objectContaining({ code: 'invalid-input' }));
  expect(unknownField('{title} {name} {more}')).toBe('{name}');
  expect(unknownField('{part:0x}')).toBe('{part:0x}');
  expect(unknownField('{title} {date} {time} {id} {part} {part:000}.{ext}')).toBeNull();
});

test('names are safe, and parts stay apart however long the title is', () => {
  const part = fc.integer({ min: 1, max: 999_999 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), part, part, (title, one, other) => {
      fc.pre(one !== other);
      const [a, b] = [one, other].map((n) =>
        nameFromTemplate('{title} part {part:000}.{ext}', { ...fields, title, part: n }),
      );
      expect(a).not.toBe(b);
      expect(a).toBe(safeName(a ?? ''));
      expect(a).toMatch(new RegExp(`${String(one).padStart(3, '0')}\\.mp4$`, 'u'));
    }),
  );
});
