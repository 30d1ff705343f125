/**
 * What lies in JSON at a path of names and places; `undefined` where the path ends early. Answers of the site are deep, and any part
 * of them may be missing.
 */
export function dig(value: unknown, ...path: readonly (string | number)[]): unknown {
  let at = value;
  for (const step of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return at;
}

/** The elements of an array, none of anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text that is not empty, or `null`. */
export function wordOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A number, also one that is written as a text, or `null`. */
export function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && !/^-?\d+(?:\.\d+)?$/.test(value)) return null;
  const number = typeof value === 'string' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A number of something: not negative, and no more than anything has, so that its thousandfold is still exact. */
export function amountOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && number >= 0 && number <= MAX_AMOUNT ? number : null;
}

const MAX_AMOUNT = 9e12;

/** As `amountOf`, of what is not divided. */
export function wholeOf(value: unknown): number | null {
  const amount = amountOf(value);
  return amount === null || !Number.isInteger(amount) ? null : amount;
}

/** A length of time, or `null` for what is none: longer than any video. */
export function secondsOf(value: unknown): number | null {
  const seconds = numberOf(value);
  return seconds !== null && seconds >= 0 && seconds <= MAX_SECONDS ? seconds : null;
}

/** As the contract has it. */
const MAX_SECONDS = 10_000_000;

/** `1:02:03` in seconds, or `null` for anything else. */
export function clockOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^(?:\d{1,4}:)?\d{1,3}:\d{2}$/.test(value)) return null;
  return value.split(':').reduce((all, part) => all * 60 + Number(part), 0);
}

/** The plain text of what the site writes as a text, as `simpleText`, as `runs` or as `content`; `null` for none. */
export function textOf(value: unknown): string | null {
  const plain = wordOf(value) ?? wordOf(dig(value, 'simpleText')) ?? wordOf(dig(value, 'content'));
  if (plain !== null) return plain;
  const runs = listOf(dig(value, 'runs')).map((run) => wordOf(dig(run, 'text')) ?? '');
  return runs.length === 0 ? null : wordOf(runs.join(''));
}

/** Something that was found under one of the names that were looked for. */
export interface Found {
  readonly name: string;
  readonly value: unknown;
}

/** Everything under some names, however deep, in the order of the text; what lies inside of something found is not looked at. */
export function findAll(value: unknown, names: ReadonlySet<string>): Found[] {
  const found: Found[] = [];
  const stack: unknown[] = [value];
  while (stack.length > 0) {
    const at = stack.pop();
    if (typeof at !== 'object' || at === null) continue;
    if (at instanceof Hit) {
      found.push(at);
      continue;
    }
    const inside = Array.isArray(at)
      ? at
      : Object.entries(at).map(([name, one]) => (names.has(name) ? new Hit(name, one) : one));
    // Last in, first out.
    for (const one of inside.toReversed()) stack.push(one);
  }
  return found.map(({ name, value: hit }) => ({ name, value: hit }));
}

class Hit implements Found {
  readonly name: string;
  readonly value: unknown;

  constructor(name: string, value: unknown) {
    this.name = name;
    this.value = value;
  }
}

/** The first of `findAll`, or `undefined`. */
export function findFirst(value: unknown, name: string): unknown {
  return findAll(value, new Set([name]))[0]?.value;
}
