import { expect, test } from 'vitest';
import type { LookJob, ToWorker } from '../../contract/worker-messages.ts';
import { Lookups } from '../../engine/jobs/lookups.ts';
import { ManualClock } from './clocks.ts';

function job(id: string): LookJob {
  return {
    ...{ id, url: 'https://site.example/v', as: 'video', next: null, headers: [], auth: null, cookies: null },
    ...{ resolving: { resolver: 'auto', ytDlp: '', clients: [] }, proxy: 'direct', reach: 'any', idleTimeout: 30 },
  };
}

test('a look that takes too long is ended, and makes room for the next', async () => {
  const clock = new ManualClock();
  const given: string[] = [];
  const sent: ToWorker[] = [];
  const freed: string[] = [];
  const lookups = new Lookups({
    clock,
    pool: {
      look: ({ id }) => given.push(id),
      send: (_, message) => sent.push(message),
      free: (id) => freed.push(id),
    },
  });
  const answers = ['a', 'b', 'c', 'd', 'e'].map((id) => lookups.look(job(id)).then(String, (error) => error.code));
  expect(given).toEqual(['a', 'b', 'c', 'd']);
  clock.pass(120_000);
  expect(await Promise.all(answers.slice(0, 4))).toEqual(Array(4).fill('timeout'));
  expect(sent).toEqual(['a', 'b', 'c', 'd'].map((id) => ({ type: 'stop', id, keep: false, paused: false })));
  expect(freed).toEqual(['a', 'b', 'c', 'd']);
  expect(given).toEqual(['a', 'b', 'c', 'd', 'e']);
  lookups.close();
  expect(await answers[4]).toBe('canceled');
  expect(clock.pending).toBe(0);
});

test('no more wait than anybody could want', async () => {
  const given: string[] = [];
  const pool = { look: ({ id }: LookJob) => given.push(id), send: () => {}, free: () => {} };
  const lookups = new Lookups({ clock: new ManualClock(), pool });
  const answers = Array.from({ length: 1005 }, (_, at) =>
    lookups.look(job(String(at))).then(String, (error) => error.code),
  );
  expect(await answers[1004]).toBe('rate-limited');
  expect(given).toHaveLength(4);
  lookups.close();
  expect(new Set(await Promise.all(answers.slice(0, 1004)))).toEqual(new Set(['canceled']));
});
