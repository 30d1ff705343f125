import { once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EventBatch } from '../../../contract/events.ts';
import { defaultSettings } from '../../../contract/settings.ts';
import type { Task } from '../../../contract/task.ts';
import { EventHub } from '../../../engine/events/hub.ts';
import { createLog } from '../../../engine/log/lines.ts';
import { viewOf } from '../../../engine/store/record.ts';
import { Listeners, type ListenerTimes } from '../../../server/events/listeners.ts';
import { ManualClock } from '../../engine/clocks.ts';
import { until } from '../../engine/home.ts';
import { record } from '../../store/records.ts';
import { type Ear, Knowledge, listen } from './listen.ts';

/** Enough that the buffers of the system cannot hold many batches of them. */
const tasks = new Map<string, Task>();
for (let index = 0; index < 300; index++) {
  const task = viewOf(record({ url: `http://a.example/${'x'.repeat(4000)}` }));
  tasks.set(task.id, task);
}

let clock: ManualClock;
let hub: EventHub;
/** of the engine: those that last, and what was made for them */
let engine: { subscriptions: number; batches: number };
let close: () => void;
let address: string;
/** the newest subscription hears of a batch that no engine has made */
let tell: (batch: EventBatch) => void;
/** somebody was to listen who had left */
let gone = false;

/** Real connections to a made-up world whose time passes when it is told to. */
async function open(times?: ListenerTimes): Promise<Listeners> {
  clock = new ManualClock();
  const counted = { subscriptions: 0, batches: 0 };
  engine = counted;
  hub = new EventHub(
    clock,
    createLog({ write: () => undefined }, () => 0, false),
    {
      task: (id) => tasks.get(id),
      progress: () => undefined,
      group: () => undefined,
      settings: () => defaultSettings('/dl'),
    },
  );
  const source = {
    subscribe: (after: number, hear: (batch: EventBatch) => void) => {
      counted.subscriptions++;
      tell = hear;
      const end = hub.subscribe(after, (batch) => {
        counted.batches++;
        hear(batch);
      });
      let over = false;
      return () => {
        if (!over) counted.subscriptions--;
        over = true;
        end();
      };
    },
  };
  const listeners = new Listeners(source, times);
  const server = createServer((request, response) => {
    const after = Number(new URL(request.url ?? '', 'http://x').searchParams.get('after'));
    if (request.url === '/gone') {
      response.once('close', () => {
        listeners.open(response, hub.seq, undefined);
        gone = true;
      });
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    listeners.open(response, after, undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => {
    listeners.close();
    server.close();
    server.closeAllConnections();
  };
  return listeners;
}

let listeners: Listeners;
beforeEach(async () => {
  listeners = await open();
});
afterEach(() => close());

const hear = () => listen({ address }, { query: `?after=${hub.seq}` });

/** All tasks change, and a batch of them goes out. */
function changeAll(): void {
  for (const id of tasks.keys()) hub.changed(id, 'task');
  clock.pass(100);
}

/** Has things happen until the buffers on the way are full, so that nobody is told any more. */
async function flood(): Promise<void> {
  let silent = 0;
  await until(() => {
    changeAll();
    silent = engine.subscriptions === 0 ? silent + 1 : 0;
    return silent === 8 || undefined;
  }, 'full buffers');
}

test('who left before it came to that does not count', async () => {
  const request = get(`${address}/gone`).on('error', () => {});
  request.on('socket', (socket) => socket.on('connect', () => setImmediate(() => request.destroy())));
  await until(() => gone || undefined, 'it is opened');
  expect([listeners.count, engine.subscriptions]).toEqual([0, 0]);
});

test('who listens hears of an engine that counts from a lower number, and of what comes after that', async () => {
  const ear = await hear();
  changeAll();
  await until(() => ear.batches.length > 0 || undefined, 'the first batch');
  const nothing = { tasks: [], progress: [], removed: [], groups: [], settings: null };
  for (const seq of [7, 8]) tell({ ...nothing, seq, reset: seq === 7 });
  await until(() => ear.last() === '8' || undefined, 'the second of them');
  expect(ear.batches.slice(1)).toMatchObject([
    { seq: 7, reset: true },
    { seq: 8, reset: false },
  ]);
});

test('who comes when it has closed is not held', async () => {
  listeners.close();
  await (await hear()).closed;
});

test('who does not read is told nothing more, and catches up once it reads', async () => {
  const ear = await hear();
  ear.response.pause();
  await flood();
  const told = engine.batches;
  for (let round = 0; round < 20; round++) changeAll();
  expect([engine.subscriptions, engine.batches, clock.pending]).toEqual([0, told, 0]);
  ear.response.resume();
  await until(() => {
    clock.pass(100);
    return ear.batches.at(-1)?.seq === hub.seq || undefined;
  }, 'the newest');
  expect(ear.batches.length).toBeLessThan(told + 5);
  const known = new Knowledge();
  for (const batch of ear.batches) known.take(batch);
  expect([known.reset, known.tasks.size]).toEqual([false, tasks.size]);
});

test('who reads is not held up by those who do not, and shares one subscription', async () => {
  const idle = await Promise.all(Array.from({ length: 5 }, hear));
  for (const ear of idle) ear.response.pause();
  await flood();
  const ears = await Promise.all(Array.from({ length: 5 }, hear));
  const isTold = (ear: Ear) => ear.batches.at(-1)?.seq === hub.seq;
  for (let round = 0; round < 3; round++) {
    changeAll();
    await until(() => {
      clock.pass(100);
      return ears.every(isTold) || undefined;
    }, 'all are told');
  }
  expect(engine.subscriptions).toBe(1);
  expect(listeners.count).toBe(10);
  for (const { batches } of ears) {
    const numbers = batches.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  }
});

test('who takes nothing for too long is let go, and who is silent because nothing happens is not', async () => {
  close();
  listeners = await open({ heartbeat: 20, patience: 100 });
  const stuck = await hear();
  stuck.response.pause();
  await flood();
  const quiet = await hear();
  await until(() => listeners.count === 1 || undefined, 'it is let go');
  stuck.response.resume();
  await stuck.closed;
  expect(stuck.response.complete).toBe(false);
  await until(() => quiet.text().split(':\n\n').length > 5 || undefined, 'signs of life');
  expect(quiet.response.closed).toBe(false);
});
