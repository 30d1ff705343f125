import type { EventBatch } from '../../contract/events.ts';
import type { Engine } from '../../engine/engine.ts';
import { type Needs, readNeeds } from './needs.ts';

/** Tells what needs the program, now and whenever a task may have changed that, until the result is called. */
export function watchNeeds(engine: Engine, tell: (needs: Needs) => void): () => void {
  let over = false;
  let reading = false;
  let again = false;
  let unsubscribe = (): void => undefined;
  const read = async (): Promise<void> => {
    again = reading;
    if (reading) return;
    reading = true;
    const needs = await readNeeds(engine);
    reading = false;
    if (over) return;
    if (again) return void read();
    tell(needs);
  };
  void (async () => {
    const list = await engine.call('tasks.list', { limit: 1 });
    if (over || !list.ok) return;
    unsubscribe = engine.subscribe(list.value.seq, (batch) => {
      if (matters(batch)) void read();
    });
    void read();
  })();
  return () => {
    over = true;
    unsubscribe();
  };
}

function matters({ reset, tasks, removed }: EventBatch): boolean {
  return reset || tasks.length > 0 || removed.length > 0;
}
