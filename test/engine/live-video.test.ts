import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import type { Task } from '../../contract/task.ts';
import { videoOptions } from '../../contract/video.ts';
import { openEngine } from '../../engine/index.ts';
import { recordingFor } from '../../engine/jobs/live-recording.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { makeHls } from '../streams/make-hls.ts';
import { complaints } from '../streams/packets.ts';
import { ask, reaches, show, testEngine, testFolder, testHost, until } from './home.ts';

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

test('what a real job process finds to be live is recorded by another one, from what its site says', async () => {
  const folder = testFolder();
  const spec = { seconds: 8, segment: 0.5, gop: 0.5, fps: '24', size: '96x64' } as const;
  const origin = new LiveOrigin(await makeHls(join(folder, 'source'), spec), { window: 6, first: 6 });
  await origin.listen();
  onTestFinished(() => origin.close());
  origin.fault('watch', { text: '<!DOCTYPE html><title>A page without a stream</title>' });
  const worker = fileURLToPath(new URL('./fixture-sites-worker.ts', import.meta.url));
  const engine = await openEngine(testHost(folder, worker));
  onTestFinished(() => engine.close());
  const url = origin.url('watch?live');
  const { added } = await ask(engine, 'tasks.add', { tasks: [{ url, video: {} }] });
  const id = added[0]?.id ?? '';
  await until(async () => {
    const { state } = await show(engine, id);
    return state.name === 'running' && (state.live?.length ?? 0) > 0 ? true : undefined;
  }, 'it records');
  expect(await ask(engine, 'videos.look', { url })).toMatchObject({ kind: 'video', live: 'live', title: 'On air' });
  origin.play(100);
  const task = await reaches(engine, id, 'completed');
  expect(task).toMatchObject({ kind: 'stream', name: 'On air' });
  const { attempts, artifacts } = await ask(engine, 'tasks.show', { id });
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['live', 'completed']);
  expect(await complaints(artifacts[0]?.path ?? '')).toBe('');
});

test('a video is compared with what is there, like any file', async () => {
  const engine = await testEngine(testFolder());
  const add = async (name: string) => {
    const tasks = [{ url: `http://fixture/ok/${name}?content=same`, video: {} }];
    const { added } = await ask(engine, 'tasks.add', { tasks, duplicates: 'ask' });
    return reaches(engine, added[0]?.id ?? '', 'completed');
  };
  const first = await add('a.mp4');
  const second = await add('b.mp4');
  const filesOf = ({ state }: Task) => (state.name === 'completed' ? state.artifacts : []);
  expect(first).toMatchObject({ kind: 'video', name: 'a.mp4' });
  expect(filesOf(second)).toMatchObject([{ sameAs: filesOf(first)[0]?.path }]);
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
