import { readdirSync } from 'node:fs';
import { open, rename, rm, statfs, truncate, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { ask, reaches, show, testEngine, testFolder, testHost, until } from '../engine/home.ts';
import { mountSmallDisk, type SmallDisk, smallDiskProblem } from '../servers/small-disk.ts';
import { LiveOrigin } from '../streams/live-origin.ts';
import { type MadeStream, makeHls } from '../streams/make-hls.ts';
import { complaints } from '../streams/packets.ts';
import { expectStored } from '../streams/stored.ts';

const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
/** MiB: what is asked to be free before a recording goes on, and the reserve, fit into it. */
const roomy = 80;
const timeout = 120_000;

let problem: string | null;

beforeAll(async () => {
  problem = await smallDiskProblem();
});

interface Recorded {
  readonly engine: Engine;
  readonly id: string;
  readonly stream: MadeStream;
  readonly origin: LiveOrigin;
  readonly directory: string;
}

/** Records a stream whose first seven segments are there into a folder, until they are stored. */
async function begin(directory: string, window: number): Promise<Recorded> {
  const folder = testFolder();
  const stream = await makeHls(join(folder, 'source'), { seconds: 20, segment: 0.5, gop: 0.5, size: '96x64' });
  const origin = new LiveOrigin(stream, { window, first: 7 });
  await origin.listen();
  onTestFinished(() => origin.close());
  const engine = await testEngine(folder, {}, testHost(folder, worker));
  const tasks = [{ url: origin.url(), name: 'Studio', recording: { fragment: 2, from: 'start' as const } }];
  const { added } = await ask(engine, 'tasks.add', { tasks, directory });
  const id = added[0]?.id ?? '';
  await stored(engine, id, 7);
  await until(async () => ((await artifacts(engine, id)).length === 1 ? true : undefined), 'the first fragment');
  return { engine, id, stream, origin, directory };
}

/** Waits until so many segments are on record. */
function stored(engine: Engine, id: string, count: number): Promise<true> {
  return until(async () => {
    const timeline = await engine.call('tasks.timeline', { id });
    return timeline.ok && timeline.value.segments.stored >= count ? true : undefined;
  }, `${count} segments`);
}

async function artifacts(engine: Engine, id: string) {
  return (await ask(engine, 'tasks.show', { id })).artifacts;
}

/** Fills a disk by a file, but for so many bytes. */
async function fill(disk: SmallDisk, left: number): Promise<void> {
  await disk.resize(8);
  const { bavail, bsize } = await statfs(disk.path);
  await using file = await open(join(disk.path, 'filler'), 'w');
  try {
    await file.writeFile(Buffer.alloc(Math.max(0, bavail * bsize - left)));
    while (left === 0) await file.write(Buffer.alloc(4096));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  }
}

async function makeRoom(disk: SmallDisk): Promise<void> {
  await rm(join(disk.path, 'filler'));
  await disk.resize(roomy);
}

/** Waits until the task waits for room. */
function waitsForRoom(engine: Engine, id: string): Promise<Task> {
  return until(async () => {
    const task = await show(engine, id);
    return task.state.name === 'queued' && task.state.waiting?.why === 'space' ? task : undefined;
  }, 'it waits for room');
}

/** Expects the fragments of a folder to be exactly these, and each to play alone. */
async function expectWhole(directory: string, parts: readonly number[]): Promise<void> {
  const names = readdirSync(directory).filter((name) => name.startsWith('Studio'));
  expect(names.map((name) => Number(/part (\d+)/u.exec(name)?.[1]))).toEqual(parts);
  for (const name of names) expect(await complaints(join(directory, name))).toBe('');
}

/** Lets the stream end, and expects that everything the ledger counts is in the fragments. */
async function toTheEnd({ engine, id, origin, stream, directory }: Recorded) {
  origin.end();
  await reaches(engine, id, 'completed');
  const files = await artifacts(engine, id);
  const names = files.map(({ path }) => basename(path));
  const visible = readdirSync(directory).filter((name) => name.startsWith('Studio'));
  expect(visible.toSorted()).toEqual(names.toSorted());
  return expectStored(stream, files);
}

/** A test on a small disk, to which a stream is recorded that names so many segments. */
function onSmallDisk(name: string, window: number, work: (disk: SmallDisk, recorded: Recorded) => Promise<void>): void {
  test(
    name,
    async (context) => {
      if (problem !== null) context.skip(problem);
      await using disk = await mountSmallDisk(roomy);
      await work(disk, await begin(disk.path, window));
    },
    timeout,
  );
}

onSmallDisk(
  'a disk that is nearly full: what is open is saved, and the recording goes on when there is room',
  8,
  async (disk, recorded) => {
    const { engine, id, origin } = recorded;
    await fill(disk, 600_000);
    // Each segment is an occasion to look at the disk, which is done every other second.
    const looking = setInterval(() => origin.reveal(), 500);
    onTestFinished(() => clearInterval(looking));
    const task = await waitsForRoom(engine, id);
    clearInterval(looking);
    expect(task.state).toMatchObject({ waiting: { error: { code: 'disk-full' } } });
    const before = await ask(engine, 'tasks.timeline', { id });
    expect(before.fragments.map(({ state }) => state)).toEqual(before.fragments.map(() => 'published'));
    await expectWhole(
      disk.path,
      before.fragments.map(({ part }) => part),
    );
    // What is stored is all in fragments, so that a computer that never gets room again has it.
    expect(before.fragments.reduce((sum, { length }) => sum + length, 0)).toBeCloseTo(before.segments.stored / 2, 1);
    origin.reveal(before.segments.stored + 8 + 4 - origin.revealed);
    await makeRoom(disk);
    await stored(engine, id, before.segments.stored + 8);
    const ledger = await toTheEnd(recorded);
    expect(ledger.gaps).toMatchObject([{ cause: 'disk-full', segments: 4 }]);
    expect(ledger.gaps[0]?.at).toBeCloseTo(before.segments.stored / 2, 1);
    expect(ledger.gaps[0]?.length).toBeCloseTo(2, 1);
    expect((await ask(engine, 'tasks.show', { id })).attempts.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'completed',
    ]);
  },
);

