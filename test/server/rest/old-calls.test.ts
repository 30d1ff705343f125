import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { StateName } from '../../../contract/task.ts';
import { reaches } from '../../engine/home.ts';
import { openTestServer, type Sent, type TestServer } from '../open-server.ts';
import { Checked, expectProblem } from './checked.ts';

let server: TestServer;
let rest: Checked;
beforeAll(async () => {
  server = await openTestServer();
  rest = new Checked(server);
});
afterAll(() => server.close());

const answer = z.strictObject({ task_id: z.string() });
const task = z.looseObject({ recording: z.looseObject({ duration: z.unknown(), fragment: z.unknown() }).optional() });

async function started(path: string, sent: Sent): Promise<string> {
  const { status, headers, json } = await rest.ask('POST', path, sent);
  expect(status).toBe(200);
  const { task_id: id } = answer.parse(json);
  expect(headers.get('location')).toBe(`/tasks/${id}`);
  return id;
}

async function shown(id: string) {
  const reply = await server.engine.call('tasks.show', { id });
  return reply.ok ? reply.value : undefined;
}

const stream = (playlist_url: string, recording_duration: string, max_fragment_duration: string) => ({
  ...{ playlist_url, recording_duration, max_fragment_duration },
});

test('a file is downloaded once, whoever asks again', async () => {
  const url = 'http://fixture.example/ok?content=abc';
  const id = await started('/download/file', { json: { url } });
  await reaches(server.engine, id, 'completed');
  expect(await started('/download/file', { form: { url } })).toBe(id);
  const { json } = await rest.ask('GET', `/tasks/${id}`);
  expect(json).toMatchObject({ task_id: id, state: 'SUCCESS', status: 'completed', error: null });
  expect(json).toMatchObject({ result: [{ size: 3, url: `/api/v1/tasks/${id}/artifacts/1` }] });
  expect((await server.ask('GET', `/api/v1/tasks/${id}/artifacts/1`)).text).toBe('abc');
});

test.each(['YouTube', 'youtube'])('a video is, under the name %s, from any site', async (name) => {
  const url = `http://fixture.example/ok?${name}`;
  const id = await started(`/download/${name}`, { form: { url } });
  await reaches(server.engine, id, 'completed');
  expect((await shown(id))?.task).toMatchObject({ kind: 'video', options: { publicOnly: true } });
  expect(await started(`/download/${name}`, { json: { url } })).toBe(id);
});

test('a stream is recorded with its times, as numbers or as people write them', async () => {
  const lengths = [
    [{ json: { recording_duration: 90, max_fragment_duration: 30 } }, 90, 30],
    [{ json: { recording_duration: '1h', max_fragment_duration: '00:10:00' } }, 3600, 600],
    [{ json: {} }, null, null],
    [{ form: { recording_duration: '90', max_fragment_duration: '' } }, 90, null],
    [{ form: { recording_duration: '1m30s', max_fragment_duration: '0:30' } }, 90, 30],
  ] as const;
  for (const [index, [{ ...sent }, duration, fragment]] of lengths.entries()) {
    const playlist_url = `http://fixture.example/a.m3u8?ends=1&${index}`;
    const id = await started('/download/stream', {
      ...('json' in sent ? { json: { playlist_url, ...sent.json } } : { form: { playlist_url, ...sent.form } }),
    });
    expect(task.parse((await shown(id))?.task).recording).toMatchObject({ duration, fragment });
  }
});

test('a stream that is being recorded is not recorded twice; one that was, is recorded anew', async () => {
  const form = stream('http://fixture.example/b.m3u8?hold=60', '1h', '10m');
  const id = await started('/download/stream', { form });
  await reaches(server.engine, id, 'running');
  expect(await started('/download/stream', { form })).toBe(id);
  expect((await rest.ask('GET', `/tasks/${id}`)).json).toMatchObject({ state: 'STARTED', result: null });
  await server.engine.call('tasks.stop', { ids: [id] });
  await reaches(server.engine, id, 'completed');
  expect((await rest.ask('GET', `/tasks/${id}`)).json).toMatchObject({
    state: 'SUCCESS',
    result: [{ name: 'stream part 001.mp4' }, { name: 'stream ledger.json' }],
  });
  const next = await started('/download/stream', { form });
  expect(next).not.toBe(id);
  await server.engine.call('tasks.cancel', { ids: [next] });
});

test.each<[string, StateName, string]>([
  ['gate', 'running', 'STARTED'],
  ['fail?code=forbidden&retryable=0', 'failed', 'FAILURE'],
])('http://fixture.example/%s is %s, which was %s', async (what, status, state) => {
  const id = await started('/download/file', { json: { url: `http://fixture.example/${what}` } });
  await reaches(server.engine, id, status);
  const error = status === 'failed' ? { code: 'forbidden' } : null;
  expect((await rest.ask('GET', `/tasks/${id}`)).json).toMatchObject({ status, state, result: null, error });
  if (status !== 'running') return;
  await server.engine.call('tasks.pause', { ids: [id] });
  await reaches(server.engine, id, 'paused');
  expect((await rest.ask('GET', `/tasks/${id}`)).json).toMatchObject({ status: 'paused', state: 'PENDING' });
  await server.engine.call('tasks.cancel', { ids: [id] });
  await reaches(server.engine, id, 'canceled');
  expect((await rest.ask('GET', `/tasks/${id}`)).json).toMatchObject({ status: 'canceled', state: 'REVOKED' });
});

test('what cannot be is a problem', async () => {
  const list = 'https://www.youtube.com/playlist?list=PLRqwX-V7Uu6ZiZxtDDRCi6uhfTH4FilpH';
  expectProblem(await rest.ask('POST', '/download/YouTube', { json: { url: list } }), 'is-list', 422);
  expectProblem(await rest.ask('POST', '/download/file', { form: {} }), 'invalid-input', 400);
  expectProblem(await rest.ask('POST', '/download/file', { form: { url: 'ftp://a/b' } }), 'unsupported', 422);
  const odd = { json: stream('http://fixture.example/c.m3u8', 'soon', '1') };
  const detail = expect.stringMatching(/^recording_duration: /);
  expectProblem(await rest.ask('POST', '/download/stream', odd), 'invalid-input', 400, { detail });
  expectProblem(await rest.ask('POST', '/download/file', { form: { link: 'a' } }), 'invalid-input', 400);
  expectProblem(await rest.ask('GET', '/tasks/nothing'), 'no-such-task', 404);
});
