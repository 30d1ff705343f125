import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { apiRoot } from '../../contract/routes.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Operation, operation } from '../operation/operation.ts';

/** Milliseconds in which an engine that is well answers. */
const patience = 2000;

const says = (word: string) => z.object({ status: z.literal(word) });

/** Whether the service lives, and whether it can do something; open to everybody, and so without details. */
export function healthOperations(engine: Engine): readonly Operation[] {
  const isWell = questionTo(engine);
  return [
    operation({
      id: 'getHealth',
      method: 'GET',
      path: `${apiRoot}/health`,
      tag: 'service',
      summary: 'See whether the service lives',
      isOpen: true,
      answers: { 200: { description: 'It does', schema: says('ok') } },
      problems: [],
      handle: async () => ({ status: 200, body: { status: 'ok' } }),
    }),
    operation({
      id: 'getReadiness',
      method: 'GET',
      path: `${apiRoot}/ready`,
      tag: 'service',
      summary: 'See whether the engine answers',
      isOpen: true,
      answers: {
        200: { description: 'It does', schema: says('ready') },
        503: { description: 'It does not, at least not within two seconds', schema: says('not-ready') },
      },
      problems: [],
      handle: async () =>
        (await isWell()) ? { status: 200, body: { status: 'ready' } } : { status: 503, body: { status: 'not-ready' } },
    }),
  ];
}

/** Anybody may ask as often as they like: who asks at the same time shares one question to the engine, which may hang. */
function questionTo(engine: Engine): () => Promise<boolean> {
  let asking: Promise<boolean> | undefined;
  return () => {
    asking ??= answers(engine).finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

async function answers(engine: Engine): Promise<boolean> {
  const over = new AbortController();
  const reply = await Promise.race([
    engine.call('settings.get', {}),
    wait(patience, undefined, { signal: over.signal, ref: false }).catch(() => undefined),
  ]);
  over.abort();
  return reply?.ok === true;
}