onSmallDisk(
  'a disk without a byte left: fragments stay whole, nothing half appears, and nothing is missing',
  1000,
  async (disk, recorded) => {
    const { engine, id, origin } = recorded;
    await fill(disk, 0);
    origin.reveal(6);
    expect((await waitsForRoom(engine, id)).state).toMatchObject({ waiting: { error: { code: 'disk-full' } } });
    await expectWhole(disk.path, [1]);
    await makeRoom(disk);
    await stored(engine, id, 13);
    const ledger = await toTheEnd(recorded);
    expect(ledger).toMatchObject({ gaps: [], breaks: [], segments: { stored: 13, missing: 0 } });
  },
);

onSmallDisk('a disk without a byte left is the cause of what is missing then', 7, async (disk, recorded) => {
  const { engine, id, origin } = recorded;
  await fill(disk, 0);
  origin.reveal(1);
  await waitsForRoom(engine, id);
  origin.reveal(10);
  await makeRoom(disk);
  await stored(engine, id, 14);
  const ledger = await toTheEnd(recorded);
  expect(ledger.gaps).toMatchObject([{ cause: 'disk-full', segments: 4 }]);
  expect(ledger.segments).toMatchObject({ stored: 14, missing: 4 });
});

onSmallDisk('a recording that waits for room can be stopped where there is a little', 1000, async (disk, recorded) => {
  const { engine, id, origin } = recorded;
  await fill(disk, 0);
  origin.reveal(6);
  await waitsForRoom(engine, id);
  await truncate(join(disk.path, 'filler'), 4 * 1024 * 1024);
  await ask(engine, 'tasks.stop', { ids: [id] });
  const ledger = await toTheEnd(recorded);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], end: 'stopped', segments: { missing: 0 } });
});

test.each(['removed', 'replaced by a file'])(
  'a folder that is %s ends the recording with a clear failure',
  async (how) => {
    const above = testFolder();
    const directory = join(above, 'out');
    const { engine, id, origin } = await begin(directory, 1000);
    if (how === 'removed') await rm(directory, { recursive: true, maxRetries: 20 });
    else {
      await rename(directory, join(above, 'away'));
      await writeFile(directory, 'mine');
    }
    origin.reveal(3);
    const { state } = await reaches(engine, id, 'failed');
    expect(state).toMatchObject({ error: { code: 'folder-missing' } });
    if (how === 'removed') expect(readdirSync(above)).toEqual([]);
    else await expectWhole(join(above, 'away'), [1]);
  },
  timeout,
);
