import type { Client } from '../client/client.ts';
import { unreachable } from './reply-of.ts';

/** Milliseconds until a list that could not be read, because nobody answered, is read again. */
const rest = 3000;

/** Reads the list again and again as long as Sluice does not answer, so that nobody has to press anything. */
export function keepTrying({ tasks, reload }: Client): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  tasks.subscribe(({ problem }) => {
    if (problem !== unreachable || timer !== null) return;
    timer = setTimeout(() => {
      timer = null;
      reload();
    }, rest);
  });
}
