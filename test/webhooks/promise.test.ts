import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeliveryJob } from '../../contract/worker-messages.ts';
import type { Host } from '../../engine/host.ts';
import { Book } from '../../engine/jobs/book.ts';
import { newTaskId } from '../../engine/jobs/task-id.ts';
import { openStore, type Store } from '../../engine/store/index.ts';
import { Deliverer } from '../../engine/webhooks/deliverer.ts';
import { newHookSecret, sealHook } from '../../engine/webhooks/hook-secrets.ts';
import { Outbox } from '../../engine/webhooks/outbox.ts';
import { delayBeforeDelivery } from '../../engine/webhooks/patience.ts';
import { ManualClock } from '../engine/clocks.ts';
import { testFolder, testHost } from '../engine/home.ts';
import { record } from '../store/records.ts';

/** Tries after which a delivery is given up. */
const triesAtMost = 8;

type Answer = 'taken' | 'taken, but nobody hears of it' | 'refused' | 'lost';

/** The deciding process with its webhooks, and receivers whose answers are told by the test. */
class World {
  readonly clock = new ManualClock();
  readonly host: Host;
  readonly hooks = ['a', 'b'];
  /** ids of tasks by webhook, as they were delivered */
  readonly delivered = new Map<string, string[]>(this.hooks.map((hook) => [hook, []]));
  /** by the id of a message: the task it speaks of, and tries that failed */
  readonly messages = new Map<string, { readonly task: string; failures: number }>();
  flights: DeliveryJob[] = [];
  #store!: Store;
  #book!: Book;
  #deliverer!: Deliverer;

  constructor() {
    this.host = { ...testHost(testFolder()), clock: this.clock };
    this.open();
    for (const id of this.hooks) {
      const sealed = sealHook({ secret: newHookSecret(), auth: null }, this.host.secrets);
      const events = ['task.completed' as const, 'task.failed' as const];
      const more = { createdAt: 0, publicOnly: id === 'b', active: true, last: null, sealed };
      this.#store.webhooks.insert({ id, url: `http://receiver.example/${id}`, events, ...more });
    }
  }

  open(): void {
    this.#store = openStore(this.host.paths, this.host.log, this.clock.now());
    const { host, clock } = this;
    const store = this.#store;
    const outbox = new Outbox({ store, clock, log: host.log });
    this.#book = new Book(store, clock);
    this.#book.tellWebhooks(outbox);
    const pool = { deliver: (job: DeliveryJob) => void this.flights.push(job), send: () => {}, free: () => {} };
    this.#deliverer = new Deliverer({ host, store, outbox, pool });
    this.#deliverer.open();
  }

  /** A task comes to an end, and it is written down, or undone. @returns its id */
  end(how: 'complete' | 'fail', kept: boolean): string {
    const task = record({ state: { name: 'resolving', since: 1 } });
    const error = { code: 'network', message: '' } as const;
    try {
      this.#book.transaction(() => {
        this.#book.add(task);
        const event = how === 'complete' ? { type: how, artifacts: [] } : { type: how, error, retryable: true };
        this.#book.move(task, event);
        if (!kept) throw new Error('the disk is full');
      });
    } catch (error) {
      if (kept) throw error;
    }
    return task.id;
  }

  answer(which: number, wish: Answer): void {
    const at = which % Math.max(1, this.flights.length);
    const [job] = this.flights.splice(at, 1);
    if (job === undefined) return;
    const hook = new URL(job.url).pathname.slice(1);
    const id = job.headers.find(({ name }) => name === 'webhook-id')?.value ?? '';
    const { data } = JSON.parse(job.body) as { data: { task: { id: string } } };
    const key = `${hook} ${id}`;
    const known = this.messages.get(key) ?? { task: data.task.id, failures: 0 };
    this.messages.set(key, known);
    expect(known.task).toBe(data.task.id);
    // one that would be given up is taken
    const answer = known.failures >= triesAtMost - 1 ? 'taken' : wish;
    if (answer !== 'taken') known.failures += 1;
    if (answer.startsWith('taken')) this.delivered.get(hook)?.push(data.task.id);
    if (answer === 'taken') {
      this.#deliverer.hear({ type: 'delivered', id: job.id, status: 204, error: null, retryAfter: null });
    } else if (answer === 'refused') {
      const error = { code: 'source-unavailable', message: '' } as const;
      this.#deliverer.hear({ type: 'delivered', id: job.id, status: 500, error, retryAfter: 60_000 });
    } else this.#deliverer.lost(job.id, 'crash');
  }

  /** The program is gone from one moment to the next, and starts again. */
  crash(): void {
    const gone = this.#store;
    this.flights = [];
    // what an earlier process still says is heard by nobody
    this.#deliverer.hear = () => true;
    gone.close();
    this.open();
  }

  waiting(): number {
    return this.hooks.reduce((sum, hook) => sum + this.#store.deliveries.count(hook), 0);
  }

  close(): void {
    this.#store.close();
  }
}

