import { expect, test, vi } from 'vitest';
import type { Task } from '../../contract/task.ts';
import { Leaving, type LeavingActions } from '../../main/leaving/leaving.ts';
import { type Needs, needsOf, noNeeds, questionOf } from '../../main/leaving/needs.ts';
import { recordingNow, recordingOf } from '../renderer/page/recordings.ts';
import { running } from '../renderer/page/scenarios.ts';
import { error, taskOf, today } from '../renderer/page/tasks.ts';

const live = recordingOf(1, { name: 'Studio 1', state: recordingNow({}) });
const late = recordingOf(2, { name: 'Sunday', state: { name: 'scheduled', startAt: today + 5000 } });
const later = recordingOf(3, { name: 'Monday', state: { name: 'scheduled', startAt: today + 9000 } });
const notLive = { why: 'live', until: today, error: error('not-live') } as const;
const again = { why: 'retry', until: today, error: error('network') } as const;

/** A way out with everything around it in memory. */
function wayOut(...tasks: Task[]) {
  let needs: Needs = needsOf(tasks);
  const told = new Set<(needs: Needs) => void>();
  const done: string[] = [];
  const actions: LeavingActions = {
    needs: async () => needs,
    watch(tell) {
      told.add(tell);
      return () => told.delete(tell);
    },
    stop: async (ids) => void done.push(`stop ${ids.length}`),
    show: () => void done.push('show'),
    hide: () => void done.push('hide'),
    unhide: () => void done.push('unhide'),
    quit: () => void done.push('quit'),
  };
  const change = (...now: Task[]) => {
    needs = needsOf(now);
    for (const tell of told) tell(needs);
  };
  return { leaving: new Leaving(actions), done, change, watchers: told };
}

test('recordings that run, begin later or are being put together are told apart', () => {
  const queued = (waiting: (Task['state'] & { name: 'queued' })['waiting']) => ({
    ...recordingOf(4, { name: 'q', state: { name: 'queued', since: today, waiting } }),
  });
  const needs = needsOf([
    live,
    late,
    queued(null),
    queued(again),
    queued(notLive),
    queued({ why: 'slot' }),
    recordingOf(5, { name: 'ending', state: recordingNow({}), stopping: true }),
    recordingOf(6, { name: 'ending', state: { name: 'finishing', since: today, step: 'assemble' } }),
    recordingOf(7, { name: 'paused', state: { name: 'paused', since: today } }),
    taskOf(8, { name: 'film.mp4', state: running(1, 1) }),
  ]);
  expect(needs.recording).toHaveLength(3);
  expect(needs.waiting).toHaveLength(3);
  expect([needs.ending, needs.busy]).toEqual([2, 4]);
});

test('the question names the only recording and the next time', () => {
  expect(questionOf(noNeeds)).toBeNull();
  expect(questionOf(needsOf([taskOf(1, { name: 'film.mp4', state: running(1, 1) })]))).toBeNull();
  expect(questionOf(needsOf([live, later, late]))).toEqual({
    ...{ recording: 1, name: 'Studio 1', waiting: 2, next: today + 5000 },
  });
  expect(questionOf(needsOf([live, live]))).toMatchObject({ recording: 2, name: null, next: null });
});

test('with nothing to miss the program ends without a word', async () => {
  const { leaving, done } = wayOut(taskOf(1, { name: 'film.mp4', state: running(1, 1) }));
  expect(leaving.request('close')).toBe(false);
  await vi.waitFor(() => expect(done).toEqual(['quit']));
  expect(leaving.request('quit')).toBe(true);
  expect(leaving.request('close')).toBe(true);
});

/** One that was asked for with a page that has taken the question. */
async function asked(...tasks: Task[]) {
  const out = wayOut(...tasks);
  const question = out.leaving.asking.next();
  expect(out.leaving.request('close')).toBe(false);
  expect(await question).toMatchObject({ recording: tasks.filter((task) => task === live).length });
  out.done.length = 0;
  return out;
}

test('staying changes nothing, and the next time it is asked again', async () => {
  const { leaving, done } = await asked(live);
  expect(leaving.request('quit')).toBe(false);
  expect(done).toEqual(['show']);
  await leaving.answer('stay');
  const again = leaving.asking.next();
  expect(leaving.request('quit')).toBe(false);
  expect(await again).toMatchObject({ name: 'Studio 1' });
});

test('in the background the window may close, and the program ends once nothing needs it', async () => {
  const { leaving, done, change } = await asked(live, late);
  await leaving.answer('background');
  expect(done).toEqual(['hide']);
  expect(leaving.isInBackground).toBe(true);
  expect(leaving.request('close')).toBe(true);
  change(late);
  change(taskOf(1, { name: 'film.mp4', state: running(1, 1) }));
  expect(done).toEqual(['hide']);
  change();
  expect(done).toEqual(['hide', 'quit']);
});

test('the window comes back from the background, and closing it asks again', async () => {
  const { leaving, done, change, watchers } = await asked(live);
  await leaving.answer('background');
  leaving.shown();
  expect(done).toEqual(['hide', 'unhide']);
  expect(watchers.size).toBe(0);
  change();
  expect(done).toEqual(['hide', 'unhide']);
  change(live);
  const question = leaving.asking.next();
  expect(leaving.request('close')).toBe(false);
  expect(await question).toMatchObject({ recording: 1 });
});

test('ending the program in the background asks in a window', async () => {
  const { leaving, done } = await asked(live);
  await leaving.answer('background');
  expect(leaving.request('quit')).toBe(false);
  await vi.waitFor(() => expect(done).toEqual(['hide', 'unhide', 'show']));
});

test('stopped recordings are put together before the program ends, unless somebody cannot wait', async () => {
  const ending = { ...live, stopping: true };
  const first = await asked(live);
  await first.leaving.answer('stop');
  first.change(ending);
  expect(first.done).toEqual(['stop 1']);
  first.change();
  expect(first.done).toEqual(['stop 1', 'quit']);

  const second = await asked(live);
  await second.leaving.answer('stop');
  second.change(ending);
  await second.leaving.answer('quit');
  expect(second.done).toEqual(['stop 1', 'quit']);

  const third = await asked(live);
  await third.leaving.answer('stop');
  await third.leaving.answer('stay');
  third.change();
  expect(third.done).toEqual(['stop 1']);
});

test('a page that does not take the question keeps nobody in', async () => {
  const { leaving, done } = wayOut(live);
  leaving.request('close');
  await vi.waitFor(() => expect(done).toEqual(['unhide', 'show']));
  leaving.request('close');
  expect(done.at(-1)).toBe('quit');

  const lost = await asked(live);
  lost.leaving.asking.lose();
  lost.leaving.request('close');
  expect(lost.done).toEqual(['quit']);
});

test('a page that is drawn anew gets the open question again', async () => {
  const { leaving } = await asked(live);
  leaving.asking.lose();
  expect(await leaving.asking.next()).toMatchObject({ recording: 1 });
});

test('nobody is asked when the platform ends the program', async () => {
  const { leaving, done } = wayOut(live);
  leaving.end();
  expect(done).toEqual(['quit']);
  expect(leaving.request('quit')).toBe(true);
});
