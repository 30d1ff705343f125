import { expect, test } from 'vitest';
import { Sandbox } from '../../../engine/sources/youtube/sandbox/sandbox.ts';

// A tenth of the usual time, for so many of them use it up.
const sandbox = new Sandbox(500);

test('runs a function body and gives back what JSON can say of what it returned', async () => {
  const code = `const turn = (text) => [...text].reverse().join('');
    return { sig: turn('cba'), n: turn('zyx'), none: undefined };`;
  expect(await sandbox.evaluate(code)).toEqual({ sig: 'abc', n: 'xyz' });
});

test('one evaluation leaves nothing behind for the next', async () => {
  await sandbox.evaluate('globalThis.left = 1; Array.prototype.map = () => "mine"; JSON.left = 2; return 1');
  expect(await sandbox.evaluate('return [typeof left, [1].map((x) => x + 1), JSON.left ?? null]')).toEqual([
    'undefined',
    [2],
    null,
  ]);
});

test('many at once each get their own answer', async () => {
  const all = await Promise.all(Array.from({ length: 10 }, (_, at) => sandbox.evaluate(`return ${at} * 2`)));
  expect(all).toEqual(Array.from({ length: 10 }, (_, at) => at * 2));
});

test('nothing of the host is there', async () => {
  const names = [
    'process',
    'require',
    'module',
    'console',
    'fetch',
    'Buffer',
    'setTimeout',
    'queueMicrotask',
    'WebAssembly',
    'Worker',
    'Deno',
    'postMessage',
    'XMLHttpRequest',
    'SharedArrayBuffer.host',
    'global',
    'navigator',
    'document',
    'std',
    'os',
  ];
  for (const name of names)
    expect([name, await sandbox.evaluate(`return typeof ${name}`)]).toEqual([name, 'undefined']);
});

/** Code that gets out of the function it is put into, and lets something else be its result. */
const outside = (result: string): string => `})()); ${result}; //`;

test.each<[string, string]>([
  ['a constructor of the global object', 'return globalThis.constructor.constructor("return process")().pid'],
  ['the constructor of `this`', 'return this.constructor.constructor("return this.process.env")()'],
  ['the constructor of a function', 'return (() => {}).constructor("return require(\'fs\')")()'],
  ['a generator of code', 'return Object.getPrototypeOf(function* () {}).constructor("yield process")().next()'],
  [
    'the stack of an error',
    'Error.prepareStackTrace = (_, frames) => frames[0].getThis(); return new Error().stack.process.pid',
  ],
  ['a module in the text', 'import fs from "node:fs"; return 1'],
  ['the caller', 'return arguments.callee.caller.caller("return process")()'],
  ['the end of the wrapper', '})()); process.exit(); ((() => {'],
  [
    'an exception that is an object',
    'throw { get message() { return process.exit(); }, toString() { return process.exit(); } }',
  ],
  ['an exception that never ends', 'throw { get message() { for (;;); } }'],
  ['an exception that is long', 'throw new Error("x".repeat(2000000))'],
  ['nothing', ''],
  ['a function', 'return () => process'],
  ['a symbol', 'return Symbol("x")'],
  ['a number without end', 'return 10n ** 20n'],
  ['an object that never ends', 'const o = {}; o.o = o; return o'],
  ['a getter that throws', 'return { get sig() { throw new Error("no") } }'],
  ['a getter that never ends', 'return { get sig() { for (;;); } }'],
  ['toJSON that never ends', 'return { toJSON() { for (;;); } }'],
  ['a proxy that throws', 'return new Proxy({}, { ownKeys() { throw process; } })'],
  ['a proxy that never ends', 'return new Proxy({}, { get() { for (;;); } })'],
  ['another result: a number', outside('1')],
  ['another result: an object', outside('({ length: 3, toString: () => "{}" })')],
  ['another result: a string object', outside('new String("{}")')],
  ['another result: no JSON', outside('"process.exit()"')],
  ['another result: long', outside('"[" + "1,".repeat(100000) + "1]"')],
  ['an endless loop', 'for (;;);'],
  ['an endless loop that catches', 'for (;;) { try { for (;;); } catch {} finally { continue; } }'],
  [
    'an endless loop in a getter of the prototype',
    'Object.defineProperty(Object.prototype, "toJSON", { get() { for (;;); } }); return {}',
  ],
  ['an endless regular expression', 'return /^(([a-z])+.)+[A-Z]([a-z])+$/.test("a".repeat(60))'],
  ['an endless regular expression within a native call', 'return "a".repeat(60).replace(/(a*)*b/g, "")'],
  ['an endless sort', 'return Array.from({ length: 1e6 }, (_, i) => i).sort(() => { for (;;); })'],
  ['memory: an array', 'const all = []; for (;;) all.push(new Array(10000).fill(1))'],
  ['memory: a string', 'let s = "x"; for (;;) s += s'],
  ['memory: one piece', 'return new ArrayBuffer(2 ** 31 - 1).byteLength'],
  ['memory: repeat', 'return "x".repeat(2 ** 29).length'],
  [
    'memory: while it is caught',
    'const all = []; for (;;) { try { all.push("y".repeat(1e6) + all.length) } catch { all.push(1) } }',
  ],
  ['recursion', 'const f = () => f() + 1; return f()'],
  ['recursion of natives', 'const f = () => [1].map(f); return f()'],
  ['recursion of getters', 'const o = { get a() { return this.a } }; return o.a'],
  ['deep nesting', 'return eval("[".repeat(100000) + "]".repeat(100000))'],
  ['deep nesting in a result', 'let o = {}; for (let i = 0; i < 1e6; i += 1) o = { o }; return o'],
  ['a huge result', 'return "x".repeat(10000000)'],
  ['a huge number of results', 'return Array.from({ length: 100000 }, () => "x")'],
])('fails, is contained, and the next evaluation works: %s', async (_attempt, code) => {
  const failure = await sandbox.evaluate(code).then(
    (value) => value,
    (error: unknown) => error,
  );
  expect(failure).toMatchObject({ code: 'extractor-outdated', detail: expect.stringMatching(/^.{10,400}$/) });
  expect(await sandbox.evaluate('return "next"')).toBe('next');
});

test.each<[string, string, unknown]>([
  ['a promise', 'return Promise.resolve(1)', {}],
  ['a thenable', 'return { then(resolve) { resolve("x") }, sig: "s" }', { sig: 's' }],
  ['a proxy', 'return new Proxy({ sig: "s" }, {})', { sig: 's' }],
  ['a changed prototype', 'Object.prototype.n = "polluted"; return {}', {}],
  ['a module', 'return import("node:fs")', {}],
  ['JSON of its own', 'JSON.stringify = () => "2"; return 1', 1],
  ['no JSON at all', 'delete globalThis.JSON; return 1', 1],
  ['a job that never ends', 'Promise.resolve().then(() => { for (;;); }); return 1', 1],
])('what comes out is plain data: %s', async (_what, code, expected) => {
  expect(await sandbox.evaluate(code)).toEqual(expected);
  expect(Object.hasOwn(Object.prototype, 'n')).toBe(false);
});

test('a prototype that comes out is a name like any other', async () => {
  const value = await sandbox.evaluate('return JSON.parse(\'{"__proto__": {"n": "polluted"}}\')');
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['n']).toBeUndefined();
});