/** Everything that was asked for has been prepared and sent. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await nextTurn();
}

const step = fc.oneof(
  fc.record({
    what: fc.constant('end' as const),
    how: fc.constantFrom('complete' as const, 'fail' as const),
    kept: fc.boolean(),
  }),
  fc.record({
    what: fc.constant('answer' as const),
    which: fc.nat(3),
    answer: fc.constantFrom<Answer[]>('taken', 'taken, but nobody hears of it', 'refused', 'lost'),
  }),
  fc.record({ what: fc.constant('pass' as const), ms: fc.constantFrom(10, 6_000, 100_000) }),
  fc.record({ what: fc.constant('crash' as const) }),
);

test('whatever happens, fails and crashes, each event reaches each webhook, and none that did not happen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const world = new World();
      const happened: string[] = [];
      for (const each of steps) {
        if (each.what === 'end') {
          const id = world.end(each.how, each.kept);
          if (each.kept) happened.push(id);
        } else if (each.what === 'answer') world.answer(each.which, each.answer);
        else if (each.what === 'pass') world.clock.pass(each.ms);
        else world.crash();
        await settled();
      }
      while (world.waiting() > 0) {
        if (world.flights.length === 0) world.clock.pass(24 * 3600_000);
        world.answer(0, 'taken');
        await settled();
      }
      for (const [, tasks] of world.delivered) expect(new Set(tasks)).toEqual(new Set(happened));
      // one message an event, however often it was sent
      expect(world.messages.size).toBe(happened.length * world.hooks.length);
      world.close();
    }),
    { numRuns: 40 },
  );
});

test('what is taken at once comes in the order in which it happened, one at a time', async () => {
  const world = new World();
  const ids = Array.from({ length: 5 }, () => world.end('complete', true));
  await settled();
  while (world.flights.length > 0) {
    expect(world.flights.map(({ reach }) => reach).toSorted()).toEqual(['any', 'public']);
    for (const _ of world.hooks) world.answer(0, 'taken');
    await settled();
  }
  for (const [, tasks] of world.delivered) expect(tasks).toEqual(ids);
  world.close();
});

test('a delivery is tried for most of a day, later and later, and then given up; no sooner than the receiver asks', () => {
  const wait = (tries: number, retryAfter: number | null, random: number) =>
    delayBeforeDelivery({ tries, retryAfter, random });
  const all = Array.from({ length: triesAtMost }, (_, index) => wait(index + 1, null, 0));
  const minutes = [1 / 12, 1, 5, 30, 120, 300, 600];
  expect(all).toEqual([...minutes.map((each) => each * 60_000), undefined]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: triesAtMost - 1 }),
      fc.option(fc.nat(200 * 3600_000)),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (tries, retryAfter, random) => {
        const least = all[tries - 1] ?? 0;
        const delay = wait(tries, retryAfter, random) ?? 0;
        const asked = Math.min(retryAfter ?? 0, 24 * 3600_000);
        expect(delay).toBeGreaterThanOrEqual(Math.max(least, asked));
        expect(delay).toBeLessThanOrEqual(Math.max(least * 1.2 + 1, asked));
      },
    ),
  );
});

test('ten thousand wait for a webhook at most: the oldest go, and what nobody waits for any more goes with them', () => {
  const { paths, log, secrets } = testHost(testFolder());
  const store = openStore(paths, log, 0);
  const events = ['task.completed' as const];
  for (const id of ['a', 'b']) {
    const sealed = sealHook({ secret: newHookSecret(), auth: null }, secrets);
    const more = { createdAt: 0, publicOnly: false, active: true, last: null, sealed };
    store.webhooks.insert({ id, url: 'http://receiver.example/', events, ...more });
  }
  const put = (body: string, hooks: string[]) =>
    store.deliveries.insert({ id: newTaskId(), type: 'task.completed', body }, hooks, 1);
  store.transaction(() => {
    put('for both', ['a', 'b']);
    for (let count = 2; count < 10_100; count += 1) expect(put(String(count), ['a'])).toEqual(new Map());
  });
  expect(store.deliveries.due('a', 1)?.body).toBe('for both');
  // it is looked from time to time
  expect(put('one more', ['a'])).toEqual(new Map([['a', 100]]));
  expect(store.deliveries.count('a')).toBe(10_000);
  expect(store.deliveries.due('a', 1)?.body).toBe('101');
  expect(store.deliveries.due('b', 1)?.body).toBe('for both');
  store.close();
});
