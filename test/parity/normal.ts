import { createHash } from 'node:crypto';
import { Failure } from '../../contract/errors.ts';
import type { FrontEnd, Wishes } from './front-end.ts';

/** Milliseconds since the epoch are larger, and nothing else here is. */
const firstMoment = 1_500_000_000_000;
/** What is another one each time, and of no matter. */
const passing = new Set(['position', 'worker', 'log', 'seq']);

/** A result without what differs from one home, one moment and one process to another. */
export function normal(front: Pick<FrontEnd, 'home' | 'ids'>, value: unknown): unknown {
  const names = new Map(front.ids.map((id, index) => [id, `task ${index + 1}`]));
  const text = (given: string): string =>
    names.get(given) ??
    given
      .replaceAll(front.home, 'HOME')
      .replace(/http:\/\/127\.0\.0\.1:\d+/g, 'http://server')
      .replace(/\d{4}-\d\d-\d\d \d\d-\d\d-\d\d/g, 'MOMENT')
      .replace(/\b[0-9a-hjkmnp-tv-z]{10}\b/g, (id) => names.get(id) ?? id);
  const of = (given: unknown): unknown => {
    if (typeof given === 'string') return text(given);
    if (typeof given === 'number') return given > firstMoment ? 'MOMENT' : given;
    if (Array.isArray(given)) return given.map(of);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(
      Object.entries(given).flatMap(([key, each]) => (passing.has(key) ? [] : [[key, of(each)]])),
    );
  };
  return of(value);
}

/** Everything there is to know of a task, and digests of its files. */
export async function outcome(front: FrontEnd, id: string) {
  const details = await front.show(id);
  const files: string[] = [];
  for (const [index, { path }] of details.artifacts.entries())
    files.push(digest(await front.bytes(id, index + 1, path)));
  return { ...details, files };
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The code of what goes wrong, and nothing else of it: what details say is about the way in which it was asked for. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'done';
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}

/** How adding fails: as a whole, link by link, or when its turn comes. */
export async function refusal(front: FrontEnd, wishes: Wishes): Promise<string> {
  return codeOf(
    (async () => {
      const {
        added: [id],
        refused: [first],
      } = await front.add(wishes);
      if (first !== undefined) throw new Failure(first.code);
      if (id === undefined) return;
      await front.until(id, { states: ['completed', 'failed'] });
      const { state } = (await front.show(id)).task;
      if (state.name === 'failed') throw new Failure(state.error.code);
    })(),
  );
}
