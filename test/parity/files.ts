import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { digestOf } from '../servers/body.ts';
import type { FrontEnd, Wishes } from './front-end.ts';
import { codeOf, outcome, refusal } from './normal.ts';
import type { Scenario } from './scenario.ts';

const size = 300_000;
const sum = digestOf(1, size);
const whole = { size, seed: 1, etag: '"one"' };
const done = { states: ['completed'] } as const;
const isCompleted = { task: { state: { name: 'completed' } } };

/** Adds one link and waits for its end. */
async function get(
  front: FrontEnd,
  path: string,
  state: 'completed' | 'failed',
  wishes: Partial<Wishes> = {},
): Promise<string> {
  const {
    added: [id = ''],
  } = await front.add({ links: [front.origin.url(path)], ...wishes });
  await front.until(id, { states: [state] });
  return id;
}

export const fileScenarios: readonly Scenario[] = [
  {
    name: 'a file with a checksum, and the same link again: refused, skipped, kept twice',
    run: async (front) => {
      front.origin.serve('/plain.bin', whole);
      const links = [front.origin.url('/plain.bin')];
      const first = await get(front, '/plain.bin', 'completed', { checksum: `sha256:${sum}` });
      const ask = await front.add({ links, duplicates: 'ask' });
      const skip = await front.add({ links, duplicates: 'skip' });
      const second = await get(front, '/plain.bin', 'completed', { duplicates: 'keep' });
      return { first: await outcome(front, first), ask, skip, second: await outcome(front, second) };
    },
    expected: {
      first: {
        ...isCompleted,
        attempts: [{ outcome: 'completed', error: null }],
        artifacts: [{ path: 'HOME/downloads/plain.bin', size, verified: `sha256:${sum}` }],
        files: [sum],
      },
      ask: {
        added: [],
        existing: [],
        refused: [{ url: 'http://server/plain.bin', code: 'conflict', duplicateOf: 'task 1' }],
      },
      skip: { added: [], existing: [{ id: 'task 1', taken: 'skipped' }], refused: [] },
      second: {
        artifacts: [{ path: 'HOME/downloads/plain (1).bin' }],
        files: [sum],
      },
    },
  },
  {
    name: 'a wrong checksum',
    run: async (front) => {
      front.origin.serve('/wrong.bin', { ...whole, etag: '"wrong"' });
      const id = await get(front, '/wrong.bin', 'failed', { checksum: `sha256:${'0'.repeat(64)}` });
      return { ...(await outcome(front, id)), there: existsSync(join(front.downloads, 'wrong.bin')) };
    },
    expected: { task: { state: { error: { code: 'checksum-mismatch' } } }, files: [], there: false },
  },
  {
    name: 'nothing at the address; tried again once there is',
    run: async (front) => {
      const id = await get(front, '/later.bin', 'failed');
      const failed = await outcome(front, id);
      front.origin.serve('/later.bin', whole);
      const retried = await front.retry([id]);
      await front.until(id, done);
      return { failed, retried, now: await outcome(front, id) };
    },
    expected: {
      failed: { task: { state: { error: { code: 'not-found' } } } },
      retried: { refused: [] },
      now: { ...isCompleted, attempts: [{ error: { code: 'not-found' } }, { outcome: 'completed' }], files: [sum] },
    },
  },
  {
    name: 'paused on the way, and gone on with',
    run: async (front) => {
      const slow = { size: 2_000_000, seed: 2, etag: '"two"' };
      front.origin.serve('/halfway.bin', { ...slow, hang: { after: 1_000_000 } });
      const {
        added: [id = ''],
      } = await front.add({ links: [front.origin.url('/halfway.bin')] });
      await front.until(id, { states: ['running'], done: 500_000 });
      const paused = await front.pause([id]);
      await front.until(id, { states: ['paused'] });
      const { task } = await front.show(id);
      const { done: stored } = task.progress;
      front.origin.serve('/halfway.bin', slow);
      const before = front.origin.requests.length;
      const resumed = await front.resume([id]);
      await front.until(id, done);
      const sent = front.origin.requests.slice(before).reduce((all, request) => all + request.sent, 0);
      // the first half was not fetched again
      expect(sent).toBeLessThan(slow.size);
      return { paused, isPartly: stored > 0 && stored < slow.size, resumed, now: await outcome(front, id) };
    },
    expected: {
      isPartly: true,
      now: {
        ...isCompleted,
        attempts: [{ outcome: 'paused' }, { outcome: 'completed' }],
        files: [digestOf(2, 2_000_000)],
      },
    },
  },
  {
    name: 'canceled: nothing is left',
    run: async (front) => {
      front.origin.serve('/given-up.bin', { size: 2_000_000, seed: 3, hang: { after: 600_000 } });
      const {
        added: [id = ''],
      } = await front.add({ links: [front.origin.url('/given-up.bin')] });
      await front.until(id, { states: ['running'], done: 100_000 });
      const canceled = await front.cancel([id]);
      await front.until(id, { states: ['canceled'] });
      // traces go a moment after
      const unfinished = join(front.downloads, '.sluice');
      const left = () => (existsSync(unfinished) ? readdirSync(unfinished).filter((name) => name.includes(id)) : []);
      await expect.poll(left, { timeout: 15_000, message: front.name }).toEqual([]);
      const { task, attempts } = await front.show(id);
      return {
        canceled,
        state: task.state,
        attempts,
        files: readdirSync(front.downloads).filter((name) => name.startsWith('given')),
      };
    },
    expected: { state: { name: 'canceled' }, files: [] },
  },
  {
    name: 'names: its own, taken ones, and what no file may be called',
    run: async (front) => {
      const names = [
        'Ünïcode e\u0301 影片.bin',
        '🎬.bin',
        'CON.txt',
        '../outside.bin',
        `${'long '.repeat(60)}.bin`,
        '.hidden',
        'a\u0001b:c.bin',
      ];
      const links = names.map((name, index) => {
        const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
        front.origin.serve(`/named-${index}`, {
          size: 10,
          seed: index + 10,
          headers: { 'content-disposition': disposition },
        });
        return front.origin.url(`/named-${index}`);
      });
      const { added } = await front.add({ links });
      for (const id of added) await front.until(id, done);
      front.origin.serve('/one', { size: 10, seed: 30 });
      front.origin.serve('/other', { size: 10, seed: 31 });
      const one = await get(front, '/one', 'completed', { name: 'Own name 影片.bin' });
      const other = await get(front, '/other', 'completed', { name: 'Own name 影片.bin', directory: front.downloads });
      const inside = await get(front, '/one', 'completed', {
        duplicates: 'keep',
        directory: join(front.downloads, 'sub'),
      });
      const tasks = new Map((await front.list({ states: ['completed'] })).map(({ id, state }) => [id, state]));
      return [...added, one, other, inside].map((id) => tasks.get(id));
    },
    expected: [
      'Ünïcode é 影片.bin',
      '🎬.bin',
      '_CON.txt',
      'outside.bin',
      `${'long '.repeat(48)}long.bin`,
      'hidden',
      'a_b_c.bin',
      'Own name 影片.bin',
      'Own name 影片 (1).bin',
      'sub/one',
    ].map((name) => ({ artifacts: [{ path: `HOME/downloads/${name}` }] })),
  },
  {
    name: 'several links at once, of which one is none and one is of a scheme that is not taken',
    run: async (front) => {
      front.origin.serve('/several-1.bin', { size: 1000, seed: 40 });
      front.origin.serve('/several-2.bin', { size: 1000, seed: 41 });
      const links = [
        front.origin.url('/several-1.bin'),
        'nonsense',
        'ftp://127.0.0.1/a',
        front.origin.url('/several-2.bin'),
      ];
      const { added, ...rest } = await front.add({ links });
      for (const id of added) await front.until(id, done);
      const alone = [
        await refusal(front, { links: ['ftp://127.0.0.1/a'] }),
        await refusal(front, { links: ['nonsense'] }),
      ];
      return { ...rest, alone, tasks: await Promise.all(added.map((id) => outcome(front, id))) };
    },
    expected: {
      refused: [
        { url: 'nonsense', code: 'invalid-input' },
        { url: 'ftp://127.0.0.1/a', code: 'unsupported' },
      ],
      alone: ['unsupported', 'invalid-input'],
      tasks: [isCompleted, isCompleted],
    },
  },
  {
    name: 'headers, cookies and connections reach the server, and are kept to themselves',
    run: async (front) => {
      front.origin.serve('/member.bin', { size: 1000, seed: 45, cookie: 'pass=7' });
      const id = await get(front, '/member.bin', 'completed', {
        headers: [{ name: 'X-Parity', value: 'one and the same' }],
        cookies: '127.0.0.1\tFALSE\t/\tFALSE\t0\tpass\t7\n',
        connections: 2,
      });
      const sent = front.origin.requests.find(({ path }) => path === '/member.bin')?.headers;
      return { cookie: sent?.['cookie'], header: sent?.['x-parity'], ...(await outcome(front, id)) };
    },
    expected: {
      ...{ ...isCompleted, cookie: 'pass=7', header: 'one and the same' },
      task: { options: { headerNames: ['X-Parity'], cookies: true, connections: 2 } },
    },
  },
  {
    name: 'removed with the file, and without',
    run: async (front) => {
      front.origin.serve('/kept.bin', { size: 1000, seed: 50 });
      front.origin.serve('/deleted.bin', { size: 1000, seed: 51 });
      const kept = await get(front, '/kept.bin', 'completed');
      const deleted = await get(front, '/deleted.bin', 'completed');
      const results = [await front.remove([kept], false), await front.remove([deleted], true)];
      const there = ['kept.bin', 'deleted.bin'].map((name) => existsSync(join(front.downloads, name)));
      const codes = [await codeOf(front.show(kept)), await codeOf(front.show(deleted))];
      return { results, there, codes };
    },
    expected: { there: [true, false], codes: ['no-such-task', 'no-such-task'] },
  },
];
