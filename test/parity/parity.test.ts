import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calls, type EngineCallName } from '../../contract/calls.ts';
import { routes } from '../../contract/routes.ts';
import { transferOptions } from '../../contract/transfer.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { type TemporaryStandIn, temporaryStandIn } from '../stand-in/temporary.ts';
import { Commands } from './command.ts';
import { CommandLine } from './command-line.ts';
import { fileScenarios } from './files.ts';
import { type FrontEnd, notToBeHad } from './front-end.ts';
import { Ipc } from './ipc.ts';
import { codeOf, normal, refusal } from './normal.ts';
import { queueScenarios } from './queue.ts';
import { finishedStream, recorded, recordingScenarios } from './recordings.ts';
import { Rest } from './rest.ts';
import { serviceScenarios } from './service.ts';
import { videoScenarios } from './videos.ts';

/** One scenario in three front ends, on a machine that is busy with other tests. */
const patience = 120_000;

let site: TemporaryStandIn;
let ipc: Ipc;
let rest: Rest;
let line: CommandLine;
let environment: Record<string, string>;
const leave: (() => Promise<unknown>)[] = [];

async function ground() {
  const home = mkdtempSync(join(tmpdir(), 'sluice-parity-'));
  const origin = await startOrigin();
  leave.push(
    () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
    () => origin.close(),
  );
  return { home, origin };
}

beforeAll(async () => {
  site = await temporaryStandIn();
  leave.push(() => site.close());
  environment = { NODE_EXTRA_CA_CERTS: site.ca, SSL_CERT_FILE: site.ca };
  const [ofIpc, ofRest, ofLine] = [await ground(), await ground(), await ground()];
  line = new CommandLine(ofLine.home, ofLine.origin, environment);
  [ipc, rest] = await Promise.all([
    Ipc.open(ofIpc.home, ofIpc.origin, environment),
    Rest.open(ofRest.home, ofRest.origin, environment),
  ]);
  leave.push(...[ipc, rest, line].map((front) => () => front.close()));
}, patience);

afterAll(async () => {
  for (const end of leave.toReversed()) await end();
});

const scenarios = [...fileScenarios, ...queueScenarios, ...recordingScenarios, ...videoScenarios, ...serviceScenarios];

describe('by the window, over HTTP and in a terminal it is the same', () => {
  test.each(scenarios)('$name', { timeout: patience }, async ({ run, expected }) => {
    const fronts: readonly FrontEnd[] = [ipc, rest, line];
    const results = await Promise.all(fronts.map(async (front) => normal(front, await run(front, site))));
    const [byIpc, overRest, inTerminal] = results;
    if (typeof expected === 'object') expect(byIpc).toMatchObject(expected ?? {});
    expect(overRest).toEqual(byIpc);
    expect(inTerminal).toEqual(byIpc);
  });
});

test('a text is read the same for who looks before adding, and nobody has notices', async () => {
  const text = `see ${ipc.origin.url('/plain.bin')}, https://www.youtube.com/watch?v=shortDirect\nftp://127.0.0.1/a and nonsense`;
  const read = await Promise.all([ipc, rest].map((front) => front.ask('links.recognise', { text })));
  const [byIpc, overRest] = read.map(({ links }) => links.map((link) => ({ ...link, duplicateOf: null })));
  expect(byIpc).toMatchObject([{ kind: 'file' }, { kind: 'video' }, { problem: { code: 'unsupported' } }]);
  expect(overRest).toEqual(byIpc);
  expect(await Promise.all([ipc, rest].map((front) => front.ask('notices.take', {})))).toEqual(
    Array(2).fill({ notices: [] }),
  );
});

test('what differs is what has to: from elsewhere nothing leads inside, outside of the folder, or to what only this computer may set', async () => {
  const links = [ipc, rest, line].map(({ origin }) => {
    origin.serve('/private.bin', { size: 10, seed: 70 });
    return origin.url('/private.bin');
  });
  const onThatComputer = new Commands(rest.home, environment);
  await onThatComputer.run(['settings', 'set', 'api-private-addresses', 'off']);
  const outside = mkdtempSync(join(tmpdir(), 'sluice-outside-'));
  const differs = async (front: FrontEnd, url = '') => [
    await refusal(front, { links: [url] }),
    await refusal(front, { links: [url], directory: outside, duplicates: 'keep' }),
    await codeOf(front.set('ffmpeg', '')),
  ];
  const [byIpc, overRest, inTerminal] = await Promise.all(
    [ipc, rest, line].map((front, index) => differs(front, links[index])),
  );
  await onThatComputer.run(['settings', 'set', 'api-private-addresses', 'on']);
  await rm(outside, { recursive: true, force: true });
  expect({ byIpc, inTerminal }).toEqual({
    byIpc: ['done', 'done', 'done'],
    inTerminal: ['done', 'done', 'done'],
  });
  expect(overRest).toEqual(['private-address', 'outside-folder', 'local-only']);
}, 60_000);

test('the call that was there before records the same as the command that was', async () => {
  const origin = await finishedStream();
  leave.push(() => origin.close());
  const fields = { playlist_url: origin.url(), recording_duration: '5', max_fragment_duration: '2' };
  const answer = await rest.send('POST', '/download/stream', fields);
  const { task_id: old } = await answer.json();
  const [byCommand = ''] = (await line.add({ links: [origin.url()], recording: { duration: 5, fragment: 2 } })).added;
  const results = [];
  for (const [front, id] of [
    [rest, old],
    [line, byCommand],
  ] as const) {
    await front.until(id, { states: ['completed'] });
    results.push(normal({ home: front.home, ids: [id] }, await recorded(front, id)));
  }
  const state = await (await rest.send('GET', `/tasks/${old}`)).json();
  expect(state).toMatchObject({ state: 'SUCCESS', status: 'completed' });
  expect(results[0]).toMatchObject({ ledger: { end: 'duration', fragments: [{}, {}, {}] } });
  expect(results[1]).toEqual(results[0]);
}, 60_000);

