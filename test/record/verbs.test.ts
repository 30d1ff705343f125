import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { CallInput } from '../../contract/calls.ts';
import type { Artifact } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/index.ts';
import { ask, reaches, testEngine, testFolder, testHost, until } from '../engine/home.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { complaints } from '../streams/packets.ts';
import { expectStored } from '../streams/stored.ts';

const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
const timeout = 120_000;

/** A recording in fragments of 2 s by a real engine, of which seven segments of half a second are stored. */
interface Begun {
  readonly engine: Engine;
  readonly id: string;
  readonly folder: string;
  readonly downloads: string;
  readonly stream: MadeStream;
  readonly origin: LiveOrigin;
}

async function begun(window: number, open = testEngine): Promise<Begun> {
  const folder = testFolder();
  const stream = await makeHls(join(folder, 'source'), { seconds: 20, segment: 0.5, gop: 0.5, size: '96x64' });
  const origin = new LiveOrigin(stream, { window, first: 7 });
  await origin.listen();
  onTestFinished(() => origin.close());
  const engine = await open(folder, {}, testHost(folder, worker));
  const recording = { fragment: 2, from: 'start' as const, giveUp: 5 };
  const tasks: CallInput<'tasks.add'>['tasks'] = [{ url: origin.url(), name: 'Studio', recording }];
  const { added } = await ask(engine, 'tasks.add', { tasks });
  const id = added[0]?.id ?? '';
  await stored(engine, id, 7);
  await until(async () => ((await files(engine, id)).length === 1 ? true : undefined), 'the first fragment');
  return { engine, id, folder, downloads: join(folder, 'downloads'), stream, origin };
}

function stored(engine: Engine, id: string, count: number): Promise<true> {
  return until(async () => {
    const timeline = await engine.call('tasks.timeline', { id });
    return timeline.ok && timeline.value.segments.stored >= count ? true : undefined;
  }, `${count} segments`);
}

async function files(engine: Engine, id: string): Promise<Artifact[]> {
  return (await ask(engine, 'tasks.show', { id })).artifacts;
}

/** Waits until a recording is complete; its ledger, after what is promised was looked at. */
async function completed(engine: Engine, { id, downloads, stream }: Begun) {
  await reaches(engine, id, 'completed');
  const artifacts = await files(engine, id);
  await until(() => (existsSync(join(downloads, '.sluice')) ? undefined : true), 'nothing is left behind');
  expect(readdirSync(downloads).toSorted()).toEqual(artifacts.map(({ path }) => basename(path)).toSorted());
  return expectStored(stream, artifacts);
}

/** Waits until no worker has the recording any more. */
function atRest(engine: Engine, id: string): Promise<true> {
  return until(async () => {
    const { attempts } = await ask(engine, 'tasks.show', { id });
    return attempts.every(({ outcome }) => outcome !== null) ? true : undefined;
  }, 'the attempt is over');
}

async function pause(engine: Engine, id: string): Promise<void> {
  await ask(engine, 'tasks.pause', { ids: [id] });
  await atRest(engine, id);
}

test(
  'what left the window in a pause is missing because of it',
  async () => {
    const recording = await begun(7);
    const { engine, id, origin } = recording;
    await pause(engine, id);
    origin.reveal(11);
    await ask(engine, 'tasks.resume', { ids: [id] });
    await stored(engine, id, 14);
    origin.end();
    const ledger = await completed(engine, recording);
    expect(ledger.gaps).toMatchObject([{ cause: 'paused', segments: 4, track: 'main' }]);
    expect(ledger.segments).toMatchObject({ stored: 14, missing: 4 });
  },
  timeout,
);

test(
  'nothing is missing after a pause that the window covers',
  async () => {
    const recording = await begun(1000);
    const { engine, id, origin } = recording;
    await pause(engine, id);
    origin.reveal(11);
    await ask(engine, 'tasks.resume', { ids: [id] });
    await stored(engine, id, 18);
    origin.end();
    const ledger = await completed(engine, recording);
    expect(ledger).toMatchObject({ gaps: [], breaks: [], end: 'stream', segments: { stored: 18, missing: 0 } });
  },
  timeout,
);

test.each([
  [7, [{ cause: 'not-running', segments: 4 }], { stored: 14, missing: 4 }],
  [1000, [], { stored: 18, missing: 0 }],
] as const)(
  'an engine that was closed and opened again goes on (window of %i)',
  async (window, gaps, segments) => {
    const recording = await begun(window, async (_, options, host) =>
      openEngine({ ...testHost(''), ...host }, options),
    );
    const { id, folder, origin } = recording;
    await recording.engine.close();
    origin.reveal(11);
    const engine = await testEngine(folder, {}, testHost(folder, worker));
    await stored(engine, id, segments.stored);
    origin.end();
    const ledger = await completed(engine, recording);
    expect(ledger.gaps).toMatchObject(gaps);
    expect(ledger).toMatchObject({ breaks: [], end: 'stream', segments });
  },
  timeout,
);

test(
  'a recording that runs is stopped and keeps everything',
  async () => {
    const recording = await begun(1000);
    const { engine, id } = recording;
    await ask(engine, 'tasks.stop', { ids: [id] });
    const ledger = await completed(engine, recording);
    expect(ledger).toMatchObject({ gaps: [], end: 'stopped', segments: { stored: 7, missing: 0 } });
  },
  timeout,
);

test(
  'a paused recording is stopped without its stream',
  async () => {
    const recording = await begun(1000);
    const { engine, id, origin } = recording;
    await pause(engine, id);
    await origin.down();
    const asked = origin.requests.length;
    await ask(engine, 'tasks.stop', { ids: [id] });
    const ledger = await completed(engine, recording);
    expect(ledger).toMatchObject({ gaps: [], end: 'stopped', segments: { stored: 7, missing: 0 } });
    expect(origin.requests).toHaveLength(asked);
  },
  timeout,
);

test(
  'a recording that waits out an outage is stopped at once',
  async () => {
    const recording = await begun(1000);
    const { engine, id, origin } = recording;
    await origin.down();
    await until(async () => {
      const { state } = (await ask(engine, 'tasks.show', { id })).task;
      return state.name === 'running' && state.live?.outage != null ? true : undefined;
    }, 'the outage is seen');
    await ask(engine, 'tasks.stop', { ids: [id] });
    const ledger = await completed(engine, recording);
    expect(ledger).toMatchObject({ gaps: [], end: 'stopped', segments: { stored: 7, missing: 0 } });
  },
  timeout,
);

test.each(['running', 'paused'])(
  'cancelling while it is %s leaves the finished fragments and nothing else',
  async (how) => {
    const { engine, id, downloads } = await begun(1000);
    if (how === 'paused') await pause(engine, id);
    await ask(engine, 'tasks.cancel', { ids: [id] });
    await until(() => (existsSync(join(downloads, '.sluice')) ? undefined : true), 'the rest is gone');
    const names = readdirSync(downloads);
    expect(names).toEqual([expect.stringContaining('part 001.mp4')]);
    expect(await complaints(join(downloads, names[0] ?? ''))).toBe('');
  },
  timeout,
);

test.each([true, false])(
  'removing it in the middle (with files: %s)',
  async (withFiles) => {
    const { engine, id, downloads } = await begun(1000);
    await ask(engine, 'tasks.remove', { ids: [id], files: withFiles });
    await until(() => (existsSync(join(downloads, '.sluice')) ? undefined : true), 'the rest is gone');
    expect(readdirSync(downloads)).toHaveLength(withFiles ? 0 : 1);
    expect((await ask(engine, 'tasks.list', {})).total).toBe(0);
  },
  timeout,
);
