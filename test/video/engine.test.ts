import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { openEngine } from '../../engine/index.ts';
import { ask, reaches, show, testFolder, testHost, until } from '../engine/home.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { type Media, makeMedia } from './media.ts';
import { format, video } from './task.ts';

const worker = fileURLToPath(new URL('../crash/video-worker.ts', import.meta.url));

let folder: string;
let media: Media;
let origin: Origin;
let engine: Engine;
let downloads: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-video-engine-'));
  media = await makeMedia(folder, 'h264', 'aac');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeEach(async () => {
  origin = await startOrigin();
  const home = testFolder();
  downloads = join(home, 'downloads');
  engine = await openEngine(testHost(home, worker));
  onTestFinished(async () => {
    await engine.close();
    await origin.close();
  });
  const at = (path: string) => ({ url: origin.url(`/${basename(path)}`), headers: [], chunk: null });
  const aac = { id: '140', kind: 'audio', container: 'm4a', audioCodec: 'mp4a.40.2', place: at(media.aac) } as const;
  const formats = [
    await format(media.h264, '', { id: '137', height: 1080, width: 1920, videoCodec: 'avc1', place: at(media.h264) }),
    await format(media.aac, '', aac),
  ];
  origin.serve('/watch', { content: Buffer.from(JSON.stringify(video(formats))) });
  serve({});
});

function serve(change: { readonly rate?: number }): void {
  for (const path of [media.h264, media.aac]) {
    origin.serve(`/${basename(path)}`, { content: readFileSync(path), etag: `"${basename(path)}"`, ...change });
  }
}

async function add(): Promise<string> {
  const { added } = await ask(engine, 'tasks.add', {
    tasks: [{ url: origin.url('/watch'), video: { format: 'best' } }],
  });
  return added[0]?.id ?? '';
}

test('a task for a video: it is called as its file will be, and its log says who answered', async () => {
  serve({ rate: 2_000_000 });
  const id = await add();
  await reaches(engine, id, 'running');
  await until(async () => ((await show(engine, id)).name === 'A title.mp4' ? true : undefined), 'its name');
  await until(async () => ((await show(engine, id)).progress.done > 0 ? true : undefined), 'progress');
  const { total, fraction } = (await show(engine, id)).progress;
  expect(total).toBe(readFileSync(media.h264).length + readFileSync(media.aac).length);
  expect(fraction).toBeLessThan(0.98);
  serve({});
  origin.dropConnections();
  const done = await reaches(engine, id, 'completed');
  const path = join(downloads, 'A title.mp4');
  expect(done).toMatchObject({ name: 'A title.mp4', kind: 'video' });
  const size = readFileSync(path).length;
  expect(done.progress).toEqual({ fraction: 1, done: size, total: size });
  const { artifacts, logFile } = await ask(engine, 'tasks.show', { id });
  expect(artifacts).toMatchObject([{ path, size, type: 'video/mp4' }]);
  await until(() => (existsSync(join(downloads, '.sluice')) ? undefined : true), 'the work folder is gone');
  await until(
    () => (readFileSync(logFile ?? '', 'utf8').includes('"resolver":"builtin"') ? true : undefined),
    'the log',
  );
  expect(readFileSync(logFile ?? '', 'utf8')).toContain('"client":"TV"');
});

test('paused, resumed, canceled: bytes are kept and then gone', async () => {
  serve({ rate: 400_000 });
  const id = await add();
  await until(async () => ((await show(engine, id)).progress.done > 500_000 ? true : undefined), 'half of it');
  await ask(engine, 'tasks.pause', { ids: [id] });
  const paused = await reaches(engine, id, 'paused');
  await until(async () => ((await show(engine, id)).progress.done > 0 ? true : undefined), 'what is kept');
  expect(paused.progress.total).toBeGreaterThan(0);
  expect(readdirSync(downloads)).toEqual(['.sluice']);
  await ask(engine, 'tasks.resume', { ids: [id] });
  await reaches(engine, id, 'running');
  expect(await show(engine, id)).toMatchObject({ name: 'A title.mp4' });
  expect((await show(engine, id)).progress.done).toBeGreaterThanOrEqual(400_000);
  await ask(engine, 'tasks.cancel', { ids: [id] });
  await reaches(engine, id, 'canceled');
  await until(() => (existsSync(join(downloads, '.sluice')) ? undefined : true), 'nothing is left');
  expect(readdirSync(downloads)).toEqual([]);
});
