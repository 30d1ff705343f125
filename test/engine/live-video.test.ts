import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import { videoOptions } from '../../contract/video.ts';
import { recordingFor } from '../../engine/jobs/live-recording.ts';
import { ask, reaches, show, testEngine, testFolder, until } from './home.ts';

const list = { url: 'http://fixture/list', title: 'A list' };

test('a video that is live becomes a recording of its own, and stays what it was otherwise', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const url = 'http://fixture/v?live=On%20air&ends=3';
  const options = { headers: [{ name: 'X-Secret', value: 'a' }] };
  const add = { tasks: [{ url, video: { format: '720p' }, title: 'A guess' }], group: list, options };
  const { added, group } = await ask(engine, 'tasks.add', add);
  const id = added[0]?.id ?? '';
  expect(added[0]).toMatchObject({ kind: 'video', name: 'A guess' });
  const task = await reaches(engine, id, 'completed');
  expect(task).toMatchObject({
    ...{ kind: 'stream', url, name: 'On air', group: { id: group?.id, number: 1 } },
    ...{ recording: { quality: '720p', output: 'mp4', fragment: null, duration: null } },
    ...{ options: { headerNames: ['X-Secret'] }, progress: { fraction: 1 } },
  });
  const { attempts } = await ask(engine, 'tasks.show', { id });
  expect(attempts.map(({ outcome, error }) => [outcome, error])).toEqual([
    ['live', null],
    ['completed', null],
  ]);
  expect((await ask(engine, 'groups.list', {})).groups[0]?.counts.completed).toBe(1);
  // the same wish again finds it
  const again = await ask(engine, 'tasks.add', { ...add, duplicates: 'skip' });
  expect(again.existing).toMatchObject([{ taken: 'skipped', task: { id } }]);
  await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? undefined : true), 'traces gone');
});

test('it waits for a slot among the recordings, not among the files', async () => {
  const engine = await testEngine(testFolder(), { limits: { maxActive: 1, maxRecordings: 1 } });
  const other = await ask(engine, 'tasks.add', { tasks: [{ url: 'http://fixture/a.m3u8?hold=5' }] });
  await reaches(engine, other.added[0]?.id ?? '', 'running');
  const tasks = [{ url: 'http://fixture/v?live=b&hold=5', video: {} }, { url: 'http://fixture/slow/c' }];
  const { added } = await ask(engine, 'tasks.add', { tasks });
  const [live, file] = added.map(({ id }) => id);
  await until(async () => {
    const { kind, state } = await show(engine, live ?? '');
    return kind === 'stream' && state.name === 'queued' && state.waiting?.why === 'slot' ? true : undefined;
  }, 'a recording that waits');
  await reaches(engine, file ?? '', 'running');
  await ask(engine, 'tasks.stop', { ids: other.added.map(({ id }) => id) });
  await reaches(engine, live ?? '', 'running');
  expect(await ask(engine, 'tasks.add', { tasks, start: 'paused' })).toMatchObject({
    ...{ added: [], existing: [{ task: { id: live } }, { task: { id: file } }] },
  });
});

test('what was asked of the video says how it is recorded, as far as it can', () => {
  const made = (format: string) => recordingFor(videoOptions.parse({ format }));
  const usual = recordingOptions.parse({});
  expect(made('best')).toEqual(usual);
  expect(made('137+140')).toEqual(usual);
  expect(made('1080p')).toEqual({ ...usual, quality: '1080p' });
  expect(made('smallest')).toEqual({ ...usual, quality: 'worst' });
  expect(made('audio')).toEqual({ ...usual, output: 'audio' });
});
