import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Document } from '../../server/description/document.ts';
import { Client } from './contract-tester/answer.ts';
import { Judge, type Verdict } from './contract-tester/judge.ts';
import { Known } from './contract-tester/known.ts';
import { type Described, operationsIn, type Request, Requests } from './contract-tester/requests.ts';
import { Values } from './contract-tester/values.ts';
import { openTestServer, testToken } from './open-server.ts';

/*
 * Requests made from the description, right ones and wrong ones, at a server whose job processes are played. SLUICE_CONTRACT_RUNS says how many
 * of each kind every operation gets, SLUICE_CONTRACT_SEED from which number they are made.
 */
const runs = Number(process.env['SLUICE_CONTRACT_RUNS'] ?? 12);
const seed = Number(process.env['SLUICE_CONTRACT_SEED'] ?? 20_261_128);
/** Milliseconds for one operation. */
const patience = 60_000 + runs * 2000;

/** What the server could not explain: the reasons stand in its log only. */
const troubles: string[] = [];
const log = {
  debug() {},
  info() {},
  warn() {},
  error: (_: string, more?: object) => void troubles.push(JSON.stringify(more)),
};
// addresses of strangers are believed, so that each can guess a token anew
const server = await openTestServer({ serve: { log, behindProxy: true } });
const document = JSON.parse((await server.ask('GET', '/api/v1/openapi.json')).text) as Document;
const client = new Client(server.address);
const judge = await Judge.of(document, client);
const known = new Known();
const values = new Values(document.components.schemas, known.hints);
const requests = new Requests(document, values);
const counts = new Map<string, Map<number, number>>();
/** Settings last: what is set holds for what comes. */
const operations = operationsIn(document).toSorted(
  (a, b) => Number(a.path.endsWith('/settings')) - Number(b.path.endsWith('/settings')),
);

afterAll(async () => {
  client.close();
  await server.close();
  const statuses = [...counts].map(
    ([id, all]) =>
      `${id}: ${[...all]
        .toSorted()
        .map(([status, count]) => `${status} × ${count}`)
        .join(', ')}`,
  );
  const total = [...counts.values()].flatMap((all) => [...all.values()]).reduce((sum, count) => sum + count, 0);
  process.stdout.write(`contract: ${total} requests, seed ${seed}\n`);
  if (runs > 100) process.stdout.write(`${statuses.join('\n')}\n`);
});

/** What a schema cannot say of a text, and is therefore refused although it fits. */
const beyondSchemas =
  /^cursor|not a (?:link|URL)|the proxy must be|^directory: |_duration: is no length of time|clip: its end must|it is empty|no page|no list/;

let strangers = 0;

async function judged(one: Described, request: Request): Promise<Verdict> {
  strangers += 1;
  const from =
    one.operation.operationId === 'signIn'
      ? { 'x-forwarded-for': `203.0.${(strangers >> 8) % 256}.${strangers % 256}` }
      : {};
  const { authorization = `Bearer ${testToken}`, ...more } = request.headers;
  const headers = { ...(authorization === '' ? {} : { authorization }), ...from, ...more };
  const verdict = await judge.judge(one, { ...request, headers });
  const { answer } = verdict;
  const statuses = counts.get(one.operation.operationId) ?? new Map<number, number>();
  counts.set(one.operation.operationId, statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1));
  if (answer.status < 300 && answer.headers['content-type']?.startsWith('application/json') === true)
    known.learn(JSON.parse(answer.text));
  const why = `${request.method} ${request.target.slice(0, 300)} ${request.body?.slice(0, 600) ?? ''}\n${answer.status} ${answer.text.slice(0, 600)}\n${troubles.join('\n').slice(0, 2000)}`;
  expect(verdict.answered, why).toEqual([]);
  expect(answer.status, why).not.toBe(500);
  return verdict;
}

