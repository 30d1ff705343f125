import fc from 'fast-check';
import type { Schema } from '../../../server/description/schemas.ts';
import type { Values } from './values.ts';

/**
 * Values with one mistake somewhere in them. Now and then the mistake is none, as where one of several forms takes what another does not:
 * whoever sends them asks the judge.
 */
export function mistaken(values: Values, reference: Schema): fc.Arbitrary<unknown> {
  const schema = values.settled(reference);
  const { anyOf = schema.oneOf, type } = schema;
  const kinds = typeof type === 'string' ? [type] : (type ?? []);
  const others = fc.oneof(...wrongKinds.filter(([kind]) => !kinds.includes(kind)).map(([, value]) => value));
  if (anyOf !== undefined) return fc.oneof(others, ...anyOf.map((one) => mistaken(values, one)));
  if (type === 'object')
    return fc.oneof({ arbitrary: inObject(values, schema), weight: 6 }, { arbitrary: others, weight: 1 });
  if (type === 'array') return fc.oneof(...inList(values, schema), others);
  return fc.oneof(others, ...besideLimits(schema));
}

const wrongKinds: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  ['null', fc.constant(null)],
  ['boolean', fc.boolean()],
  ['string', fc.constantFrom('', 'x', '😀'.repeat(50))],
  ['number', fc.constantFrom(0.5, -1.5, 1e300, -1e300)],
  ['array', fc.constantFrom([], [[]], [null], [{}])],
  ['object', fc.constantFrom({}, { a: 1 }, { length: 3 }, JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`))],
];

function inObject(values: Values, schema: Schema): fc.Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema;
  const right = values.fitting(schema).map((value) => ({ ...(value as Record<string, unknown>) }));
  const wrongField = Object.entries(properties).map(([name, field]) =>
    fc.tuple(right, mistaken(values, field)).map(([value, wrong]) => ({ ...value, [name]: wrong })),
  );
  const missing = required.map((name) =>
    right.map((value) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name))),
  );
  const unknown = fc
    .tuple(right, fc.constantFrom('x', 'Url', 'prototype', 'toString', '', '😀', 'publicOnly', 'key'), fc.jsonValue())
    .map(([value, name, more]) => ({ ...value, [name]: more }));
  return fc.oneof(...wrongField, ...missing, unknown);
}

function inList(values: Values, schema: Schema): readonly fc.Arbitrary<unknown>[] {
  const { items = {}, minItems = 0, maxItems } = schema;
  const one = fc
    .tuple(values.fitting(schema), mistaken(values, items))
    .map(([list, wrong]) => [...(list as unknown[]), wrong]);
  const many =
    typeof maxItems === 'number' && maxItems <= 1000
      ? [values.fitting(items).map((item) => Array.from({ length: maxItems + 1 }, () => item))]
      : [];
  return [one, ...many, ...(minItems === 0 ? [] : [fc.constant([])])];
}

function besideLimits(schema: Schema): readonly fc.Arbitrary<unknown>[] {
  const { minimum, maximum, exclusiveMinimum, maxLength, minLength } = schema;
  const numbers = [
    ...(typeof minimum === 'number' ? [minimum - 1] : []),
    ...(typeof exclusiveMinimum === 'number' ? [exclusiveMinimum] : []),
    ...(typeof maximum === 'number' ? [maximum + 1, maximum * 2] : []),
  ];
  const texts = [
    ...(typeof maxLength === 'number' && maxLength <= 100_000 ? ['a'.repeat(maxLength + 1)] : []),
    ...(typeof minLength === 'number' && minLength > 0 ? [''] : []),
    ...(schema['pattern'] === undefined ? [] : ['\n', ' ', '😀', 'a'.repeat(5000)]),
    ...(schema.enum === undefined ? [] : ['', 'ALL', ' best ']),
  ];
  const all = [...numbers, ...texts];
  return all.length === 0 ? [] : [fc.constantFrom(...all)];
}