test('what only programs ask for is the same for them', async () => {
  const results = await Promise.all(
    [ipc, rest].map(async (front) => {
      const links = ['/only-a.bin', '/only-b.bin'].map((path) => front.origin.url(path));
      const asked = { tasks: links.map((url) => ({ url })), start: 'paused', key: 'once' } as const;
      const { added, ...more } = await front.ask('tasks.add', { ...asked, tasks: [...asked.tasks] });
      const again = await front.ask('tasks.add', { ...asked, tasks: [...asked.tasks] });
      const otherwise = await codeOf(front.ask('tasks.add', { tasks: [{ url: links[0] ?? '' }], key: 'once' }));
      const ids = added.map(({ id }) => id);
      const changed = [
        await front.verb('tasks.change', { ids: ids.slice(0, 1), priority: 5 }),
        await front.verb('tasks.change', { ids, priority: -1 }),
      ];
      const listed = await front.ask('tasks.list', { text: 'only-', sort: 'name', order: 'descending' });
      const [group] = await front.groups();
      const ofGroup = await front.ask('tasks.list', { group: group?.id ?? '', sort: 'name' });
      await front.verb('tasks.cancel', { ids });
      const names = ofGroup.tasks.map(({ name }) => name);
      return normal({ home: front.home, ids }, { added, more, again: again.added, otherwise, changed, listed, names });
    }),
  );
  expect(results[0]).toMatchObject({
    ...{ added: [{ state: { name: 'paused' } }, {}], otherwise: 'key-reused' },
    listed: {
      tasks: [
        { name: 'only-b.bin', priority: -1 },
        { name: 'only-a.bin', priority: -1 },
      ],
    },
    names: ['002 Part 2 of 300.mp4', '003 Part 3 of 300.mp4'],
  });
  expect(results[1]).toEqual(results[0]);
  const here = { url: ipc.origin.url('/plain.bin'), publicOnly: true };
  expect(await codeOf(ipc.ask('webhooks.add', { ...here, events: ['task.failed'] }))).toBe('private-address');
  const { refused } = await ipc.ask('tasks.add', {
    ...{ tasks: [{ url: here.url }], duplicates: 'keep', options: { publicOnly: true } },
  });
  expect(refused.map(({ error }) => error.code)).toEqual(['private-address']);
});

test('every call and every field of it is asked for in every way, but for those that are declared not to be had', () => {
  const names = Object.keys(calls).filter((name): name is EngineCallName => name in routes);
  const whole = names.flatMap((name) => [name, ...fieldsOf(name).map((field) => `${name}.${field}`)]);
  const ofOne = names.filter((name) => 'one' in routes[name]).map((name) => `${name}.one`);
  const odd = (front: FrontEnd, wanted: readonly string[]) => ({
    missing: wanted.filter((name) => !front.covered.has(name) && !(name in notToBeHad[front.name])),
    hadAfterAll: Object.keys(notToBeHad[front.name]).filter(
      (name) => front.covered.has(name) || !wanted.includes(name),
    ),
  });
  const nothing = { missing: [], hadAfterAll: [] };
  expect([odd(ipc, whole), odd(rest, [...whole, ...ofOne, 'tasks.add.one']), odd(line, whole)]).toEqual(
    Array(3).fill(nothing),
  );
});

/** What can be said in a call. Of settings the compiler sees to it that the command line knows each. */
function fieldsOf(name: EngineCallName): string[] {
  if (name === 'settings.set') return [];
  const { tasks } = calls['tasks.add'].input.shape;
  const within = name === 'tasks.add' ? { ...tasks.element.shape, ...transferOptions.shape } : {};
  return Object.keys({ ...calls[name].input.shape, ...within });
}

test('on one folder, what one adds and changes is there for the others at once, in the same words', async () => {
  await ipc.close();
  await line.close();
  const window = await Ipc.open(rest.home, rest.origin, environment);
  leave.push(() => window.close());
  const terminal = new CommandLine(rest.home, rest.origin, environment);
  const same = async (id: string) => {
    const [byIpc, overRest, inTerminal] = await Promise.all([window, rest, terminal].map((front) => front.show(id)));
    expect(overRest).toEqual(byIpc);
    expect(inTerminal).toEqual(byIpc);
    return overRest?.task;
  };
  rest.origin.serve('/shared.bin', { size: 1_000_000, seed: 80, hang: { after: 600_000 } });
  const [id = ''] = (await window.add({ links: [rest.origin.url('/shared.bin')] })).added;
  // as long as bytes move, no two of them ask in the same moment
  const names = await Promise.all([window, rest, terminal].map(async (front) => (await front.show(id)).task.name));
  expect(names).toEqual(Array(3).fill('shared.bin'));
  await rest.until(id, { states: ['running'], done: 1 });
  expect((await terminal.pause([id])).done).toEqual([id]);
  await Promise.all([window, rest].map((front) => front.until(id, { states: ['paused'] })));
  expect((await same(id))?.state.name).toBe('paused');
  expect((await rest.limit([id], 123_456)).done).toEqual([id]);
  expect((await same(id))?.options.limitRate).toBe(123_456);
  await window.set('reserve', 1_000_000);
  expect([(await rest.settings()).reserve, (await terminal.settings()).reserve]).toEqual([1_000_000, 1_000_000]);
  expect((await terminal.remove([id], true)).done).toEqual([id]);
  expect(await Promise.all([window, rest, terminal].map((front) => codeOf(front.show(id))))).toEqual(
    Array(3).fill('no-such-task'),
  );
}, 60_000);
