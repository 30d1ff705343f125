import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Nginx, startNginx } from '../servers/nginx.ts';
import { freshHome, launch, type Running } from './launch.ts';

let root: string;
let nginx: Nginx;
let running: Running;
let removeHome: () => Promise<void>;
/** the task whose file can be watched */
let id: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-served-'));
  const made = ['-f', 'lavfi', '-i', 'testsrc2=size=160x120:rate=25:duration=20', '-c:v', 'libx264', '-g', '25'];
  await promisify(execFile)('ffmpeg', ['-v', 'error', ...made, '-pix_fmt', 'yuv420p', join(root, 'film.mp4')]);
  nginx = await startNginx({ root });
  const { home, remove } = await freshHome();
  removeHome = remove;
  running = await launch(home, [nginx.url('/film.mp4')]);
  await running.page.getByRole('row').filter({ hasText: 'film.mp4' }).getByText('Done', { exact: true }).waitFor();
  id = await running.page.evaluate(async () => {
    const reply = await window.sluice?.call('tasks.list', {});
    return reply?.ok ? (reply.value.tasks[0]?.id ?? '') : '';
  });
});

afterAll(async () => {
  await running?.end();
  await nginx?.close();
  await removeHome?.();
  await rm(root, { recursive: true, force: true });
});

test('the page plays a finished file and can go to any place in it', async () => {
  const played = await running.page.evaluate(async (task) => {
    const video = document.createElement('video');
    const heard = (name: string) =>
      new Promise((resolve, reject) => {
        video.addEventListener(name, resolve, { once: true });
        video.addEventListener('error', () => reject(video.error), { once: true });
      });
    video.crossOrigin = 'anonymous';
    video.src = `sluice-media://recordings/${task}/part/1`;
    await heard('loadedmetadata');
    video.currentTime = 17;
    await heard('seeked');
    return { width: video.videoWidth, time: video.currentTime, duration: Math.round(video.duration) };
  }, id);
  expect(played).toEqual({ width: 160, time: 17, duration: 20 });
});

test('the page can put a stream together, as a player of playlists does', async () => {
  const opened = await running.page.evaluate(
    () =>
      new Promise((resolve) => {
        const source = new MediaSource();
        const video = document.createElement('video');
        source.addEventListener('sourceopen', () => resolve('open'), { once: true });
        video.addEventListener('error', () => resolve(video.error?.message), { once: true });
        video.src = URL.createObjectURL(source);
      }),
  );
  expect(opened).toBe('open');
});

test('nothing but the files of tasks is there', async () => {
  const answers = await running.page.evaluate(
    (paths) =>
      Promise.all(paths.map((path) => fetch(`sluice-media://recordings/${path}`).then(({ status }) => status))),
    [`${id}/part/1`, `${id}/part/2`, `${id}/live/watch.m3u8`, `${id}/live/..%2f..%2ffilm.mp4`, '0000000000/part/1'],
  );
  expect(answers).toEqual([200, 404, 404, 404, 404]);
});

test('a page other than the own gets no media, although it shares the session', async () => {
  const answer = await running.app.evaluate(async ({ BrowserWindow }, address) => {
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
    await window.loadURL('about:blank');
    const result: unknown = await window.webContents.executeJavaScript(
      `fetch('${address}').then((answer) => answer.status, () => 'refused')`,
    );
    window.destroy();
    return result;
  }, `sluice-media://recordings/${id}/part/1`);
  expect(answer).toBe('refused');
});

test('a video may fill the screen', async () => {
  const filled = await running.page.evaluate(async () => {
    await document.documentElement.requestFullscreen();
    const full = document.fullscreenElement !== null;
    await document.exitFullscreen();
    return full;
  });
  expect(filled).toBe(true);
});
