import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openEngine } from '../../engine/index.ts';
import { addOne, ask, reaches, testEngine, testFolder, testHost, until } from './home.ts';

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

test('a link to a video is looked at, as whom it is said and with the password it was recognised with', async () => {
  const engine = await testEngine(testFolder());
  const { links } = await ask(engine, 'links.recognise', { text: 'http://me:secret@fixture/v' });
  const url = links[0]?.url ?? '';
  expect(url).not.toContain('secret');
  const options = { headers: [{ name: 'X-A', value: 'b' }], proxy: 'http://u:p@127.0.0.1:1' };
  const found = await ask(engine, 'videos.look', { url, resolver: 'yt-dlp', options });
  if (found.kind !== 'video') throw new Error(found.kind);
  expect(found).toMatchObject({ url: 'http://fixture/v', title: 'A video' });
  expect(JSON.parse(found.channel ?? '')).toEqual({
    ...{ resolver: 'yt-dlp', headers: options.headers, auth: { user: 'me', password: 'secret' }, proxy: options.proxy },
  });
  expect(await engine.call('videos.look', { url, options: { proxy: 'nonsense' } })).toMatchObject({
    error: { code: 'invalid-input' },
  });
  expect(await engine.call('videos.look', { url: 'ftp://fixture/v' })).toMatchObject({
    error: { code: 'unsupported' },
  });
});

test('a job process answers for the resolvers that it has', async () => {
  const folder = testFolder();
  const worker = fileURLToPath(new URL('../../worker/index.ts', import.meta.url));
  const engine = await openEngine(testHost(folder, worker));
  onTestFinished(() => engine.close());
  const url = 'http://127.0.0.1:1/v';
  expect(await engine.call('videos.look', { url, resolver: 'builtin' })).toMatchObject({
    error: { code: 'unsupported' },
  });
  await ask(engine, 'settings.set', { ytDlp: join(folder, 'none') });
  expect(await engine.call('videos.look', { url })).toMatchObject({ error: { code: 'tool-missing' } });
});

test('why a site refuses comes as it is', async () => {
  const engine = await testEngine(testFolder());
  for (const code of ['unsupported', 'video-private', 'rate-limited']) {
    expect(await engine.call('videos.look', { url: `http://fixture/v?${code}` })).toMatchObject({
      ...{ ok: false, error: { code } },
    });
  }
});

test('a list is found behind a link that does not tell, and each entry names the task that has it', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const at = 'http://fixture/ok/';
  const doneOne = await addOne(engine, `${at}v1`);
  const goneOne = await addOne(engine, `${at}v2`);
  await reaches(engine, doneOne.id, 'completed');
  await reaches(engine, goneOne.id, 'completed');
  rmSync(join(folder, 'downloads', 'v2'));
  const paused = await addOne(engine, `${at}v3`, { start: 'paused' });
  const canceled = await addOne(engine, `${at}v4`, { start: 'paused' });
  await ask(engine, 'tasks.cancel', { ids: [canceled.id] });
  const url = `http://fixture/l?list=5&at=${at}`;
  const found = await ask(engine, 'videos.look', { url });
  if (found.kind !== 'list') throw new Error(found.kind);
  expect(found.next).toBe('builtin:page-2');
  expect(found.entries.map(({ task }) => task)).toEqual([
    { id: doneOne.id, state: 'completed' },
    null,
    { id: paused.id, state: 'paused' },
    null,
    null,
  ]);
  const more = await ask(engine, 'videos.more', { url, next: found.next ?? '' });
  expect(more).toMatchObject({ kind: 'list', next: null });
  expect(await engine.call('videos.look', { url, as: 'video' })).toMatchObject({ error: { code: 'is-list' } });
});

