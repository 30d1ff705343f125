import type { QuickJSContext, QuickJSHandle, QuickJSWASMModule } from 'quickjs-emscripten-core';

/** How much of the machine foreign code may use. */
export interface Limits {
  /** milliseconds */
  readonly time: number;
  /** bytes */
  readonly memory: number;
  /** bytes */
  readonly stack: number;
  /** characters of the JSON of what it returns */
  readonly result: number;
}

/**
 * Runs foreign code in a QuickJS of its own, which knows the language and nothing else: no console, no timers, no modules, nothing of
 * the host. Only the text of JSON comes out, and that is foreign too.
 * @param code the body of a function
 * @returns JSON of what it returned
 * @throws Error that says what became of it; afterwards `quickjs` may be broken
 */
export function evaluate(quickjs: QuickJSWASMModule, code: string, limits: Limits): string {
  using runtime = quickjs.newRuntime();
  runtime.setMemoryLimit(limits.memory);
  runtime.setMaxStackSize(limits.stack);
  const until = performance.now() + limits.time;
  let late = false;
  runtime.setInterruptHandler(() => {
    late = performance.now() > until;
    return late;
  });
  using context = runtime.newContext();
  using result = context.evalCode(`JSON.stringify((() => {\n${code}\n})())`, 'player.js', { type: 'global' });
  if (result.error !== undefined) {
    throw new Error(
      late ? `it did not end within ${limits.time / 1000} s` : `it threw ${message(context, result.error)}`,
    );
  }
  const { value } = result;
  // `JSON` may be another one by now.
  if (context.typeof(value) !== 'string') throw new Error('it returned nothing that is text');
  // The length of a string is its own and cannot be made up, unlike that of an object.
  using length = context.getProp(value, 'length');
  const characters = context.getNumber(length);
  if (characters > limits.result) throw new Error(`it returned ${characters} characters`);
  return context.getString(value);
}

/** What an error says, as far as it is short plain text: it may be anything, also an object that does something when it is read. */
function message(context: QuickJSContext, error: QuickJSHandle): string {
  if (context.typeof(error) !== 'object') return 'something';
  using said = context.getProp(error, 'message');
  if (context.typeof(said) !== 'string') return 'something';
  using length = context.getProp(said, 'length');
  if (context.getNumber(length) > 1000) return 'something long';
  return JSON.stringify(
    context
      .getString(said)
      .replace(/[^\x20-\x7e]/g, ' ')
      .slice(0, 200),
  );
}
