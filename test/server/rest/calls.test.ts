import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { calls } from '../../../contract/calls.ts';
import { localSettings } from '../../../contract/settings.ts';
import { task as taskSchema } from '../../../contract/task.ts';
import { callOperations } from '../../../server/rest/calls.ts';
import { reaches } from '../../engine/home.ts';
import { openTestServer, type TestServer } from '../open-server.ts';
import { Checked, expectProblem } from './checked.ts';

let server: TestServer;
let rest: Checked;
beforeAll(async () => {
  server = await openTestServer();
  rest = new Checked(server);
});
afterAll(() => server.close());

const root = '/api/v1';
let count = 0;
/** A link that no other test has. */
const link = (what = 'ok'): string => `http://fixture.example/${what}?${++count}`;

async function added(more: Record<string, unknown> = {}) {
  const answer = await rest.ask('POST', `${root}/tasks`, { json: { url: link(), start: 'paused', ...more } });
  expect(answer).toMatchObject({ status: 201 });
  return taskSchema.parse(answer.json);
}

test('a task is added, found, paused, changed, canceled and removed', async () => {
  const url = link('slow');
  const first = await rest.ask('POST', `${root}/tasks`, { json: { url, start: 'paused', directory: 'films' } });
  const task = taskSchema.parse(first.json);
  expect(first).toMatchObject({ status: 201, json: { state: { name: 'paused' }, options: { publicOnly: true } } });
  expect(first.headers.get('location')).toBe(`${root}/tasks/${task.id}`);
  expect(task.directory).toBe(join(server.downloads, 'films'));
  const path = `${root}/tasks/${task.id}`;
  expect((await rest.ask('GET', path)).json).toMatchObject({ task: { id: task.id }, artifacts: [] });
  await rest.ask('POST', `${path}/resume`);
  await reaches(server.engine, task.id, 'running');
  expect((await rest.ask('PATCH', path, { json: { priority: 3, limitRate: null } })).json).toMatchObject({
    priority: 3,
  });
  expect((await rest.ask('POST', `${path}/pause`)).json).toMatchObject({ id: task.id });
  await reaches(server.engine, task.id, 'paused');
  expect((await rest.ask('POST', `${path}/move`, { json: { to: 'top' } })).status).toBe(200);
  expectProblem(await rest.ask('POST', `${path}/stop`), 'conflict', 409);
  const search = 'states=paused&states=queued&kinds=file,video&limit=1&text=FIXTURE.example/slow&sort=created';
  expect((await rest.ask('GET', `${root}/tasks?${search}`)).json).toMatchObject({ tasks: [{ id: task.id }], total: 1 });
  expect((await rest.ask('POST', `${path}/cancel`)).status).toBe(200);
  await reaches(server.engine, task.id, 'canceled');
  expect((await rest.ask('POST', `${path}/retry`)).status).toBe(200);
  expect(await rest.ask('DELETE', `${path}?files=true`)).toMatchObject({ status: 204, text: '' });
  expectProblem(await rest.ask('GET', path), 'no-such-task', 404);
  expectProblem(await rest.ask('DELETE', path), 'no-such-task', 404);
  expectProblem(await rest.ask('POST', `${path}/pause`), 'no-such-task', 404);
});

test('a source that is there already is its task, or a conflict that names it', async () => {
  const { id, url } = await added();
  expect(await rest.ask('POST', `${root}/tasks`, { json: { url } })).toMatchObject({ status: 200, json: { id } });
  await reaches(server.engine, id, 'completed');
  const again = await rest.ask('POST', `${root}/tasks`, { json: { url } });
  expectProblem(again, 'conflict', 409, { duplicateOf: id });
  const skipped = await rest.ask('POST', `${root}/tasks`, { json: { url, duplicates: 'skip' } });
  expect(skipped).toMatchObject({ status: 200, json: { id, state: { name: 'completed' } } });
  expect(skipped.headers.get('location')).toBe(`${root}/tasks/${id}`);
});

test('many tasks at once: a group, the verbs, and what is refused of each', async () => {
  const batch = await rest.ask('POST', `${root}/tasks/batch`, {
    json: {
      tasks: [{ url: link('gate') }, { url: link('gate') }, { url: 'ftp://fixture/a' }],
      group: { url: 'http://fixture.example/list', title: 'A list' },
      start: 'paused',
    },
  });
  const { added: tasks, group, refused } = calls['tasks.add'].output.parse(batch.json);
  expect({ tasks: tasks.length, refused }).toMatchObject({ tasks: 2, refused: [{ error: { code: 'unsupported' } }] });
  const groups = await rest.ask('GET', `${root}/groups`);
  expect(groups.json).toMatchObject({ groups: [{ id: group?.id, counts: { paused: 2 } }] });
  // the id of a group is none of a task
  expectProblem(await rest.ask('POST', `${root}/tasks/${group?.id}/resume`), 'no-such-task', 404);
  const ids = [...tasks.map(({ id }) => id), 'nothing'];
  const verbs = {
    resume: {},
    pause: {},
    move: { to: 'bottom' },
    cancel: {},
    retry: {},
    stop: {},
    remove: { files: true },
  };
  for (const [verb, more] of Object.entries(verbs)) {
    const { json } = await rest.ask('POST', `${root}/tasks/${verb}`, { json: { ids, ...more } });
    expect(json).toMatchObject({ refused: expect.arrayContaining([{ id: 'nothing', error: expect.anything() }]) });
  }
  const changed = await rest.ask('PATCH', `${root}/tasks`, { json: { ids: ['nothing'], priority: 1 } });
  expect(changed.json).toMatchObject({ done: [], refused: [{ error: { code: 'no-such-task' } }] });
});

