import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';

/** What a process takes, after a collection of garbage. */
const taken = z.object({
  /** bytes */
  rss: z.number(),
  /** bytes of the heap and of buffers beside it */
  heap: z.number(),
  /** seconds since its start */
  cpu: z.number(),
});
export type Taken = z.infer<typeof taken>;

const opened = z.object({ address: z.string(), token: z.string().default('') });

/** A server in a process of its own. */
export interface Served extends z.infer<typeof opened> {
  taken(): Promise<Taken>;
  close(): Promise<void>;
}

/** Starts one of the servers of this folder. */
export async function serveApart(script: 'serve' | 'plain', argument: string): Promise<Served> {
  const child = fork(join(import.meta.dirname, `${script}.ts`), [argument], { execArgv: ['--expose-gc'] });
  const place = opened.parse(await answerOf(child));
  return {
    ...place,
    taken: async () => {
      child.send('taken');
      return taken.parse(await answerOf(child));
    },
    close: async () => {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

/** @throws Error when it ends instead */
function answerOf(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new Error('the server is gone'));
    child.once('exit', gone);
    child.once('message', (message) => {
      child.off('exit', gone);
      resolve(message);
    });
  });
}
