import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../engine/engine.ts';
import { unfinishedPaths } from '../../engine/files/unfinished.ts';
import { watchedBy } from '../../main/media/media-address.ts';
import { answerWatcher } from '../../main/media/serve-media.ts';
import { fakeEngine } from '../renderer/page/fake-engine.ts';
import { recordingOf } from '../renderer/page/recordings.ts';
import { idOf, taskOf, today } from '../renderer/page/tasks.ts';

describe('an address of media', () => {
  test('names a file of the work folder or a finished file', () => {
    expect(watchedBy('sluice-media://recordings/00000000a1/live/watch.m3u8')).toEqual({
      id: '00000000a1',
      live: 'watch.m3u8',
    });
    expect(watchedBy('sluice-media://recordings/0000000001/live/watch-subtitles-en.m3u8')).toEqual({
      id: '0000000001',
      live: 'watch-subtitles-en.m3u8',
    });
    expect(watchedBy('sluice-media://recordings/00000000a1/part/12?t=1#x')).toEqual({ id: '00000000a1', part: 12 });
  });

  test.each([
    'sluice-media://other/00000000a1/live/watch.m3u8',
    'app://recordings/00000000a1/live/watch.m3u8',
    'sluice-media://recordings/00000000A1/live/watch.m3u8',
    'sluice-media://recordings/short/live/watch.m3u8',
    'sluice-media://recordings/00000000a1/live/',
    'sluice-media://recordings/00000000a1/live/.hidden',
    'sluice-media://recordings/00000000a1/live/journal.jsonl',
    'sluice-media://recordings/00000000a1/live/timeline.JSON',
    'sluice-media://recordings/00000000a1/live/a/b.ts',
    'sluice-media://recordings/00000000a1/live/%2e%2e%2fsecret',
    'sluice-media://recordings/00000000a1/live/..%5csecret',
    'sluice-media://recordings/00000000a1/live/a%00.ts',
    'sluice-media://recordings/00000000a1/live/C:a.ts',
    'sluice-media://recordings/00000000a1/part/0',
    'sluice-media://recordings/00000000a1/part/1e3',
    'sluice-media://recordings/00000000a1/part/-1',
    'sluice-media://recordings/00000000a1/other/1',
    'nonsense',
  ])('is none: %s', (address) => {
    expect(watchedBy(address)).toBeUndefined();
  });

  test('is never a way out of the work folder', () => {
    const part = fc.oneof(fc.string(), fc.constantFrom('..', '.', '%2e%2e', '/', '%2f', '\\', '%5c', '%00', 'a.ts'));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        const watched = watchedBy(`sluice-media://recordings/00000000a1/live/${parts.join('')}`);
        if (watched === undefined || !('live' in watched)) return;
        expect(basename(watched.live)).toBe(watched.live);
        expect(dirname(join('/folder', watched.live))).toBe('/folder');
      }),
    );
  });
});

describe('an answer', () => {
  let folder: string;
  let work: string;
  const id = idOf(1);
  const content = Uint8Array.from({ length: 700_000 }, (_, index) => index % 251);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sluice-media-'));
    work = unfinishedPaths(folder, id).recording;
    await mkdir(work, { recursive: true });
    await writeFile(join(work, 'watch.m3u8'), '#EXTM3U\n');
    await writeFile(join(work, 'journal.jsonl'), '{}\n');
    await writeFile(join(folder, 'part 1.mp4'), content);
    await writeFile(join(folder, 'empty.mp4'), '');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** An engine that knows one task, whose second file is empty and whose third is gone. */
  function engine(kind: 'stream' | 'file'): Pick<Engine, 'call'> {
    const artifacts = ['part 1.mp4', 'empty.mp4', 'gone.mp4'].map((name) => ({
      ...{ path: join(folder, name), size: 1, type: null, verified: null, sameAs: null },
    }));
    const sketch = { name: 'x', state: { name: 'completed', at: today, artifacts } } as const;
    const task = kind === 'stream' ? recordingOf(1, sketch) : taskOf(1, sketch);
    return fakeEngine([{ ...task, directory: folder }], {}, 'linux').bridge;
  }

  function ask(path: string, range?: string, kind: 'stream' | 'file' = 'stream', method = 'GET') {
    const headers = new Headers(range === undefined ? {} : { range });
    return answerWatcher(engine(kind), 'app://sluice', { url: `sluice-media://recordings/${path}`, method, headers });
  }

  test('is the playlist of what is stored, for the page alone and never as something that runs', async () => {
    const answer = await ask(`${id}/live/watch.m3u8`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('#EXTM3U\n');
    const { headers } = answer;
    expect(headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
    expect(headers.get('access-control-allow-origin')).toBe('app://sluice');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('is a finished file, whole or in part', async () => {
    const whole = await ask(`${id}/part/1`);
    expect(whole.headers.get('content-type')).toBe('video/mp4');
    expect(whole.headers.get('content-length')).toBe('700000');
    expect(new Uint8Array(await whole.arrayBuffer())).toEqual(content);
    const part = await ask(`${id}/part/1`, 'bytes=300000-699998');
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 300000-699998/700000');
    expect(new Uint8Array(await part.arrayBuffer())).toEqual(content.subarray(300_000, 699_999));
    const beyond = await ask(`${id}/part/1`, 'bytes=700000-');
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, 'bytes */700000']);
    expect(await (await ask(`${id}/part/2`)).text()).toBe('');
  });

  test('can be left in its middle', async () => {
    const { body } = await ask(`${id}/part/1`);
    const reader = body?.getReader();
    expect((await reader?.read())?.value?.length).toBe(256 * 1024);
    await reader?.cancel();
    expect((await reader?.read())?.done).toBe(true);
  });

  test.each([
    [`${id}/part/3`, 'stream'],
    [`${id}/part/4`, 'stream'],
    [`${id}/live/missing.ts`, 'stream'],
    [`${id}/live/journal.jsonl`, 'stream'],
    [`${id}/live/watch.m3u8`, 'file'],
    [`${idOf(2)}/live/watch.m3u8`, 'stream'],
    [`${id}/live/..`, 'stream'],
  ] as const)('is 404 for %s of a %s', async (path, kind) => {
    expect((await ask(path, undefined, kind)).status).toBe(404);
  });

  test('is 404 for links, folders and everything that is no question', async () => {
    await symlink(join(folder, 'part 1.mp4'), join(work, 'link.ts'));
    await mkdir(join(work, 'folder.ts'));
    expect((await ask(`${id}/live/link.ts`)).status).toBe(404);
    expect((await ask(`${id}/live/folder.ts`)).status).toBe(404);
    expect((await ask(`${id}/live/watch.m3u8`, undefined, 'stream', 'POST')).status).toBe(404);
  });
});
