import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { ask } from '../../engine/home.ts';
import { type Origin, startOrigin } from '../../servers/faulty-server.ts';
import { type TemporaryStandIn, temporaryStandIn } from '../../stand-in/temporary.ts';
import { LiveOrigin } from '../../streams/live-origin.ts';
import { makeHls } from '../../streams/make-hls.ts';
import { openTestServer, type TestServer } from '../open-server.ts';
import { Curl, type Curled } from './curl.ts';

/*
 * A person at a terminal, with curl, and job processes that really fetch: nothing here is played. With SLUICE_TRANSCRIPT=file, what
 * was said is written there.
 */

let server: TestServer;
let origin: Origin;
let live: LiveOrigin;
let standIn: TemporaryStandIn;
let curl: Curl;
const root = '/api/v1';
const certificates = process.env['NODE_EXTRA_CA_CERTS'];

beforeAll(async () => {
  [origin, standIn] = await Promise.all([startOrigin(), temporaryStandIn()]);
  // job processes trust whom this process was told to
  process.env['NODE_EXTRA_CA_CERTS'] = standIn.ca;
  server = await openTestServer({ worker: fileURLToPath(new URL('../../../worker/index.ts', import.meta.url)) });
  const stream = await makeHls(join(server.folder, 'stream'), { seconds: 8, segment: 1, gop: 1, size: '96x64' });
  live = new LiveOrigin(stream, { window: 8 });
  await live.listen();
  live.end();
  // everything here is on this computer
  await ask(server.engine, 'settings.set', { apiPrivateAddresses: true, proxy: 'direct' });
  const names = {
    $FILES: origin.url('/').slice(0, -1),
    $LIVE: live.url('').slice(0, -1),
    $DOWNLOADS: server.downloads,
  };
  curl = new Curl(server, names);
});
afterAll(async () => {
  if (certificates === undefined) delete process.env['NODE_EXTRA_CA_CERTS'];
  else process.env['NODE_EXTRA_CA_CERTS'] = certificates;
  await server.close();
  await Promise.all([origin.close(), live.close(), standIn.close()]);
});

const idOf = ({ json }: Curled): string => z.looseObject({ id: z.string() }).parse(json).id;
const oldIdOf = ({ status, json }: Curled): string => {
  expect(status).toBe(200);
  return z.strictObject({ task_id: z.string() }).parse(json).task_id;
};
const json = (value: unknown): string[] => ['-H', 'Content-Type: application/json', '-d', JSON.stringify(value)];
const form = (fields: Record<string, string>): string[] =>
  Object.entries(fields).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`]);

/** Job processes that fetch, join and resolve take their time on a busy machine. */
const timeout = 180_000;

test('the whole life of a task', { timeout }, async () => {
  origin.serve('/film.bin', { size: 3_000_000, seed: 7, etag: '"one"', rate: 1_000_000 });
  const url = origin.url('/film.bin');
  curl.say('Without the token there is nothing but health');
  expect(await curl.plain(`${root}/health`)).toMatchObject({ status: 200, json: { status: 'ok' } });
  expect(await curl.plain(`${root}/tasks`)).toMatchObject({ status: 401, json: { code: 'sign-in' } });

  curl.say('A slip in a name is told');
  const slip = await curl.ask(`${root}/tasks`, ...json({ url, directry: 'films' }));
  expect(slip).toMatchObject({ status: 400, json: { code: 'invalid-input' } });

  curl.say('A task is added');
  const added = await curl.ask(`${root}/tasks`, ...json({ url, directory: 'films' }));
  expect(added.status).toBe(201);
  const id = idOf(added);
  const path = `${root}/tasks/${id}`;
  expect(added.headers.get('location')).toBe(path);
  await curl.until(path, { task: { state: { name: 'running' } } });

  curl.say('It is paused, and goes on');
  expect((await curl.ask(`${path}/pause`, '-X', 'POST')).status).toBe(200);
  await curl.until(path, { task: { state: { name: 'paused' } } });
  expect((await curl.ask(path, '-X', 'PATCH', ...json({ priority: 5 }))).json).toMatchObject({ priority: 5 });
  origin.serve('/film.bin', { size: 3_000_000, seed: 7, etag: '"one"' });
  expect((await curl.ask(`${path}/resume`, '-X', 'POST')).status).toBe(200);
  await curl.until(path, { task: { state: { name: 'completed' } } });
  expect((await curl.ask(`${root}/tasks?states=completed&limit=10`)).json).toMatchObject({ tasks: [{ id }], total: 1 });

  curl.say('Its file comes over the network too, whole or in part');
  expect((await curl.ask(`${path}/artifacts`)).json).toMatchObject({
    artifacts: [{ name: 'film.bin', size: 3_000_000 }],
  });
  const part = await curl.ask(`${path}/artifacts/1`, '-r', '0-9');
  expect(part).toMatchObject({ status: 206 });
  expect(part.headers.get('content-range')).toBe('bytes 0-9/3000000');

  curl.say('The same link again is a conflict that says with what');
  expect(await curl.ask(`${root}/tasks`, ...json({ url, directory: 'films' }))).toMatchObject({
    ...{ status: 409, json: { code: 'conflict', duplicateOf: id } },
  });

  curl.say('It is removed with its file');
  const file = join(server.downloads, 'films', 'film.bin');
  expect(statSync(file).size).toBe(3_000_000);
  expect((await curl.ask(`${path}?files=true`, '-X', 'DELETE')).status).toBe(204);
  expect(existsSync(file)).toBe(false);
  expect(await curl.ask(path)).toMatchObject({ status: 404, json: { code: 'no-such-task' } });
});

test('the old calls, with JSON and with forms', { timeout }, async () => {
  origin.serve('/song.bin', { size: 100_000, seed: 3 });
  curl.say('A file');
  const file = { url: origin.url('/song.bin') };
  const fileId = oldIdOf(await curl.ask('/download/file', ...json(file)));
  expect(oldIdOf(await curl.ask('/download/file', ...form(file)))).toBe(fileId);
  await curl.until(`/tasks/${fileId}`, { state: 'SUCCESS', result: [{ name: 'song.bin', size: 100_000 }] });

  curl.say('A stream, for a time and in fragments');
  const stream = (lengths: object) => ({ playlist_url: live.url(), ...lengths });
  const times = { recording_duration: 4, max_fragment_duration: 2 };
  const streamId = oldIdOf(await curl.ask('/download/stream', ...json(stream(times))));
  await curl.until(`/tasks/${streamId}`, { state: 'SUCCESS', status: 'completed', error: null });
  const people = { playlist_url: live.url(), recording_duration: '00:00:04', max_fragment_duration: '2s' };
  const again = oldIdOf(await curl.ask('/download/stream', ...form(people)));
  expect(again).not.toBe(streamId);

  curl.say('A video, under both names');
  await ask(server.engine, 'settings.set', { proxy: standIn.proxy });
  const video = { url: 'https://www.youtube.com/watch?v=shortDirect' };
  const videoId = oldIdOf(await curl.ask('/download/YouTube', ...json(video)));
  expect(oldIdOf(await curl.ask('/download/youtube', ...form(video)))).toBe(videoId);
  await curl.until(`/tasks/${videoId}`, {
    state: 'SUCCESS',
    result: [{ name: expect.stringContaining('Short bars') }],
  });
  const list = { url: 'https://www.youtube.com/playlist?list=PLsmallListOf5' };
  expect(await curl.ask('/download/YouTube', ...form(list))).toMatchObject({ status: 422, json: { code: 'is-list' } });
});
