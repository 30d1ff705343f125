import { type IpcRendererEvent, ipcRenderer } from 'electron';
import type { EventBatch } from '../contract/events.ts';

let lastId = 0;

/** Hears of batches after number `after`; the result ends it. */
export function onEvents(after: number, listen: (batch: EventBatch) => void): () => void {
  lastId += 1;
  const id = lastId;
  const hear = (_event: IpcRendererEvent, of: number, batch: EventBatch): void => {
    if (of === id) listen(batch);
  };
  ipcRenderer.on('events', hear);
  ipcRenderer.send('subscribe', id, after);
  return () => {
    ipcRenderer.off('events', hear);
    ipcRenderer.send('unsubscribe', id);
  };
}
