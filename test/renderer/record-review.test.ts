import { describe, expect, test } from 'vitest';
import { createReviewStore } from '../../renderer/review/review-store.ts';
import { fakeEngine } from './page/fake-engine.ts';
import { recordingOf } from './page/recordings.ts';
import { completed } from './page/scenarios.ts';
import { taskOf, today } from './page/tasks.ts';

const defaults = { directory: '/home/mira/Downloads', duplicates: 'ask' as const, videoFormat: 'best' };
const playlist = 'https://live.example/index.m3u8';
const film = 'https://files.example/film.mp4';

function adds(engine: ReturnType<typeof fakeEngine>) {
  return engine.calls.filter(({ name }) => name === 'tasks.add').map(({ input }) => input);
}

test('a stream is handed over with its settings, a file without, and a file can be switched', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = createReviewStore(engine.bridge);
  await review.take(`${playlist} ${film} https://page.example/live`, defaults);
  review.switchKind('2');
  review.fill({ duration: '30', fragment: '10s', output: 'mkv' });
  expect((await review.confirm('now'))?.added.map(({ kind }) => kind)).toEqual(['stream', 'file', 'stream']);
  const recording = expect.objectContaining({ duration: 30, fragment: 10, output: 'mkv', giveUp: 600 });
  expect(adds(engine)).toEqual([
    {
      tasks: [{ url: playlist, recording }, { url: film }, { url: 'https://page.example/live', recording }],
      directory: '/home/mira/Downloads',
      start: 'now',
    },
  ]);
});

test('a link that was switched there and back is a file again', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = createReviewStore(engine.bridge);
  await review.take(film, defaults);
  review.switchKind('0');
  review.switchKind('0');
  await review.confirm('now');
  expect(adds(engine)).toMatchObject([{ tasks: [{ url: film }] }]);
});

describe('a start time', () => {
  const startAt = '2999-01-01T20:15';

  test('is for the recordings alone', async () => {
    const engine = fakeEngine([], {}, 'linux');
    const review = createReviewStore(engine.bridge);
    await review.take(`${playlist} ${film}`, defaults);
    review.fill({ startAt });
    expect((await review.confirm('now'))?.added).toHaveLength(2);
    const [files, streams] = adds(engine);
    expect(files).toEqual({ tasks: [{ url: film }], directory: '/home/mira/Downloads', start: 'now' });
    expect(streams).toMatchObject({ tasks: [{ url: playlist }], startAt: new Date(startAt).getTime() });
  });

  test('leaves what could not be handed over, and adds nothing twice', async () => {
    const engine = fakeEngine([], {}, 'linux');
    const review = createReviewStore(engine.bridge);
    await review.take(`${playlist} ${film}`, defaults);
    review.fill({ startAt });
    engine.failNext('tasks.add', { code: 'permission', message: '' });
    expect(await review.confirm('now')).toBeNull();
    expect([...(review.getState().review?.ticked ?? [])]).toEqual(['0', '1']);

    let calls = 0;
    const flaky = createReviewStore({
      ...engine.bridge,
      call: (name, input) => {
        if (name === 'tasks.add') calls += 1;
        if (calls === 2) engine.failNext('tasks.add', { code: 'permission', message: '' });
        return engine.bridge.call(name, input);
      },
    });
    await flaky.take(`${playlist} ${film}`, defaults);
    flaky.fill({ startAt });
    expect((await flaky.confirm('now'))?.added.map(({ kind }) => kind)).toEqual(['file']);
    expect([...(flaky.getState().review?.ticked ?? [])]).toEqual(['0']);
    expect(flaky.getState().review?.problem?.code).toBe('permission');
    expect((await flaky.confirm('now'))?.added.map(({ kind }) => kind)).toEqual(['stream']);
    expect(flaky.getState().review).toBeNull();
  });
});

test('what cannot be meant is not handed over, unless nothing is to be recorded', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = createReviewStore(engine.bridge);
  await review.take(`${playlist} ${film}`, defaults);
  review.fill({ duration: 'soon' });
  expect(await review.confirm('now')).toBeNull();
  expect(adds(engine)).toEqual([]);
  review.tick(['1']);
  expect((await review.confirm('now'))?.added).toHaveLength(1);
});

test('yesterday’s recording does not stand in the way of today’s, one that runs does', async () => {
  const old = { name: 'old', state: completed('/d/old.mp4', 1) };
  const at = (url: string) => ({ url });
  const tasks = [
    { ...recordingOf(1, old), ...at(playlist) },
    {
      ...recordingOf(2, { name: 'now', state: { name: 'paused', since: today } }),
      ...at('https://live.example/2.m3u8'),
    },
    taskOf(3, { ...old, url: film }),
  ];
  const review = createReviewStore(fakeEngine(tasks, {}, 'linux').bridge);
  await review.take(`${playlist} https://live.example/2.m3u8 ${film}`, defaults);
  expect([...(review.getState().review?.ticked ?? [])]).toEqual(['0']);
});