test('of a link to a video that is played from a list the setting says which is meant, unless somebody does', async () => {
  const engine = await testEngine(testFolder());
  const list = 'PLrAXtmErZgOeiKm4sgNOknGvNjby9efdf';
  const video = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ';
  const url = `https://youtu.be/dQw4w9WgXcQ?list=${list}&t=20`;
  const found = async (as?: 'video' | 'list', link = url): Promise<unknown> => {
    const reply = await engine.call('videos.look', { url: link, ...(as === undefined ? {} : { as }) });
    return reply.ok ? [reply.value.kind, 'url' in reply.value ? reply.value.url : reply.value] : reply.error.code;
  };
  const whole = `https://www.youtube.com/playlist?list=${list}`;
  expect(await found()).toEqual(['both', { kind: 'both', video, list: whole }]);
  expect(await found('video')).toEqual(['video', video]);
  expect(await found('list')).toEqual(['list', whole]);
  await ask(engine, 'settings.set', { videoOrList: 'list' });
  expect(await found()).toEqual(['list', whole]);
  await ask(engine, 'settings.set', { videoOrList: 'video' });
  expect(await found()).toEqual(['video', video]);
  expect(await found(undefined, whole)).toEqual(['list', whole]);
  expect(await found('list', video)).toBe('invalid-input');
});

test('the same question is asked once; a failure is forgotten', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const note = join(folder, 'note');
  const url = `http://site.example/v?note=${note}`;
  const both = await Promise.all([ask(engine, 'videos.look', { url }), ask(engine, 'videos.look', { url })]);
  expect(both[0]).toEqual(both[1]);
  await ask(engine, 'videos.look', { url });
  expect(linesOf(note)).toEqual(['begin', 'end']);
  await ask(engine, 'videos.look', { url, resolver: 'yt-dlp' });
  expect(linesOf(note)).toHaveLength(4);
  // what one finds who may reach all is not for one who may not
  for (let times = 1; times <= 2; times++) await ask(engine, 'videos.look', { url, options: { publicOnly: true } });
  expect(linesOf(note)).toHaveLength(6);
  for (let times = 1; times <= 2; times++) {
    await engine.call('videos.look', { url: `${url}&timeout` });
    expect(linesOf(note)).toHaveLength(6 + 2 * times);
  }
});

test('many looks go to their sites four at a time', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const [note, gate] = [join(folder, 'note'), join(folder, 'open')];
  const looks = Array.from({ length: 12 }, (_, n) =>
    ask(engine, 'videos.look', { url: `http://fixture/v?n=${n}&note=${note}&gate=${gate}` }),
  );
  await until(() => (linesOf(note).length >= 4 ? true : undefined), 'four begin');
  writeFileSync(gate, '');
  await Promise.all(looks);
  let open = 0;
  let most = 0;
  for (const line of linesOf(note)) {
    open += line === 'begin' ? 1 : -1;
    most = Math.max(most, open);
  }
  expect([open, most]).toEqual([0, 4]);
});

test('a look whose process dies is given to another one, once, and takes no task with it', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const url = (crashes: number): string => `http://fixture/v?crash=${crashes}&note=${join(folder, `${crashes}`)}`;
  expect(await ask(engine, 'videos.look', { url: url(1) })).toMatchObject({ kind: 'video' });
  const slow = await addOne(engine, 'http://fixture/slow/a');
  await reaches(engine, slow.id, 'running');
  expect(await engine.call('videos.look', { url: url(9) })).toMatchObject({ error: { code: 'internal' } });
  expect(linesOf(join(folder, '9'))).toEqual(['begin', 'begin']);
  await reaches(engine, slow.id, 'running');
  const { attempts } = await ask(engine, 'tasks.show', { id: slow.id });
  expect(attempts.map(({ outcome }) => outcome)).toEqual(['lost', null]);
});

test('looks end with the engine', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const note = join(folder, 'note');
  const looks = Array.from({ length: 6 }, (_, n) =>
    engine.call('videos.look', { url: `http://fixture/v?n=${n}&note=${note}&gate=${join(folder, 'open')}` }),
  );
  await until(() => (linesOf(note).length >= 4 ? true : undefined), 'four begin');
  await engine.close();
  for (const reply of await Promise.all(looks)) expect(reply).toMatchObject({ error: { code: 'canceled' } });
  expect(linesOf(note).toSorted()).toEqual([...Array(4).fill('begin'), ...Array(4).fill('stopped')]);
});
