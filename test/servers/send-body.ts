import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { SeenRequest } from './behaviour.ts';

const blockSize = 256 * 1024;
/** Milliseconds between two portions of a slow body. */
const beat = 25;

export interface Sending {
  /** reads `[start, end)` of the body */
  readonly read: (start: number, end: number) => Buffer;
  readonly start: number;
  readonly end: number;
  /** bytes a second */
  readonly rate: number | undefined;
  /** bytes after which it stops */
  readonly stop: { readonly after: number; readonly how: 'end' | 'reset' | 'hang' } | undefined;
}

/** Sends a body at the pace of the receiver, and stops or breaks off where it is told to. Returns when nothing more will come. */
export async function sendBody(response: ServerResponse, seen: SeenRequest, sending: Sending): Promise<void> {
  const { start, end, rate, stop } = sending;
  const limit = stop === undefined ? end : Math.min(end, start + stop.after);
  const step = rate === undefined ? blockSize : Math.max(1, Math.ceil((rate * beat) / 1000));
  const began = performance.now();
  for (let at = start; at < limit && !response.destroyed; ) {
    const next = Math.min(limit, at + step);
    const flows = response.write(sending.read(at, next));
    seen.sent += next - at;
    at = next;
    if (!flows) await settled(response);
    const due = rate === undefined ? 0 : began + ((at - start) / rate) * 1000 - performance.now();
    if (due > 0) await wait(due);
  }
  if (stop !== undefined) await breakOff(response, stop.how);
  else response.end();
}

/** Waits until there is room in the connection, or it is gone. */
async function settled(response: ServerResponse): Promise<void> {
  if (response.destroyed) return;
  const done = new AbortController();
  const options = { signal: done.signal };
  await Promise.race([once(response, 'drain', options), once(response, 'close', options)]).catch(() => undefined);
  done.abort();
}

async function breakOff(response: ServerResponse, how: 'end' | 'reset' | 'hang'): Promise<void> {
  const { socket } = response;
  if (how === 'hang' || socket === null) return;
  // What was written goes out first: a reset throws away what still waits in this process.
  await new Promise<void>((sent) => socket.write('', () => sent()));
  if (how === 'end') socket.end();
  else socket.resetAndDestroy();
}
