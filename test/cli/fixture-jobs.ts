/** Loaded before the command line: its job processes are those of `fixture-worker.ts`, which fetch nothing. */
import { registerHooks } from 'node:module';

const instead = new URL('./fixture-worker-entry.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    return specifier.endsWith('/worker-entry.ts') ? { url: instead, shortCircuit: true } : next(specifier, context);
  },
});
