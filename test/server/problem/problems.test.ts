import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../open-server.ts';
import { expectProblem } from '../rest/checked.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ engine: { only: 'none' } });
});
afterAll(() => server.close());

const root = '/api/v1';
const url = 'https://files.example/1.bin';

/** What comes back for bytes that no client would send. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(new URL(server.address).port), '127.0.0.1', () => socket.write(bytes));
    socket.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text)).on('error', reject);
  });
}

test.each([
  ['tasks.0.recording.durations', '/tasks/batch', { tasks: [{ url, recording: { durations: 3 } }] }],
  ['colour', '/tasks', { url, colour: 'red' }],
  ['options.publicOnly', '/tasks', { url, options: { publicOnly: false } }],
  ['options.headers.0.comment', '/tasks', { url, options: { headers: [{ name: 'a', value: 'b', comment: 'c' }] } }],
  ['key', '/tasks/batch', { tasks: [{ url }], key: 'a' }],
  ['publicOnly', '/webhooks', { url, events: ['task.failed'], publicOnly: false }],
  ['ids', '/tasks/abc/pause', { ids: ['abc'] }],
])('a field that nothing reads is refused by name: %s', async (name, path, json) => {
  const answer = await server.ask('POST', `${root}${path}`, { json });
  expectProblem(answer, 'invalid-input', 400);
  expect(answer.json).toMatchObject({ detail: expect.stringMatching(name === 'ids' ? /no body/ : `${name}: `) });
});

test('so is one of the address, and a value that does not fit', async () => {
  const details = {
    'limits=3': /^limits: /,
    'limit=many': /^limit: /,
    'limit=1&limit=2': /^limit: /,
    'kinds=film': /^kinds/,
  };
  for (const [search, detail] of Object.entries(details)) {
    expectProblem(await server.ask('GET', `${root}/tasks?${search}`), 'invalid-input', 400, {
      detail: expect.stringMatching(detail),
    });
  }
  expectProblem(await server.ask('GET', `${root}/settings?a`), 'invalid-input', 400);
  expectProblem(await server.ask('GET', `${root}/tasks/nothing`), 'no-such-task', 404);
});

test('bodies that are none, of another type, or too large', async () => {
  const json = { 'content-type': 'application/json' };
  const post = (raw: string | undefined, headers: Record<string, string>, path = '/tasks') =>
    server.ask('POST', `${root}${path}`, { ...(raw === undefined ? {} : { raw }), headers });
  expectProblem(await post('{"url":', json), 'invalid-input', 400);
  expectProblem(await post('{"url":"a","__proto__":{"x":1}}', json), 'invalid-input', 400);
  expectProblem(await post('[]', json), 'invalid-input', 400);
  expectProblem(await post('null', json), 'invalid-input', 400);
  expectProblem(await post('', json), 'invalid-input', 400, { detail: expect.stringMatching(/^url: /) });
  expectProblem(await post(undefined, {}), 'invalid-input', 400, { detail: expect.stringMatching(/^url: /) });
  expectProblem(await post('url=a', { 'content-type': 'text/plain' }), 'wrong-type', 415);
  expectProblem(await post('url=a', { 'content-type': 'application/x-www-form-urlencoded' }), 'wrong-type', 415);
  const large = JSON.stringify({ text: 'x'.repeat(2_000_000) });
  expectProblem(await post(large, json), 'too-large', 413);
  expect(await post(large, json, '/links')).toMatchObject({ status: 200, json: { links: [] } });
});

test('places and methods that there are not', async () => {
  expectProblem(await server.ask('GET', `${root}/nothing`), 'no-such-place', 404);
  expectProblem(await server.ask('POST', `${root}/tasks/a/b/c`), 'no-such-place', 404);
  expectProblem(await server.ask('GET', `${root}/tasks/%zz`), 'invalid-input', 400);
  const put = await server.ask('PUT', `${root}/tasks`, { raw: 'x', headers: { 'content-type': 'text/plain' } });
  expectProblem(put, 'wrong-method', 405);
  expect(put.headers.get('allow')).toBe('GET, HEAD, PATCH, POST');
  const get = await server.ask('GET', `${root}/tasks/pause`);
  expectProblem(get, 'wrong-method', 405);
  expect(get.headers.get('allow')).toBe('POST');
  const head = await server.ask('HEAD', `${root}/tasks`);
  expect(head).toMatchObject({ status: 200, text: '' });
});

test('what is no HTTP gets a problem as well', async () => {
  const answer = await exchange('NONSENSE\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(answer).toContain('"code":"invalid-input"');
});
