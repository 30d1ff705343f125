import fc from 'fast-check';
import type { Hints } from './values.ts';

/** As many of each as are remembered. */
const most = 40;

/** `finished` are tasks that have files, which those that come and go among the others may never get. */
type IdKind = 'task' | 'finished' | 'webhook';

/** What answers have told, for the requests that come: ids of what is there, and where pages go on. */
export class Known {
  readonly #texts = new Map<string, string[]>();

  /**
   * Takes in an answer.
   * @param kind of what ids in it are: what is found by one is not found by another
   */
  learn(body: unknown, kind: IdKind): void {
    if (Array.isArray(body)) for (const one of body.slice(0, most)) this.learn(one, kind);
    else if (typeof body === 'object' && body !== null) {
      for (const [name, value] of Object.entries(body)) {
        if (typeof value !== 'string') this.learn(value, kind);
        else if (name === 'next') this.#keep(name, value);
        else if (name === 'id' || name === 'task_id') this.#keep(kind, value);
      }
    }
  }

  #keep(name: string, value: string): void {
    const there = this.#texts.get(name) ?? [];
    if (there.includes(value)) return;
    this.#texts.set(name, [...there, value].slice(-most));
  }

  #any(name: string): fc.Arbitrary<string> {
    return fc.nat(most).map((at) => {
      const there = this.#texts.get(name) ?? [];
      return there[at % Math.max(1, there.length)] ?? 'zzzzzzzzzz';
    });
  }

  /** Links that lead to something that is played. */
  readonly links = links;

  /** What fields of these names may hold, besides any text. */
  get hints(): Hints {
    const id = fc.oneof(
      { arbitrary: this.#any('task'), weight: 4 },
      { arbitrary: this.#any('finished'), weight: 3 },
      { arbitrary: this.#any('webhook'), weight: 2 },
    );
    const next = this.#any('next');
    return {
      ...{ id, ids: id, task_id: id, group: id, cursor: next, next },
      ...{ url: links, playlist_url: links, text: fc.array(links, { maxLength: 5 }).map((all) => all.join(' and ')) },
      directory: fc.constantFrom('films', 'a/b', '.', '', '..', '/etc', 'x/../y', 'ä ö', 'nul\0'),
      proxy: fc.constantFrom('direct', 'http://proxy.invalid:8080', 'socks5://u:p@proxy.invalid', 'ftp://a', 'system'),
      number: fc.constantFrom(1, 2),
      'Idempotency-Key': fc.constantFrom('one', 'two', 'three'),
      file: fc.constantFrom('watch.m3u8', 'init.mp4', '../x', '%2e%2e', '1.ts'),
      recording_duration: fc.constantFrom('1h30m', '00:10:00', '600', ''),
      max_fragment_duration: fc.constantFrom('10m', '00:10:00', '60', ''),
      Range: fc.constantFrom('bytes=0-3', 'bytes=-2', 'bytes=9999999-', 'bytes=0-1,3-4', 'rows=1', 'bytes=5-1'),
      'If-Match': fc.constantFrom('*', '"a"'),
      'If-None-Match': fc.constantFrom('*', '"a"'),
      'Last-Event-ID': fc.constantFrom('0', '1', '99999999999999999'),
    };
  }
}

/** What links lead to, as far as the job processes play it; no name here is one of a real host. */
const links = fc
  .tuple(
    fc.constantFrom(
      ...[
        'ok',
        'ok',
        'slow',
        'gate',
        'fail?code=not-found',
        'fail?code=disk-full',
        'video?title=A',
        'video?age-limit',
        'video?list=3',
      ],
      ...[
        'list?list=2',
        'live.m3u8?ends=40',
        'live.m3u8?hold=60&gap=20,4,network',
        'live.m3u8?not-live',
        'crash-once',
        'video?rate-limited',
      ],
    ),
    fc.nat(30),
    fc.constantFrom(
      'http://fixture.example/',
      'https://fixture.example/',
      'http://127.0.0.1/',
      'http://user:word@fixture.example/',
      'ftp://fixture.example/',
    ),
  )
  .map(([what, number, host]) => `${host}${what}${what.includes('?') ? '&' : '?'}${number}`);
