import fc from 'fast-check';
import type { Document } from '../../../server/description/document.ts';
import type { OperationObject } from '../../../server/description/operation-object.ts';
import type { ParameterObject } from '../../../server/description/parameters.ts';
import type { Schema } from '../../../server/description/schemas.ts';
import type { Values } from './values.ts';
import { mistaken } from './wrong-values.ts';

/** One operation of a description. */
export interface Described {
  readonly method: string;
  /** with `{name}` for its parameters */
  readonly path: string;
  readonly operation: OperationObject;
}

/** A request as it is sent. */
export interface Request {
  readonly method: string;
  /** path and query as they go over the wire */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** every parameter and the body fit; `undefined` when the judge has to say so */
  readonly isRight: boolean | undefined;
}

/** All operations of a description. */
export function operationsIn({ paths }: Document): readonly Described[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** Bytes of address that leave room for the fields: the server takes 16 KiB of both. */
const longestTarget = 12_000;

/** Makes requests for operations of a description. */
export class Requests {
  readonly #values: Values;
  readonly #taken: ReadonlySet<string>;

  constructor(document: Document, values: Values) {
    this.#values = values;
    this.#taken = new Set(Object.keys(document.paths));
  }

  /** Requests that are as the description wants them. */
  right(one: Described): fc.Arbitrary<Request> {
    return this.#request(one, this.#parameters(one.operation), this.#body(one.operation), true);
  }

  /** Requests with a mistake: in a parameter, in the body, or in how it is sent. */
  wrong(one: Described): fc.Arbitrary<Request> {
    const { operation } = one;
    const { requestBody, parameters } = operation;
    const right = this.#parameters(operation);
    const schema = requestBody?.content['application/json']?.schema;
    const kinds: fc.Arbitrary<Request>[] = [];
    const refusable = parameters.filter((parameter) => wrongTexts(this.#values.settled(parameter.schema)).length > 0);
    for (const parameter of refusable)
      kinds.push(this.#request(one, this.#oneWrong(operation, parameter), this.#body(operation), false));
    kinds.push(this.#request(one, right, this.#body(operation), false, fc.constantFrom(...strangeFields)));
    if (requestBody === undefined && one.method !== 'GET')
      kinds.push(this.#request(one, right, fc.constantFrom(...notJson, ...otherTypes, notTaken), false));
    if (schema !== undefined) {
      const body = mistaken(this.#values, schema).map((value) => ({
        type: 'application/json',
        text: JSON.stringify(value),
      }));
      kinds.push(this.#request(one, right, body, undefined), this.#request(one, right, body, undefined));
      kinds.push(this.#request(one, right, fc.constantFrom(...notJson), false));
      kinds.push(this.#request(one, right, fc.constantFrom(...otherTypes), false));
    }
    return fc.oneof(...kinds);
  }

  #request(
    { method, path }: Described,
    parameters: fc.Arbitrary<readonly Given[]>,
    body: fc.Arbitrary<Body | undefined>,
    isRight: boolean | undefined,
    more: fc.Arbitrary<string> = fc.constant(''),
  ): fc.Arbitrary<Request> {
    return fc
      .tuple(parameters, body, more)
      .map(([given, body, more]) => {
        const at = given.filter(({ parameter }) => parameter.in === 'path');
        const place = path.replace(/\{(\w+)\}/g, (_, name) =>
          encoded(at.find((one) => one.parameter.name === name)?.texts[0] ?? ''),
        );
        const query = given
          .filter(({ parameter }) => parameter.in === 'query')
          .flatMap(({ parameter: { name }, texts }) => texts.map((text) => `${name}=${encoded(text)}`));
        const search = [...query, ...(more === '' ? [] : [more])].join('&');
        const headers = Object.fromEntries(
          given
            .filter(({ parameter }) => parameter.in === 'header')
            .map(({ parameter, texts }) => [parameter.name, texts[0] ?? '']),
        );
        return {
          ...{ method, target: search === '' ? place : `${place}?${search}`, isRight },
          headers: { ...headers, ...(body?.type === undefined ? {} : { 'content-type': body.type }) },
          ...(body === undefined ? {} : { body: body.text }),
        };
      })
      .filter(
        ({ target }) =>
          target.length < longestTarget && (!path.includes('{') || !this.#taken.has(target.replace(/\?.*/s, ''))),
      );
  }

  #parameters({ parameters }: OperationObject): fc.Arbitrary<readonly Given[]> {
    return fc.tuple(...parameters.map((parameter) => this.#given(parameter))).map((all) => all.flat());
  }

  #oneWrong({ parameters }: OperationObject, wrong: ParameterObject): fc.Arbitrary<readonly Given[]> {
    const texts = fc.constantFrom(...wrongTexts(this.#values.settled(wrong.schema)));
    const given = parameters.map((parameter) =>
      parameter === wrong ? texts.map((text) => [{ parameter, texts: [text] }]) : this.#given(parameter),
    );
    return fc.tuple(...given).map((all) => all.flat());
  }

  /** None where the parameter is left out. */
  #given(parameter: ParameterObject): fc.Arbitrary<readonly Given[]> {
    const { name, in: place, required, schema } = parameter;
    const texts = this.#values
      .fitting(schema, name)
      .map((value) => (Array.isArray(value) ? value : [value]).map((one) => plain(one)))
      .filter((texts) => texts.every((text) => fits(text, place)))
      .map((texts) => [{ parameter, texts }]);
    return required ? texts : fc.oneof(fc.constant([]), texts);
  }

  #body({ requestBody }: OperationObject): fc.Arbitrary<Body | undefined> {
    if (requestBody === undefined) return fc.constant(undefined);
    const all = Object.entries(requestBody.content).map(([type, { schema }]) =>
      this.#values
        .fitting(schema)
        .map((value) => ({ type, text: type === 'application/json' ? JSON.stringify(value) : form(value) })),
    );
    return fc.oneof(...all, ...(requestBody.required ? [] : [fc.constant(undefined)]));
  }
}

interface Given {
  readonly parameter: ParameterObject;
  readonly texts: readonly string[];
}

interface Body {
  readonly type?: string;
  readonly text: string;
}

/** What no operation reads in its query. */
const strangeFields = ['x=1', '__proto__=1', 'limit[]=1', '%zz=1', '=', '?', 'ids=1&ids=2', 'toString'];

const notTaken: Body = { type: 'application/json', text: '{"a":1}' };

const notJson: readonly Body[] = [
  '{',
  '{"a":}',
  '[1,2',
  '\u0000',
  "{'a':1}",
  'undefined',
  '{"__proto__":{"a":1}}',
  '{"a":1}}',
  '',
].map((text) => ({
  type: 'application/json',
  text: text === '' ? 'null' : text,
}));

const otherTypes: readonly Body[] = [
  'text/plain',
  'application/xml',
  'multipart/form-data; boundary=x',
  'application/jsonx',
  'text/json',
].map((type) => ({ type, text: '{"url":"http://fixture.example/ok"}' }));

/** Texts that are no value of a parameter, whatever reads them. */
function wrongTexts({ type, items, minimum, maximum, enum: words, pattern, maxLength }: Schema): readonly string[] {
  if (type === 'array') return items === undefined ? [] : wrongTexts(items);
  if (type === 'boolean') return ['yes', '2', ' '];
  if (type === 'integer')
    return [
      'x',
      '1.5',
      '1e3',
      '0x10',
      ...(typeof minimum === 'number' ? [String(minimum - 1)] : []),
      ...(typeof maximum === 'number' ? [String(maximum + 1)] : []),
    ];
  if (words !== undefined || pattern !== undefined) return ['~', '😀', 'a b'];
  return typeof maxLength === 'number' && maxLength < longestTarget - 1000 ? ['a'.repeat(maxLength + 1)] : [];
}

function plain(value: unknown): string {
  return typeof value === 'number'
    ? value.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 })
    : String(value);
}

/** Whether a text can be sent there at all. */
function fits(text: string, place: ParameterObject['in']): boolean {
  if (place === 'header') return /^[\x21-\x7e\xa0-\xff](?:[\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa0-\xff])?$/.test(text);
  if (!text.isWellFormed()) return false;
  // an address cannot say nothing, and a list of the query is cut at commas
  return place === 'path' ? text !== '' : true;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/^\.+$/, (dots) => dots.replaceAll('.', '%2E'));
}

function form(value: unknown): string {
  const fields = Object.entries(value as Record<string, unknown>).filter(
    ([, one]) => one !== null && one !== undefined,
  );
  return new URLSearchParams(fields.map(([name, one]) => [name, String(one)])).toString();
}
