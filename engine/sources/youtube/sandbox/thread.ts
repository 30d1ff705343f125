import { parentPort } from 'node:worker_threads';
import variant from '@jitl/quickjs-singlefile-mjs-release-sync';
import { newQuickJSWASMModuleFromVariant, type QuickJSWASMModule } from 'quickjs-emscripten-core';
import { evaluate, type Limits } from './evaluate.ts';
import type { FromThread, PlayerCode, ToThread } from './messages.ts';

// The entry of the thread in which code of players is read and run. What it reads and runs is foreign; what it is made of is not.

/** What a real player's functions need is a few MiB, and what they return a few hundred characters. */
const limits: Omit<Limits, 'time'> = { memory: 64 * 1024 * 1024, stack: 512 * 1024, result: 64 * 1024 };

const quickjs: Promise<QuickJSWASMModule> = newQuickJSWASMModuleFromVariant(variant);
let fetched: ((answer: { status: number; text: string }) => void) | undefined;

function say(message: FromThread): void {
  parentPort?.postMessage(message);
}

async function value(code: string, time: number): Promise<FromThread> {
  return { type: 'value', json: evaluate(await quickjs, code, { ...limits, time }) };
}

/** Whoever has the network is asked for what the library wants to fetch. */
async function fetchOutside(url: string): Promise<Response> {
  const answer = new Promise<{ status: number; text: string }>((resolve) => {
    fetched = resolve;
  });
  say({ type: 'fetch', url });
  const { status, text } = await answer;
  return new Response(text, { status });
}

async function player(id: string | null): Promise<FromThread> {
  const { cutPlayer } = await import('./cut-player.ts');
  const code: PlayerCode = await cutPlayer(id, fetchOutside);
  return { type: 'player', player: code };
}

// Where it cannot be loaded, the first evaluation says so.
quickjs.then(
  () => say({ type: 'ready' }),
  () => undefined,
);

parentPort?.on('message', (message: ToThread) => {
  if (message.type === 'fetched') return fetched?.(message);
  const answer = message.type === 'evaluate' ? value(message.code, message.time) : player(message.id);
  answer.then(say, (error: unknown) =>
    say({ type: 'failed', reason: error instanceof Error ? error.message : 'it threw' }),
  );
});
