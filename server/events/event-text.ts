import type { EventBatch } from '../../contract/events.ts';
import { eventName } from '../../contract/routes.ts';

/** Milliseconds after which a client that lost the connection asks again. */
const retry = 1000;

/** The first words to a listener: when to come back, and the number to come back with as long as nothing has happened. */
export function openingText(seq: number): string {
  return `retry: ${retry}\nid: ${seq}\n\n`;
}

/** A batch as an event (HTML section 9.2.5). JSON has no line ends of its own, so it is one line of data. */
export function batchText(batch: EventBatch): string {
  return `id: ${batch.seq}\nevent: ${eventName}\ndata: ${JSON.stringify(batch)}\n\n`;
}

/** Shows that the connection lives. `seq` has the client keep a newer number, which is no event without data. */
export function heartbeatText(seq: number | undefined): string {
  return seq === undefined ? ':\n\n' : `id: ${seq}\n\n`;
}

/** What of a batch is about one task; `undefined` when nothing is. */
export function aboutTask(batch: EventBatch, id: string): EventBatch | undefined {
  const tasks = batch.tasks.filter((task) => task.id === id);
  const progress = batch.progress.filter((delta) => delta.id === id);
  const removed = batch.removed.filter((one) => one === id);
  if (!batch.reset && tasks.length + progress.length + removed.length === 0) return undefined;
  return { seq: batch.seq, reset: batch.reset, tasks, progress, removed, groups: [], settings: null };
}
