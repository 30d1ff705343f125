import { z } from 'zod';
import { ask, timed } from './ask.ts';
import { listening } from './listening.ts';
import type { Served, Taken } from './process.ts';

/** Tasks that change with each request. */
const AT_ONCE = 50;
/** How often the server is asked what it takes. */
const SAMPLES = 6;
/** Milliseconds between two requests for the list meanwhile. */
const LOOK_EVERY = 50;

interface EventRun {
  readonly seconds: number;
  /** seconds of the server */
  readonly cpu: number;
  readonly batches: number;
  /** bytes that those who read have got */
  readonly bytes: number;
  readonly samples: readonly Taken[];
  /** milliseconds, of a page of 100 tasks while all this went on */
  readonly p99: number;
}

/** Has so many changes of tasks go by while some listen. */
export async function runEvents(served: Served, count: number, readers: number, idle: number): Promise<EventRun> {
  const page = z.object({ tasks: z.array(z.object({ id: z.string() })) });
  const { tasks } = page.parse(JSON.parse((await ask(served, 'GET', `/tasks?limit=${AT_ONCE}`)).toString()));
  const ids = tasks.map(({ id }) => id);
  const ears = await listening(served, readers, true);
  const deaf = await listening(served, idle, false);
  const rounds = Math.ceil(count / AT_ONCE);
  const samples = [await served.taken()];
  const looks: number[] = [];
  let over = false;
  const looking = (async () => {
    while (!over) {
      looks.push(await timed(() => ask(served, 'GET', '/tasks?limit=100')));
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  })();
  const took = await timed(async () => {
    for (let round = 0; round < rounds; round++) {
      await ask(served, 'PATCH', '/tasks', { ids, priority: (round % 21) - 10 });
      if ((round + 1) % Math.ceil(rounds / SAMPLES) === 0) samples.push(await served.taken());
    }
  });
  over = true;
  await looking;
  const last = await served.taken();
  ears.close();
  deaf.close();
  looks.sort((a, b) => a - b);
  return {
    ...{ seconds: took / 1000, cpu: last.cpu - (samples[0]?.cpu ?? 0), batches: ears.batches, bytes: ears.bytes },
    ...{ samples, p99: looks[Math.floor(looks.length * 0.99)] ?? 0 },
  };
}
