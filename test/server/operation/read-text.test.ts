import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readText } from '../../../server/operation/read-text.ts';
import { unknownField } from '../../../server/operation/unknown-field.ts';

const schema = z.object({
  text: z.string().optional(),
  count: z.number().int().optional(),
  share: z.number().default(0.5),
  flag: z.boolean().default(false),
  kinds: z.array(z.enum(['file', 'video', 'stream'])).optional(),
  numbers: z.array(z.number()).optional(),
});

const anything = fc.record(
  {
    text: fc.string({ unit: 'grapheme' }),
    count: fc.integer(),
    share: fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((share) => Number(share.toFixed(6)) + 0),
    flag: fc.boolean(),
    kinds: fc.array(fc.constantFrom('file', 'video', 'stream'), { minLength: 1 }),
    numbers: fc.array(fc.integer(), { minLength: 1 }),
  },
  { requiredKeys: [] },
);

test('what is written into an address is read from it again, lists given again or with commas', () => {
  fc.assert(
    fc.property(anything, fc.boolean(), (values, commas) => {
      const search = new URLSearchParams();
      for (const [name, value] of Object.entries(values)) {
        if (!Array.isArray(value)) search.set(name, plain(value));
        else if (commas) search.set(name, value.join(','));
        else for (const item of value) search.append(name, String(item));
      }
      const read = readText(schema, new URLSearchParams(search.toString()));
      expect(schema.parse(read)).toEqual(schema.parse(values));
    }),
  );
});

/** As people write numbers, without an exponent. */
function plain(value: string | number | boolean): string {
  return typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(6) : String(value);
}

test.each([
  ['flag=1', { flag: true }],
  ['flag=0', { flag: false }],
  ['kinds=', { kinds: [] }],
  ['text=a%2Cb+c&text2', undefined],
  ['count=1&count=2', undefined],
  ['__proto__=1', undefined],
  ['toString=1', undefined],
  ['count=1e3', { count: '1e3' }],
  ['count=', { count: '' }],
  ['flag=yes', { flag: 'yes' }],
])('%s', (search, values) => {
  const read = () => readText(schema, new URLSearchParams(search));
  if (values === undefined) expect(read).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  else expect(read()).toEqual(values);
});

test('a field is unknown exactly where it was added, however deep', () => {
  const deep = z.object({
    list: z.array(z.object({ a: z.number().optional(), inner: z.object({ b: z.string() }).nullable() })),
    either: z.union([
      z.object({ kind: z.literal('x'), x: z.number() }),
      z.object({ kind: z.literal('y'), y: z.string() }),
    ]),
    any: z.record(z.string(), z.unknown()),
    lower: z.string().transform((text) => ({ made: text.toLowerCase() })),
  });
  const given = fc.record({
    list: fc.array(fc.record({ inner: fc.option(fc.record({ b: fc.string() })) }), { minLength: 1, maxLength: 3 }),
    either: fc.oneof(
      fc.record({ kind: fc.constant('x'), x: fc.integer() }),
      fc.record({ kind: fc.constant('y'), y: fc.string() }),
    ),
    any: fc.dictionary(
      fc.string().filter((name) => name !== '__proto__'),
      fc.jsonValue(),
    ),
    lower: fc.string(),
  });
  fc.assert(
    fc.property(given, fc.constantFrom('top', 'either', 'list'), (value, where) => {
      expect(unknownField(value, deep.parse(value))).toBeUndefined();
      const slipped = structuredClone(value);
      const target = where === 'top' ? slipped : where === 'either' ? slipped.either : (slipped.list.at(-1) ?? slipped);
      Object.assign(target, { slip: 1 });
      const path = { top: 'slip', either: 'either.slip', list: `list.${value.list.length - 1}.slip` }[where];
      expect(unknownField(slipped, deep.parse(slipped))).toBe(path);
    }),
  );
});