describe.each(operations.map((one) => [one.operation.operationId, one] as const))('%s', (_, one) => {
  test('what is asked as described is answered as described', { timeout: patience }, async () => {
    await fc.assert(
      fc.asyncProperty(requests.right(one), async (request) => {
        const { answer, request: lacks } = await judged(one, request);
        expect(lacks, request.target).toEqual([]);
        if (answer.status === 400)
          expect(JSON.parse(answer.text)).toMatchObject({ detail: expect.stringMatching(beyondSchemas) });
        expect([413, 415], answer.text).not.toContain(answer.status);
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
  });

  test('what is asked otherwise is refused', { timeout: patience }, async () => {
    await fc.assert(
      fc.asyncProperty(requests.wrong(one), async (request) => {
        const { answer, request: lacks } = await judged(one, request);
        if (request.isRight === undefined && lacks.length === 0) return;
        expect(answer.status, `${request.target} ${request.body ?? ''} ${lacks.join()}`).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
  });
});

/** A request made from the description, for one of many. */
function anyOf(one: Described): Request {
  const [request] = fc.sample(requests.right(one), { seed, numRuns: 1 });
  if (request === undefined) throw new Error('nothing was made');
  return request;
}

test('without the token nothing is done but what needs none', { timeout: patience }, async () => {
  for (const one of operations) {
    const request = anyOf(one);
    const { answer } = await judged(one, { ...request, headers: { ...request.headers, authorization: '' } });
    const isOpen = one.operation.security?.length === 0;
    // who signs in with a wrong token is refused as well
    if (one.operation.operationId !== 'signIn') expect(answer.status === 401, request.target).toBe(!isOpen);
  }
});

test('other methods than those described are refused by name, and HEAD is GET without a body', {
  timeout: patience,
}, async () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    const target = path.replace(/\{\w+\}/g, '1');
    const described = Object.keys(methods).map((method) => method.toUpperCase());
    const taken = [...described, ...(described.includes('GET') ? ['HEAD'] : [])];
    const headers = { authorization: `Bearer ${testToken}` };
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      if (taken.includes(method) && method !== 'HEAD') continue;
      const answer = await client.ask({ method, target, headers });
      if (!taken.includes(method)) {
        expect({ method, target, status: answer.status }).toEqual({ method, target, status: 405 });
        expect(answer.headers.allow?.split(', ').toSorted()).toEqual(taken.toSorted());
        continue;
      }
      const got = await client.ask({ method: 'GET', target, headers });
      expect(answer).toMatchObject({ status: got.status, text: '' });
      expect(answer.headers['content-type']).toBe(got.headers['content-type']);
    }
  }
});

function operationCalled(id: string): Described {
  const found = operations.find(({ operation }) => operation.operationId === id);
  if (found === undefined) throw new Error(`${id} is not described`);
  return found;
}

const steps = [
  ...['pause', 'resume', 'cancel', 'retry', 'stop', 'move', 'change'].map((verb) => `${verb}Task`),
  ...[
    'showTask',
    'showLedger',
    'listArtifacts',
    'getArtifact',
    'listFragments',
    'watchRecording',
    'readLog',
    'oldShowTask',
  ],
] as const;

test('a task is followed by what its answers name, until it is gone', { timeout: patience }, async () => {
  const add = operationCalled('addTask');
  const show = operationCalled('showTask');
  const remove = operationCalled('removeTask');
  const followed = steps.map((id) => operationCalled(id));
  const life = fc.record({
    url: known.links,
    start: fc.constantFrom('now', 'paused'),
    steps: fc.array(fc.oneof(...followed.map((one) => requests.right(one).map((request) => ({ one, request })))), {
      maxLength: 12,
    }),
  });
  const to = (id: string, request: Request): Request => ({
    ...request,
    target: request.target.replace(/\/tasks\/[^/?]+/, `/tasks/${id}`),
  });
  let begun = 0;
  await fc.assert(
    fc.asyncProperty(life, async ({ url, start, steps }) => {
      begun += 1;
      const body = JSON.stringify({ url: `${url}&life=${begun}`, start });
      const json = { 'content-type': 'application/json' };
      const added = await judged(add, { method: 'POST', target: add.path, headers: json, body, isRight: true });
      if (added.answer.status !== 201) return;
      const { id } = JSON.parse(added.answer.text) as { id: string };
      expect(added.answer.headers.location).toBe(`/api/v1/tasks/${id}`);
      for (const { one, request } of steps) {
        const { answer } = await judged(one, to(id, request));
        // it is there until it is removed: what is missing then is something of it
        if (answer.status === 404) expect(answer.text).not.toContain('no-such-task');
      }
      const bare = { headers: {}, isRight: true } as const;
      const gone = await judged(remove, { method: 'DELETE', target: `/api/v1/tasks/${id}?files=true`, ...bare });
      expect(gone.answer.status).toBe(204);
      const sought = await judged(show, { method: 'GET', target: `/api/v1/tasks/${id}`, ...bare });
      expect(sought.answer.status).toBe(404);
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
});