test('a recording has a ledger, and is stopped', async () => {
  const { id } = await added({ url: 'http://fixture.example/stream.m3u8?hold=60&gap=20,4,network', start: 'now' });
  await reaches(server.engine, id, 'running');
  expect((await rest.ask('POST', `${root}/tasks/${id}/stop`)).json).toMatchObject({ kind: 'stream', stopping: true });
  await reaches(server.engine, id, 'completed');
  expect((await rest.ask('GET', `${root}/tasks/${id}/ledger`)).json).toMatchObject({ version: 1, ended: true });
  const file = await added();
  expectProblem(await rest.ask('GET', `${root}/tasks/${file.id}/ledger`), 'conflict', 409);
});

test('links are found and looked at', async () => {
  const text = 'see http://fixture.example/ok?1 and https://www.youtube.com/watch?v=aqz-KE-bpKQ';
  expect((await rest.ask('POST', `${root}/links`, { json: { text } })).json).toMatchObject({
    links: [{ kind: 'file' }, { kind: 'video' }],
  });
  const look = await rest.ask('POST', `${root}/videos/look`, { json: { url: 'http://fixture.example/video?title=A' } });
  expect(look.json).toMatchObject({ kind: 'video' });
  const list = await rest.ask('POST', `${root}/videos/look`, {
    json: { url: 'http://fixture.example/list', as: 'list' },
  });
  expect(list.json).toMatchObject({ kind: 'list' });
  const more = await rest.ask('POST', `${root}/videos/more`, {
    json: { url: 'http://fixture.example/list', next: 'next' },
  });
  expect(more.json).toMatchObject({ kind: 'list' });
});

test('settings are shown and changed, but for those of this computer', async () => {
  expect((await rest.ask('PATCH', `${root}/settings`, { json: { maxActive: 7 } })).json).toMatchObject({
    maxActive: 7,
  });
  const { json } = await rest.ask('GET', `${root}/settings`);
  expect(json).toMatchObject({ maxActive: 7, downloadFolder: server.downloads });
  const before = calls['settings.get'].output.parse(json);
  for (const name of localSettings) {
    const answer = await rest.ask('PATCH', `${root}/settings`, { json: { maxActive: 8, [name]: before[name] } });
    expectProblem(answer, 'local-only', 403, { detail: name });
  }
  expect((await rest.ask('GET', `${root}/settings`)).json).toEqual(json);
});

test('what leads into the network of this computer is the setting’s to allow', async () => {
  const inside = { url: 'http://127.0.0.1/ok', start: 'paused' };
  expectProblem(await rest.ask('POST', `${root}/tasks`, { json: inside }), 'private-address', 403);
  const look = await rest.ask('POST', `${root}/videos/look`, { json: { url: 'http://router.local/video' } });
  expectProblem(look, 'private-address', 403);
  await server.engine.call('settings.set', { apiPrivateAddresses: true });
  expect((await added(inside)).options.publicOnly).toBe(false);
  await server.engine.call('settings.set', { apiPrivateAddresses: false });
});

test('files go into the download folder', async () => {
  const at = (directory: string) =>
    rest.ask('POST', `${root}/tasks`, { json: { url: link(), start: 'paused', directory } });
  expect((await at(join(server.downloads, 'deep', 'er'))).status).toBe(201);
  for (const directory of ['..', '/etc', `${server.downloads}/../data`, '../downloads-too']) {
    expectProblem(await at(directory), 'outside-folder', 403);
  }
  const many = { tasks: [{ url: link() }], directory: '/' };
  expectProblem(await rest.ask('POST', `${root}/tasks/batch`, { json: many }), 'outside-folder', 403);
});

test('the service says how it is', async () => {
  expect((await rest.ask('GET', `${root}/doctor`)).status).toBe(200);
  expect((await rest.ask('POST', `${root}/notices`)).json).toEqual({ notices: [] });
});

test('webhooks are added, tested and removed', async () => {
  const sent = { url: 'https://hooks.example/a', events: ['task.failed'] };
  const { status, json } = await rest.ask('POST', `${root}/webhooks`, { json: sent });
  expect(status).toBe(201);
  const { webhook } = calls['webhooks.add'].output.parse(json);
  expect((await rest.ask('GET', `${root}/webhooks`)).json).toMatchObject({ webhooks: [{ id: webhook.id }] });
  expect((await rest.ask('POST', `${root}/webhooks/${webhook.id}/test`)).status).toBe(200);
  expect((await rest.ask('DELETE', `${root}/webhooks/${webhook.id}`)).status).toBe(204);
});

test('the same key gives the same answer and one task', async () => {
  const headers = { 'idempotency-key': 'a key' };
  const json = { url: link(), start: 'paused' };
  const first = await rest.ask('POST', `${root}/tasks`, { json, headers });
  const again = await rest.ask('POST', `${root}/tasks`, { json, headers });
  expect(again).toMatchObject({ status: 201, json: first.json });
  expectProblem(
    await rest.ask('POST', `${root}/tasks`, { json: { ...json, url: link() }, headers }),
    'key-reused',
    422,
  );
});

test('each call was answered', () => {
  const ids = ['addTask', ...callOperations(server.engine).map(({ id }) => id)];
  expect(ids.filter((id) => !rest.done.has(id))).toEqual([]);
});
