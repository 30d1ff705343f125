import { ask, timed } from './ask.ts';
import type { Served } from './process.ts';

/** Tasks that do not run. */
const start = 'paused';
let links = 0;

function link(): string {
  return `http://files.example/folder/a file ${++links}.mkv`;
}

/** Adds tasks by a request each; milliseconds. */
export function addOneByOne(served: Served, count: number, connections: number): Promise<number> {
  let left = count;
  const one = async (): Promise<void> => {
    while (left-- > 0) await ask(served, 'POST', '/tasks', { url: link(), start });
  };
  return timed(() => Promise.all(Array.from({ length: connections }, one)));
}

/** Adds tasks by requests for so many each; milliseconds. */
export function addMany(served: Served, count: number, each: number): Promise<number> {
  return timed(async () => {
    for (let left = count; left > 0; left -= each) {
      const tasks = Array.from({ length: Math.min(each, left) }, () => ({ url: link() }));
      await ask(served, 'POST', '/tasks/batch', { tasks, start });
    }
  });
}
