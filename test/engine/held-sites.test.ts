import { expect, test } from 'vitest';
import { videoOptions } from '../../contract/video.ts';
import type { Engine } from '../../engine/engine.ts';
import { fastClock } from './clocks.ts';
import { addOne, ask, reaches, show, testEngine, testFolder, until } from './home.ts';

const video = videoOptions.parse({});
const perHost = 2;

/** A list of videos of one site that all end in the same way. */
async function addVideos(engine: Engine, length: number, query: string): Promise<{ ids: string[]; group: string }> {
  const tasks = Array.from({ length }, (_, at) => ({
    ...{ url: `http://fixture/fail/v${at + 1}?${query}`, number: at + 1, title: `Video ${at + 1}`, video },
  }));
  const list = { url: 'http://fixture/list', title: 'A list' };
  const { added, group } = await ask(engine, 'tasks.add', { tasks, group: list });
  return { ids: added.map(({ id }) => id), group: group?.id ?? '' };
}

async function untilHeld(engine: Engine, group: string, failed: number): Promise<void> {
  await until(async () => {
    const found = (await ask(engine, 'groups.list', {})).groups.find(({ id }) => id === group);
    return found?.counts.failed === failed && found.counts.active === 0 ? true : undefined;
  }, `${failed} failed`);
}

test('a site that takes Sluice for a robot is not asked for the rest of the list', async () => {
  const engine = await testEngine(testFolder(), { limits: { maxPerHost: perHost } });
  const { ids, group } = await addVideos(engine, 40, 'code=bot-check');
  await untilHeld(engine, group, perHost);
  const rest = await Promise.all(ids.slice(perHost).map((id) => ask(engine, 'tasks.show', { id })));
  const error = expect.objectContaining({ code: 'bot-check' });
  for (const { task, attempts } of rest) {
    expect(attempts).toEqual([]);
    expect(task.state).toMatchObject({ name: 'queued', waiting: { why: 'site', error } });
  }
  const times = rest.map(({ task: { state } }) =>
    state.name === 'queued' && state.waiting?.why === 'site' ? state.waiting.until : 0,
  );
  // one goes ahead, to see whether the site answers again
  expect(new Set(times.slice(1)).size).toBe(1);
  expect(times[0]).toBeLessThan(times[1] ?? 0);

  // a file of the same host is no question to the site
  const file = await addOne(engine, 'http://fixture/ok/a.bin');
  await reaches(engine, file.id, 'completed');
});

test('of those that were turned away and those that wait, one goes ahead', async () => {
  const engine = await testEngine(testFolder(), { limits: { maxPerHost: perHost } });
  const { ids } = await addVideos(engine, 12, 'code=rate-limited&retryable=1');
  const untils = await until(async () => {
    const tasks = await Promise.all(ids.map((id) => show(engine, id)));
    const waits = tasks.flatMap(({ state }) =>
      state.name === 'queued' && state.waiting !== null ? [state.waiting] : [],
    );
    return waits.length === ids.length ? waits.map((wait) => ('until' in wait ? wait.until : 0)) : undefined;
  }, 'all wait');
  expect(untils.filter((at) => at === Math.min(...untils))).toHaveLength(1);
});

test('what is added while a site is left alone waits as soon as it is turned away', async () => {
  const engine = await testEngine(testFolder(), { limits: { maxPerHost: perHost } });
  const { group } = await addVideos(engine, 5, 'code=bot-check');
  await untilHeld(engine, group, perHost);
  await addVideos(engine, 40, 'code=bot-check&again');
  await untilHeld(engine, group, 2 * perHost);
});

test('somebody who wants it tried at once is heard', async () => {
  const engine = await testEngine(testFolder(), { limits: { maxPerHost: perHost } });
  const { ids, group } = await addVideos(engine, 5, 'code=bot-check');
  await untilHeld(engine, group, perHost);
  const last = ids.at(-1) ?? '';
  await ask(engine, 'tasks.retry', { ids: [last] });
  await reaches(engine, last, 'failed');
});

test('videos of a site that asks to come back later are all had in the end', async () => {
  const engine = await testEngine(testFolder(), {}, { clock: fastClock(20) });
  const { ids } = await addVideos(engine, 6, 'code=rate-limited&retryable=1&times=1');
  for (const id of ids) expect((await reaches(engine, id, 'completed')).state.name).toBe('completed');
});
