import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { listedArtifact, listedFragment } from '../../../server/media/task-files.ts';
import { addOne, ask, reaches, until } from '../../engine/home.ts';
import { openTestServer, type TestServer } from '../open-server.ts';

const artifacts = z.object({ artifacts: z.array(listedArtifact) });
const fragments = z.object({ fragments: z.array(listedFragment) });
let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const place = (id: string, what: string) => `/api/v1/tasks/${id}/${what}`;

test('a finished file is listed and lies where the list says', async () => {
  const { id } = await addOne(server.engine, 'http://fixture/ok/film.mp4?content=moving');
  await reaches(server.engine, id, 'completed');
  const list = artifacts.parse((await server.ask('GET', place(id, 'artifacts'))).json);
  expect(list.artifacts).toEqual([
    {
      ...{ number: 1, name: 'film.mp4', size: 6, type: 'video/mp4', verified: null },
      href: place(id, 'artifacts/1'),
    },
  ]);
  const answer = await server.ask('GET', list.artifacts[0]?.href ?? '');
  expect([answer.status, answer.text]).toEqual([200, 'moving']);
  expect((await server.ask('GET', place(id, 'fragments'))).json).toMatchObject({ code: 'conflict' });
});

test('fragments of a recording have a place once they are finished', async () => {
  const url = 'http://fixture/live.m3u8?hold=25';
  const { added } = await ask(server.engine, 'tasks.add', { tasks: [{ url, recording: { fragment: 10 } }] });
  const stream = added[0]?.id ?? '';
  const list = await until(async () => {
    const { fragments: all } = fragments.parse((await server.ask('GET', place(stream, 'fragments'))).json);
    return all.filter(({ state }) => state === 'published').length === 2 ? all : undefined;
  }, 'two fragments');
  for (const { href, size, artifact } of list.filter(({ state }) => state === 'published')) {
    expect(href).toBe(place(stream, `artifacts/${artifact}`));
    const { headers } = await server.ask('HEAD', href ?? '');
    expect(headers.get('content-length')).toBe(String(size));
  }
  for (const open of list.filter(({ state }) => state !== 'published')) {
    expect(open).toMatchObject({ name: null, artifact: null, href: null });
  }
});

test('the log of a task is its last lines', async () => {
  const { id } = await addOne(server.engine, 'http://fixture/ok/logged.mp4');
  await reaches(server.engine, id, 'completed');
  const all = await server.ask('GET', place(id, 'log'));
  expect([all.status, all.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const lines = all.text.trim().split('\n');
  expect(lines.join()).toContain('starting ok');
  const last = await server.ask('GET', place(id, 'log?lines=1'));
  expect(last.text).toBe(`${lines.at(-1)}\n`);
  expect((await server.ask('GET', place(id, 'log?lines=0'))).status).toBe(400);
});

test.each(['artifacts', 'artifacts/1', 'fragments', 'live/watch.m3u8', 'log'])(
  '%s of nobody are not there',
  async (what) => {
    const { status, json } = await server.ask('GET', place('0000000000', what));
    expect([status, json]).toMatchObject([404, { code: 'no-such-task' }]);
  },
);
