import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addOne, ask, reaches, show, testEngine, testFolder, until } from './home.ts';

const link = 'http://fixture/ok/a.txt?content=same';

test('an unfinished task of the same source is taken up again, with the options that are given anew', async () => {
  const engine = await testEngine(testFolder());
  const first = await addOne(engine, 'http://fixture/slow/a.bin', {
    options: { headers: [{ name: 'X-A', value: '1' }] },
  });
  await reaches(engine, first.id, 'running');
  await ask(engine, 'tasks.pause', { ids: [first.id] });
  const again = await ask(engine, 'tasks.add', {
    tasks: [{ url: 'HTTP://FIXTURE:80/slow/a.bin#x' }],
    options: { headers: [{ name: 'X-B', value: '2' }] },
  });
  expect(again).toMatchObject({ added: [], refused: [], existing: [{ taken: 'resumed', task: { id: first.id } }] });
  expect((await reaches(engine, first.id, 'running')).options.headerNames).toEqual(['X-B']);
});

test('another folder or another name is another task', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const a = await addOne(engine, 'http://fixture/slow/a.bin');
  const b = await addOne(engine, 'http://fixture/slow/a.bin', { directory: join(folder, 'elsewhere') });
  const { added } = await ask(engine, 'tasks.add', { tasks: [{ url: 'http://fixture/slow/a.bin', name: 'b.bin' }] });
  expect(new Set([a.id, b.id, added[0]?.id]).size).toBe(3);
});

test('the same link twice in one call is one task', async () => {
  const engine = await testEngine(testFolder());
  const { added, existing } = await ask(engine, 'tasks.add', { tasks: [{ url: link }, { url: link }] });
  expect(added).toHaveLength(1);
  expect(existing).toMatchObject([{ taken: 'resumed', task: { id: added[0]?.id } }]);
});

test('a finished source is asked about, skipped or fetched again; when its file is gone it is simply fetched', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { id } = await addOne(engine, link);
  await reaches(engine, id, 'completed');
  expect(await ask(engine, 'tasks.add', { tasks: [{ url: link }] })).toMatchObject({
    refused: [{ error: { code: 'conflict' }, duplicateOf: id }],
  });
  expect(await ask(engine, 'tasks.add', { tasks: [{ url: link }], duplicates: 'skip' })).toMatchObject({
    existing: [{ taken: 'skipped', task: { id } }],
  });
  const kept = await addOne(engine, link, { duplicates: 'keep' });
  const both = await reaches(engine, kept.id, 'completed');
  expect(both.name).toBe('a (1).txt');
  expect(both.state).toMatchObject({ artifacts: [{ sameAs: null }] });
  for (const name of ['a.txt', 'a (1).txt']) rmSync(join(folder, 'downloads', name));
  await reaches(engine, (await addOne(engine, link)).id, 'completed');
});

test('the same content under another link is noted, or the new copy is dropped', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  await reaches(engine, (await addOne(engine, link)).id, 'completed');
  const asked = await addOne(engine, 'http://fixture/ok/b.txt?content=same');
  const old = join(folder, 'downloads', 'a.txt');
  expect((await reaches(engine, asked.id, 'completed')).state).toMatchObject({
    artifacts: [{ path: join(folder, 'downloads', 'b.txt'), sameAs: old }],
  });
  const skipped = await addOne(engine, 'http://fixture/ok/c.txt?content=same', { duplicates: 'skip' });
  expect((await reaches(engine, skipped.id, 'completed')).state).toMatchObject({
    artifacts: [{ path: old, sameAs: old }],
  });
  const different = await addOne(engine, 'http://fixture/ok/d.txt?content=diff', { duplicates: 'skip' });
  await reaches(engine, different.id, 'completed');
  await until(() => (existsSync(join(folder, 'downloads', '.sluice')) ? undefined : true), 'traces gone');
  expect(readdirSync(join(folder, 'downloads')).toSorted()).toEqual(['a.txt', 'b.txt', 'd.txt']);
  await ask(engine, 'tasks.remove', { ids: [skipped.id], files: true });
  expect(existsSync(old)).toBe(true);
});

test('removing with files deletes only what Sluice put there and nobody changed', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const [a, b] = [await addOne(engine, 'http://fixture/ok/a.txt'), await addOne(engine, 'http://fixture/ok/b.txt')];
  await reaches(engine, a.id, 'completed');
  await reaches(engine, b.id, 'completed');
  writeFileSync(join(folder, 'downloads', 'b.txt'), 'edited by hand');
  expect((await ask(engine, 'tasks.remove', { ids: [a.id, b.id], files: true })).done).toHaveLength(2);
  expect(existsSync(join(folder, 'downloads', 'a.txt'))).toBe(false);
  expect(readFileSync(join(folder, 'downloads', 'b.txt'), 'utf8')).toBe('edited by hand');
});

test('a link that was recognised keeps its password although it is shown without it', async () => {
  const folder = testFolder();
  const engine = await testEngine(folder);
  const { links } = await ask(engine, 'links.recognise', { text: 'http://me:s3cret@fixture/ok/a.txt ftp://x/y' });
  expect(links[0]).toMatchObject({ url: 'http://me@fixture/ok/a.txt', name: 'a.txt', host: 'fixture', problem: null });
  expect(links[1]?.problem?.code).toBe('unsupported');
  expect(JSON.stringify(links)).not.toContain('s3cret');
  const task = await addOne(engine, links[0]?.url ?? '', { start: 'paused' });
  expect((await show(engine, task.id)).state.name).toBe('paused');
  const again = await ask(engine, 'links.recognise', { text: 'http://fixture/ok/a.txt' });
  expect(again.links[0]?.duplicateOf).toMatchObject({ id: task.id, state: 'paused' });
});

test('of a link that cannot be used the password is shown neither as its address nor as its name', async () => {
  const engine = await testEngine(testFolder());
  const links = ['http://me:secret@fixture:99999/a.txt', 'ftp://me:secret@fixture/a.txt', 'https://me:secret@[/a.txt'];
  const found = await ask(engine, 'links.recognise', { text: links.join('\n') });
  expect(found.links).toHaveLength(links.length);
  for (const { problem } of found.links) expect(problem).not.toBeNull();
  expect(JSON.stringify(found)).not.toContain('secret');
});
