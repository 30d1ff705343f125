import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { Answer } from './contract-tester/answer.ts';
import { Asking } from './contract-tester/asking.ts';
import { Judge } from './contract-tester/judge.ts';
import { type Described, operationsIn, type Request, Requests } from './contract-tester/requests.ts';
import { Values } from './contract-tester/values.ts';
import { testToken } from './open-server.ts';

/*
 * Requests made from the description, right ones and wrong ones, at a server whose job processes are played. SLUICE_CONTRACT_RUNS says how many
 * of each kind every operation gets, SLUICE_CONTRACT_SEED from which number they are made.
 */
const runs = Number(process.env['SLUICE_CONTRACT_RUNS'] ?? 12);
const seed = Number(process.env['SLUICE_CONTRACT_SEED'] ?? 20_261_128);
/** Milliseconds for one operation. */
const patience = 60_000 + runs * 2000;

const asking = await Asking.open();
const { document, client, known } = asking;
const values = new Values(document.components.schemas, known.hints);
const requests = new Requests(document, values);
/** What takes away comes late, and settings last: what is set holds for what comes. */
const operations = operationsIn(document).toSorted((a, b) => lateness(a) - lateness(b));

function lateness({ method, path }: Described): number {
  if (path.endsWith('/settings')) return 2;
  return method === 'DELETE' || path.endsWith('/remove') ? 1 : 0;
}

afterAll(async () => {
  await asking.close();
  const { report } = asking;
  process.stdout.write(`contract: seed ${seed}, ${runs > 100 ? report : report.split('\n')[0]}\n`);
});

/** What a schema cannot say of a text, and is therefore refused although it fits. */
const beyondSchemas =
  /^cursor|not a (?:link|URL)|the proxy must be|^directory: |_duration: is no length of time|clip: its end must|it is empty|no page|no list/;

describe.each(operations.map((one) => [one.operation.operationId, one] as const))('%s', (_, one) => {
  // it asks other programs, each time anew
  const numRuns = one.path.endsWith('/doctor') ? Math.ceil(runs / 4) : runs;

  test('what is asked as described is answered as described', { timeout: patience }, async () => {
    await fc.assert(
      fc.asyncProperty(requests.right(one), async (request) => {
        const { answer, request: lacks } = await asking.judged(one, request);
        expect(lacks, request.target).toEqual([]);
        if (answer.status === 400)
          expect(JSON.parse(answer.text)).toMatchObject({ detail: expect.stringMatching(beyondSchemas) });
        expect([413, 415], answer.text).not.toContain(answer.status);
      }),
      { seed, numRuns, endOnFailure: true },
    );
  });

  test('what is asked otherwise is refused', { timeout: patience }, async () => {
    await fc.assert(
      fc.asyncProperty(requests.wrong(one), async (request) => {
        const { answer, request: lacks } = await asking.judged(one, request);
        if (request.isRight === undefined && lacks.length === 0) return;
        expect(answer.status, `${request.target} ${request.body ?? ''} ${lacks.join()}`).toBeGreaterThanOrEqual(400);
        expect(answer.status).toBeLessThan(500);
      }),
      { seed, numRuns, endOnFailure: true },
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
    const { answer } = await asking.judged(one, { ...request, headers: { ...request.headers, authorization: '' } });
    const isOpen = one.operation.security?.length === 0;
    // who signs in with a wrong token is refused as well
    if (one.operation.operationId !== 'signIn') expect(answer.status === 401, request.target).toBe(!isOpen);
    const wrong = {
      ...request.headers,
      authorization: 'Bearer wrong',
      'x-forwarded-for': `203.0.113.${operations.indexOf(one)}`,
    };
    expect((await asking.judged(one, { ...request, headers: wrong })).answer.status).toBe(401);
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
      const added = await asking.judged(add, { method: 'POST', target: add.path, headers: json, body, isRight: true });
      if (added.answer.status !== 201) return;
      const { id } = JSON.parse(added.answer.text) as { id: string };
      expect(added.answer.headers.location).toBe(`/api/v1/tasks/${id}`);
      for (const { one, request } of steps) {
        const { answer } = await asking.judged(one, to(id, request));
        // it is there until it is removed: what is missing then is something of it
        if (answer.status === 404) expect(answer.text).not.toContain('no-such-task');
      }
      const bare = { headers: {}, isRight: true } as const;
      const gone = await asking.judged(remove, { method: 'DELETE', target: `/api/v1/tasks/${id}?files=true`, ...bare });
      expect(gone.answer.status).toBe(204);
      const sought = await asking.judged(show, { method: 'GET', target: `/api/v1/tasks/${id}`, ...bare });
      expect(sought.answer.status).toBe(404);
    }),
    { seed, numRuns: runs, endOnFailure: true },
  );
});

test('the judge sees what is not as described', async () => {
  const one = operationCalled('pauseTasks');
  const right = { done: ['0123456789'], refused: [{ id: 'a', error: { code: 'conflict', message: 'No.' } }] };
  const problem = { type: 'urn:sluice:problem:invalid-input', title: 'No.', status: 400, code: 'invalid-input' };
  const json = 'application/json; charset=utf-8';
  let answer: Answer | undefined;
  const judge = await Judge.of(document, { ask: async () => answer ?? { status: 0, headers: {}, text: '' } });
  const request = { method: 'POST', target: one.path, headers: {}, body: '{"ids":["a"]}', isRight: true };
  const judged = async (status: number, type: string | undefined, body: unknown) => {
    const headers = type === undefined ? {} : { 'content-type': type };
    answer = { status, headers, text: body === undefined ? '' : JSON.stringify(body) };
    return (await judge.judge(one, request)).answered;
  };
  expect(await judged(200, json, right)).toEqual([]);
  expect(await judged(400, 'application/problem+json', problem)).toEqual([]);
  const wrong = [
    ...[{}, null, [], { ...right, done: null }, { ...right, done: ['x'] }, { ...right, more: 1 }].map(
      (body) => [200, json, body] as const,
    ),
    [200, json, { done: [], refused: [{ id: 'a', error: { code: 'unheard', message: 'No.' } }] }],
    [200, json, { done: [], refused: [{ id: 'a', error: { code: 'conflict', message: 'No.', stack: '' } }] }],
    [200, 'text/plain', right],
    [201, json, right],
    [500, undefined, undefined],
    [400, 'application/json', problem],
    [400, 'application/problem+json', { ...problem, code: 'no-such-task' }],
    [400, 'application/problem+json', { ...problem, status: 404 }],
  ] as const;
  for (const [status, type, body] of wrong)
    expect(await judged(status, type, body), JSON.stringify(body)).not.toEqual([]);
});
