import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../../engine/engine.ts';
import { ask, reaches } from '../../engine/home.ts';
import { openTestServer, type TestServer } from '../open-server.ts';

const root = '/api/v1';
/** Under load a recording begins late. */
const patience = { timeout: 45_000 };
/** Has the engine answer no call, as one whose owner hangs. */
let isDeaf = false;
/** calls that it did not answer */
let unheard = 0;
let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({
    serve: (engine) => ({
      engine: deafWhen(() => isDeaf, engine),
      version: '1.2.3',
    }),
  });
});
afterAll(() => server.close());

function deafWhen(isOff: () => boolean, engine: Engine): Engine {
  return {
    call: (name, input) => {
      if (!isOff()) return engine.call(name, input);
      unheard++;
      return new Promise(() => undefined);
    },
    subscribe: (after, listen) => engine.subscribe(after, listen),
    close: () => engine.close(),
  };
}

const unsigned = { headers: { authorization: '' } };

/** Figures by their name and labels. */
async function figures(): Promise<Map<string, number>> {
  const { status, headers, text } = await server.ask('GET', `${root}/metrics`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

test('health and readiness are told to everybody, and nothing else is', async () => {
  expect(await server.ask('GET', `${root}/health`, unsigned)).toMatchObject({ status: 200, json: { status: 'ok' } });
  expect(await server.ask('GET', `${root}/ready`, unsigned)).toMatchObject({ status: 200, json: { status: 'ready' } });
  expect((await server.ask('GET', `${root}/metrics`, unsigned)).status).toBe(401);
  isDeaf = true;
  const [ready, health] = await Promise.all([
    server.ask('GET', `${root}/ready`, unsigned),
    server.ask('GET', `${root}/health`, unsigned),
    ...Array.from({ length: 10 }, () => server.ask('GET', `${root}/ready`, unsigned)),
  ]);
  isDeaf = false;
  // strangers may ask this, and cannot heap up questions
  expect(unheard).toBe(1);
  expect(ready).toMatchObject({ status: 503, json: { status: 'not-ready' } });
  expect(health.status).toBe(200);
});

test('what is read again is sent again only when it has changed', async () => {
  const first = await server.ask('GET', `${root}/settings`);
  const etag = first.headers.get('etag') ?? '';
  expect(etag).toMatch(/^"[^"]+"$/);
  const headers = { 'if-none-match': etag };
  expect(await server.ask('GET', `${root}/settings`, { headers })).toMatchObject({ status: 304, text: '' });
  const several = { 'if-none-match': `"other", W/${etag}` };
  expect((await server.ask('GET', `${root}/settings`, { headers: several })).status).toBe(304);
  expect((await server.ask('HEAD', `${root}/settings`, { headers })).status).toBe(304);
  expect((await server.ask('GET', `${root}/tasks/nothing`, { headers: { 'if-none-match': '*' } })).status).toBe(404);
  await ask(server.engine, 'settings.set', { retries: 3 });
  const changed = await server.ask('GET', `${root}/settings`, { headers });
  expect(changed).toMatchObject({ status: 200, json: { retries: 3 } });
  expect(changed.headers.get('etag')).not.toBe(etag);
  // nothing of that for what is done, for text and for problems
  const done = await server.ask('POST', `${root}/links`, { json: { text: '' } });
  expect(done.headers.get('etag')).toBeNull();
  expect((await server.ask('GET', `${root}/docs.css`)).headers.get('etag')).toBeNull();
});

test('figures say what there is, what runs and what was asked', async () => {
  const before = await figures();
  expect(before.get('sluice_tasks{kind="file",state="completed"}')).toBe(0);
  expect(before.get(`sluice_build_info{version="1.2.3",node="${process.version}"}`)).toBe(1);
  expect(before.get('sluice_event_listeners')).toBe(0);
  const { added } = await ask(server.engine, 'tasks.add', {
    tasks: [
      { url: 'http://fixture.example/ok?content=0123456789' },
      { url: 'http://fixture.example/a.m3u8?hold=60&gap=20,4,network' },
    ],
    group: { url: 'http://fixture.example/list', title: 'A list' },
  });
  const [file, stream] = added.map(({ id }) => id);
  await reaches(server.engine, file ?? '', 'completed');
  await reaches(server.engine, stream ?? '', 'running');
  await expect.poll(async () => (await figures()).get('sluice_recording_missing_seconds_total'), patience).toBe(4);
  const during = await figures();
  expect(Object.fromEntries(during)).toMatchObject({
    'sluice_tasks{kind="file",state="completed"}': 1,
    'sluice_tasks{kind="stream",state="running"}': 1,
    'sluice_tasks{kind="video",state="completed"}': 0,
    sluice_recordings_running: 1,
    sluice_recordings_in_outage: 0,
    sluice_recording_gaps_total: 1,
    sluice_groups: 1,
  });
  expect(during.get('sluice_stored_bytes_total')).toBeGreaterThanOrEqual(10);
  expect(during.get('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  await server.ask('GET', `${root}/tasks/nothing/ledger`);
  await server.ask('GET', `${root}/no/such/place`);
  const name = 'sluice_http_request_duration_seconds_count';
  await expect
    .poll(async () => (await figures()).get(`${name}{operation="showLedger",status="404"}`), patience)
    .toBe(1);
  const asked = [...(await figures()).keys()].filter((key) => key.startsWith(name));
  // an address that somebody makes up leaves no figure of its own
  expect(asked).toContain(`${name}{operation="none",status="404"}`);
  await ask(server.engine, 'tasks.stop', { ids: [stream ?? ''] });
});
