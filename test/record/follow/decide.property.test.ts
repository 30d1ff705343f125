import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decide } from '../../../engine/record/follow/decide.ts';
import { type Memory, memoryOf } from '../../../engine/record/follow/memory.ts';
import type { PlaylistSegment } from '../../../engine/record/playlist.ts';
import { playlist, segment } from './playlists.ts';

/** Which mark tells an epoch of the server from another; without any nobody could. */
type Mark = 'names' | 'dates' | 'both';

type Step =
  | { readonly do: 'advance'; readonly by: number }
  | { readonly do: 'read' }
  | { readonly do: 'stale'; readonly back: number }
  | { readonly do: 'lost' }
  | { readonly do: 'reset'; readonly to: 'zero' | 'same'; readonly down: number }
  | { readonly do: 'restart' };

const WINDOW = 6;

interface Made {
  readonly id: string;
  readonly serverEpoch: number;
  readonly segment: PlaylistSegment;
}

/** A server with its own idea of numbers. The query tells which segment it really is; nothing may look at that. */
class Server {
  readonly #mark: Mark;
  #epoch = 0;
  #number: number;
  made: Made[] = [];
  now = 1_000_000;
  readonly shown: Made[][] = [];

  constructor(mark: Mark, start: number) {
    this.#mark = mark;
    this.#number = start;
  }

  /** @param known the last of its epochs that the client knows of */
  advance(by: number, known = this.#epoch): void {
    // A new beginning that is first seen when its numbers have passed the old ones may look like a stretch that was missed.
    if (known !== this.#epoch && this.made.length + by > 4) return;
    for (let i = 0; i < by; i += 1) {
      const id = `${this.#epoch}.${this.#number}`;
      const name = this.#mark === 'dates' ? `s${this.#number}` : `e${this.#epoch}-s${this.#number}`;
      const dateTime = this.#mark === 'names' ? null : this.now;
      this.made.push({
        id,
        serverEpoch: this.#epoch,
        segment: segment(this.#number, { url: `http://live.test/a/${name}.ts?${id}`, dateTime }),
      });
      this.#number += 1;
      this.now += 2000;
    }
    this.shown.push(this.window());
  }

  /** @param seen the last number anybody saw: a new beginning right behind it looks like a stretch that was missed */
  reset(to: 'zero' | 'same', down: number, seen: number, known: number): void {
    // A new beginning takes two looks; one that is over before them may look like a part of the next.
    if (known !== this.#epoch) return;
    this.now += down * 1000;
    this.#epoch += 1;
    this.#number = to === 'zero' ? 0 : Math.max(0, seen - WINDOW);
    this.made = [];
    this.advance(1);
  }

  window(): Made[] {
    return this.made.slice(-WINDOW);
  }
}

/** Takes what the decisions say, and holds them to what they promise. */
class Client {
  #memory: Memory | null = null;
  readonly seen: (readonly Made[])[] = [];
  readonly taken = new Map<string, number>();
  readonly #serverEpochOf = new Map<number, number>();
  #next: number | null = null;
  #last: Parameters<typeof memoryOf>[0] | null = null;

  read(list: readonly Made[], now: number): void {
    this.seen.push(list);
    const { memory, items } = decide(this.#memory, playlist(list.map((made) => made.segment)), {
      now,
      from: 'start',
      renewed: false,
      cause: 'outage',
    });
    this.#memory = memory;
    for (const item of items) {
      if (item.type === 'epoch') {
        this.#next = null;
        continue;
      }
      const { epoch, sequence } = item.type === 'take' ? item : item.missing;
      // What is taken and what is missing follow each other without holes and without overlaps.
      if (this.#next !== null) expect(sequence).toBe(this.#next);
      this.#next = sequence + (item.type === 'take' ? 1 : item.missing.count);
      if (item.type === 'missing') continue;
      const id = item.segment.url.split('?')[1] ?? '';
      expect(this.taken.has(id), `${id} taken twice`).toBe(false);
      this.taken.set(id, epoch);
      const serverEpoch = Number(id.split('.')[0]);
      expect(this.#serverEpochOf.get(epoch) ?? serverEpoch, 'epochs are not mixed').toBe(serverEpoch);
      this.#serverEpochOf.set(epoch, serverEpoch);
    }
    const known = memory?.recent.at(-1);
    if (memory !== null && known !== undefined) {
      const { epoch, last, recent } = memory;
      const stored = recent.map((one) => ({ ...one, epoch }));
      const before = memory.past.map((list, i) => list.map((one) => ({ ...one, epoch: epoch - 1 - i })));
      this.#last = {
        ...known,
        epoch,
        sequence: last,
        at: memory.movedAt,
        recent: [...before.toReversed().flat(), ...stored],
      };
    }
  }

  get serverEpoch(): number {
    return this.#serverEpochOf.get(this.#memory?.epoch ?? 0) ?? 0;
  }

  get last(): number {
    return this.#memory?.last ?? 0;
  }

  /** As after a crash: only what is on record is known. */
  restart(): void {
    if (this.#last !== null) this.#memory = memoryOf(this.#last);
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('advance' as const), by: fc.integer({ min: 1, max: 2 }) }) },
  { weight: 8, arbitrary: fc.constant({ do: 'read' } as const) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('stale' as const), back: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 2, arbitrary: fc.constant({ do: 'lost' } as const) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('reset' as const),
      to: fc.constantFrom('zero' as const, 'same' as const),
      down: fc.integer({ min: 4, max: 100 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' } as const) },
);

test('whatever arrives, each segment is taken at most once, and taken and missing are all', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Mark>('names', 'dates', 'both'),
      fc.integer({ min: 0, max: 300 }),
      fc.array(step, { minLength: 5, maxLength: 80 }),
      (mark, start, steps) => {
        const server = new Server(mark, start);
        const client = new Client();
        server.advance(4);
        client.read(server.window(), server.now);
        let cached = 0;
        for (const one of steps) {
          // A cache that nobody else gets past for long is a server that stands still.
          if (one.do === 'read') cached = 0;
          if (one.do === 'advance') server.advance(one.by, client.serverEpoch);
          else if (one.do === 'lost') server.advance(7, client.serverEpoch);
          else if (one.do === 'reset') server.reset(one.to, one.down, client.last, client.serverEpoch);
          else if (one.do === 'restart') client.restart();
          else if (one.do === 'read') client.read(server.window(), server.now);
          else if (cached < 2) {
            cached += 1;
            // Without dates, an old state that was never seen looks like a new one.
            const old = (mark === 'names' ? client.seen : server.shown).at(-1 - one.back);
            client.read(old ?? server.window(), server.now);
          }
        }
        // Once the server is left alone nothing of it is lost any more.
        const seen = server.window().map(({ id }) => id);
        for (let i = 0; i < 8; i += 1) {
          client.read(server.window(), server.now);
          server.advance(1);
          seen.push(server.made.at(-1)?.id ?? '');
        }
        client.read(server.window(), server.now);
        expect(seen.filter((id) => !client.taken.has(id))).toEqual([]);
      },
    ),
    { numRuns: 1500 },
  );
});
