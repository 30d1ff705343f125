import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { task as taskSchema } from '../../../contract/task.ts';
import { type Answer, openTestServer, type TestServer } from '../open-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ engine: { only: 'none' } });
});
afterAll(() => server.close());

const root = '/api/v1';
let count = 0;
/** A link that no other test has. */
const link = (): string => `https://files.example/${++count}.bin`;

async function added(more: Record<string, unknown> = {}) {
  const answer = await server.ask('POST', `${root}/tasks`, { json: { url: link(), start: 'paused', ...more } });
  expect(answer).toMatchObject({ status: 201 });
  return taskSchema.parse(answer.json);
}

function expectProblem({ status, headers, json }: Answer, code: string, its: number, more: object = {}): void {
  expect(json).toMatchObject({ type: `urn:sluice:problem:${code}`, code, status: its, ...more });
  expect(status).toBe(its);
  expect(headers.get('content-type')).toMatch(/^application\/problem\+json/);
}

test('a task is added, found, paused, changed and removed', async () => {
  const first = await server.ask('POST', `${root}/tasks`, {
    json: { url: link(), start: 'paused', directory: 'films' },
  });
  expect(first.status).toBe(201);
  const task = taskSchema.parse(first.json);
  expect(first.headers.get('location')).toBe(`${root}/tasks/${task.id}`);
  expect(task.directory).toBe(join(server.downloads, 'films'));
  expect(task.options.publicOnly).toBe(true);
  const path = `${root}/tasks/${task.id}`;
  expect((await server.ask('GET', path)).json).toMatchObject({ task: { id: task.id }, artifacts: [] });
  expect((await server.ask('POST', `${path}/resume`)).json).toMatchObject({ id: task.id, state: { name: 'queued' } });
  expect((await server.ask('PATCH', path, { json: { priority: 3 } })).json).toMatchObject({ priority: 3 });
  expect((await server.ask('POST', `${path}/pause`)).json).toMatchObject({ state: { name: 'paused' } });
  expectProblem(await server.ask('POST', `${path}/stop`), 'conflict', 409);
  const listed = await server.ask('GET', `${root}/tasks?states=paused&kinds=file,video&limit=1&text=FILES.example`);
  expect(listed.json).toMatchObject({ tasks: [{ id: task.id }] });
  const gone = await server.ask('DELETE', `${path}?files=true`);
  expect(gone).toMatchObject({ status: 204, text: '' });
  expectProblem(await server.ask('GET', path), 'no-such-task', 404);
  expectProblem(await server.ask('DELETE', path), 'no-such-task', 404);
});

test('a source that is there already is a conflict that names its task, or its task', async () => {
  const { id, url } = await added();
  const again = { url, start: 'paused' };
  const taken = await server.ask('POST', `${root}/tasks`, { json: again });
  expect(taken).toMatchObject({ status: 200, json: { id } });
});
