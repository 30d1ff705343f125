import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { group, listEntry, videoInfo } from '../../contract/video.ts';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

/** Nothing is fetched: see `fixture-worker.ts` and `fixture-look.ts` for what these links do. */
const scripted = { scripted: true };
const list = (query: string): string => `http://fixture/list?at=http://fixture/ok/&${query}`;
const inList = 'https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL63F0C78739B09958';

test('a video: what it is, then as any file', async () => {
  const home = newHome();
  const { code, stdout, stderr } = await home.run(['youtube', 'http://fixture/ok/a'], scripted);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${join(home.downloads, 'a')}\n` });
  expect(stderr).toMatch(
    /^A video \(.*, 1:00\): 360p, H\.264, 96 kbit\/s AAC, 4\.00 MB, mp4\n\[[0-9a-z]{10}\] added http:\/\/fixture\/ok\/a\n/,
  );
  const [task] = (await home.run(['list', '--json'])).stdout.split('\n');
  expect(JSON.parse(task ?? '')).toMatchObject({ kind: 'video', video: { format: 'best', audio: 'keep', clip: null } });
});

test('every wish reaches the task, and the setting is the format of who has none', async () => {
  const home = newHome();
  await home.run(['settings', 'set', 'video-format', '720p']);
  const wishes = ['--subs', 'en,ru', '--subs', 'de', '--auto-subs', '--embed-subs', '--no-chapters', '--no-thumbnail'];
  const more = ['--no-tags', '--clip', '1:00-2:30', '--resolver', 'yt-dlp', '--limit-rate', '1M'];
  await home.run(['video', '-q', ...wishes, ...more, 'http://fixture/ok/a'], scripted);
  await home.run(['youtube', '-q', '--audio-codec', 'mp3', 'http://fixture/ok/b'], scripted);
  const tasks = (await home.run(['list', '--json'])).stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(tasks).toMatchObject([
    { video: { format: 'audio', audio: 'mp3' } },
    {
      video: {
        ...{ format: '720p', audio: 'keep', chapters: false, thumbnail: false, tags: false, resolver: 'yt-dlp' },
        subtitles: { languages: ['en', 'ru', 'de'], automatic: true, as: 'embedded' },
        clip: { start: 60, end: 150 },
      },
      options: { limitRate: 1_000_000 },
    },
  ]);
  const shown = (await home.run(['show', tasks[1].id])).stdout;
  for (const fact of ['video', '720p', 'en, ru, de (also automatic ones, in the file)', '1:00.0 to 2:30.0', 'yt-dlp'])
    expect(shown).toContain(fact);
});

test('what is asked for is a command line that makes sense', async () => {
  const home = newHome();
  for (const wrong of [
    ['--clip', '5-3', 'http://fixture/ok/a'],
    ['--items', '0', 'http://fixture/ok/a'],
    ['--format', 'a b', 'http://fixture/ok/a'],
    ['--subs', 'en,,ru', 'http://fixture/ok/a'],
    ['--auto-subs', 'http://fixture/ok/a'],
    ['--audio', '--format', '18', 'http://fixture/ok/a'],
    ['--video', '--playlist', 'http://fixture/ok/a'],
    ['--list', '--list-formats', 'http://fixture/ok/a'],
    ['--clip', '1-2', 'http://fixture/ok/a', 'http://fixture/ok/b'],
    ['-o', 'a.mp4', 'http://fixture/ok/a', 'http://fixture/ok/b'],
    ['-o', 'folder/', 'http://fixture/ok/a'],
    [],
  ]) {
    expect(await home.run(['youtube', ...wrong], scripted)).toMatchObject({ code: 2, stdout: '' });
  }
});

test('a list: a group of all its videos, those that cannot be had and a second run passed over', async () => {
  const home = newHome();
  const link = list('list=3&missing=2');
  const first = await home.run(['youtube', link], scripted);
  const paths = ['v1', 'v2', 'v3'].map((name) => join(home.downloads, name));
  expect(first.code).toBe(0);
  expect(first.stdout.trimEnd().split('\n').sort()).toEqual(paths);
  expect(first.stderr).toContain('A list (A channel, 3 videos)\n1 video of the list cannot be had');
  const [made = ''] = (await home.run(['list', '--groups', '--json'])).stdout.split('\n');
  const { id, counts } = group.parse(JSON.parse(made));
  expect(counts).toMatchObject({ completed: 3, waiting: 0 });
  expect((await home.run(['show', id.slice(0, 5)])).stdout).toContain('3 tasks: 3 done');

  const second = await home.run(['youtube', '--json', link], scripted);
  expect(second).toMatchObject({ code: 0, stderr: '' });
  expect(eventsIn(second.stdout).map(({ event }) => event)).toEqual(['skipped', 'skipped', 'skipped', 'summary']);
  const sound = await home.run(['youtube', '--json', '--audio', link], scripted);
  expect(eventsIn(sound.stdout).at(-1)).toMatchObject({ completed: 3, skipped: 0 });
});

test('--items takes some of a list, from any page; each knows its number', async () => {
  const home = newHome();
  const { code, stdout } = await home.run(['youtube', '--json', '--items', '2,5-', list('list=3')], scripted);
  expect(code).toBe(0);
  const added = eventsIn(stdout).filter((each) => each.event === 'added');
  expect(added.map((each) => each.group?.number)).toEqual([2, 6]);
  expect(new Set(added.map((each) => each.group?.id)).size).toBe(1);
  const none = await home.run(['youtube', '--items', '70', list('list=3')], scripted);
  expect(none).toMatchObject({ code: 2, stdout: '' });
  expect(none.stderr).toContain('the list has none of these numbers');
});

test('the id of a group stands for all its tasks', async () => {
  const home = newHome();
  const running = home.start(['youtube', '--json', 'http://fixture/list?list=2&at=http://fixture/slow/'], scripted);
  await running.until(/"event":"progress"/);
  const [row = ''] = (await home.run(['list', '-g'])).stdout.split('\n');
  const [id = '', tasks] = row.split('\t');
  expect(tasks).toMatch(/^2 tasks/);
  expect(await home.run(['cancel', id.slice(0, 6)])).toMatchObject({
    code: 0,
    stdout: 'canceled the tasks of 1 list\n',
  });
  const { code, stdout } = await running.ended;
  expect(code).toBe(1);
  expect(eventsIn(stdout).at(-1)).toMatchObject({ canceled: 2 });
});

test('a group is paused, and waited for once it goes on', async () => {
  const home = newHome();
  const running = home.start(['youtube', '--json', 'http://fixture/list?list=2&at=http://fixture/gate/'], scripted);
  await running.until(/"event":"progress"[\s\S]*"event":"progress"/);
  const [id = ''] = (await home.run(['list', '-g'])).stdout.split('\t');
  expect(await home.run(['pause', id])).toMatchObject({ code: 0, stdout: 'paused the tasks of 1 list\n' });
  expect((await running.ended).code).toBe(1);
  const seen = stripVTControlCharacters((await home.run(['list'], { terminal: 100 })).stdout);
  expect(seen).toMatch(/GROUP +TASKS[\s\S]*\n[0-9a-z]{10} +2 tasks: 2 paused +\S+ +2\.00 kB +A list/);
  writeFileSync(join(home.downloads, 'open'), '');
  const { code, stdout } = await home.run(['resume', '-q', id], scripted);
  expect(code).toBe(0);
  expect(stdout.trimEnd().split('\n').sort()).toEqual(['v1', 'v2'].map((name) => join(home.downloads, name)));
});

test('--list shows the entries and gets nothing, --list-formats what can be had', async () => {
  const home = newHome();
  const piped = await home.run(['youtube', '--list', list('list=2&missing=4')], scripted);
  expect(piped.stdout).toBe(
    [1, 2, 3, 4]
      .map((number) => `${number}\t60\thttp://fixture/ok/v${2 - (number % 2)}\tVideo ${2 - (number % 2)}\t`)
      .map((line, at) => (at === 3 ? `${line}Private video\n` : `${line}\n`))
      .join(''),
  );
  expect(piped.stderr).toContain('answered by the built-in resolver 1');
  const entries = (await home.run(['youtube', '--list', '--json', list('list=2')], scripted)).stdout.trimEnd();
  expect(entries.split('\n').map((line) => listEntry.parse(JSON.parse(line)).number)).toEqual([1, 2, 3, 4]);

  const formats = await home.run(['youtube', '-F', 'http://fixture/ok/a', 'http://fixture/b?region'], scripted);
  expect(formats.code).toBe(3);
  expect(formats.stdout).toMatch(/best +360p, H\.264, 96 kbit\/s AAC, 4\.00 MB, mp4 +18\n/);
  expect(formats.stdout).toMatch(
    /18 +360p +H\.264 +96 kbit\/s AAC .*4\.00 MB +mp4\nanswered by the built-in resolver 1 as TV/,
  );
  expect(formats.stderr).toContain('not shown in your country');
  const json = await home.run(['youtube', '-F', '--json', 'http://fixture/ok/a'], scripted);
  expect(videoInfo.parse(JSON.parse(json.stdout)).formats).toHaveLength(1);
  expect(await home.run(['list'])).toMatchObject({ stdout: '' });
  expect(existsSync(home.downloads) ? readdirSync(home.downloads) : []).toEqual([]);
});

test('what fails says why, and keeps no other link from it', async () => {
  const home = newHome();
  const { code, stdout, stderr } = await home.run(
    ['youtube', 'http://fixture/v?video-private', 'http://fixture/ok/a', 'http://fixture/v?age-limit'],
    scripted,
  );
  expect({ code, stdout }).toEqual({ code: 3, stdout: `${join(home.downloads, 'a')}\n` });
  expect(stderr).toContain('not added: http://fixture/v?video-private: This video is private.');
  expect(stderr).toContain('1 done, 2 not added');
  const outdated = await home.run(['youtube', '-q', 'http://fixture/v?extractor-outdated'], scripted);
  expect(outdated.code).toBe(8);
  expect(outdated.stderr).toContain('--resolver yt-dlp');
});

test('what is live is recorded', async () => {
  const home = newHome();
  const live = 'http://fixture/live.m3u8?title=Show&state=live&ends=3';
  const { code, stdout, stderr } = await home.run(['youtube', '--from-start', live], scripted);
  expect(stderr).toMatch(/^A video \(.*live\) is live: it is recorded from its start, until it ends or Ctrl-C\.\n/);
  expect(code).toBe(0);
  expect(stdout).toMatch(/Show/);
  const [task] = (await home.run(['list', '--json'])).stdout.split('\n');
  expect(JSON.parse(task ?? '')).toMatchObject({ kind: 'stream', recording: { from: 'start' } });
});

test('what has not begun is refused, or waited for', async () => {
  const home = newHome();
  const soon = 'http://fixture/live.m3u8?title=Show&ends=3&state=upcoming';
  const refused = await home.run(['youtube', soon], scripted);
  expect(refused).toMatchObject({ code: 4, stdout: '' });
  expect(refused.stderr).toContain('The stream is not live.');
  const waited = await home.run(['youtube', '--wait', soon], scripted);
  expect(waited.code).toBe(0);
  expect(waited.stderr).toContain('It has not begun: it is waited for and then recorded.');
  const [task] = (await home.run(['list', '--json'])).stdout.split('\n');
  expect(JSON.parse(task ?? '')).toMatchObject({ kind: 'stream', recording: { wait: true } });
});

test('a video that is in a list: the video without a terminal, which is told', async () => {
  for (const command of ['youtube', 'get']) {
    const home = newHome();
    const running = home.start([command, inList], scripted);
    await running.until(/added https:\/\/www\.youtube\.com\/watch\?v=dQw4w9WgXcQ\n/);
    expect(running.output()).toContain(
      'the video is taken: https://www.youtube.com/watch?v=dQw4w9WgXcQ\nFor the list: sluice youtube --playlist https://www.youtube.com/playlist?list=PL63F0C78739B09958\n',
    );
    expect((await running.ended).code).toBe(0);
  }
});

test('a video that is in a list: a terminal asks, flags and the setting decide before', async () => {
  const home = newHome();
  const asked = home.start(['youtube', inList, `${inList}&index=2`], { ...scripted, terminal: 160 });
  await asked.until(/is part of a list\. The \[v\]ideo, or the whole \[l\]ist\? A capital/);
  asked.type('x\r');
  await asked.until(/Gx[\s\S]*\[l\]ist\? [\s\S]*G$/);
  asked.type('L\r');
  // the list of the fixture has no length
  await asked.until(/the list is empty[\s\S]*the list is empty/);
  expect((await asked.ended).code).toBe(3);

  const flag = await home.run(['youtube', '--playlist', inList], { ...scripted, terminal: 160 });
  expect(stripVTControlCharacters(flag.stdout)).not.toContain('is part of a list');
  expect(flag.code).toBe(3);
  await home.run(['settings', 'set', 'video-or-list', 'video']);
  const set = await home.run(['youtube', '-q', inList], { ...scripted, terminal: 160 });
  expect(set.code).toBe(0);
});

test('get takes links of all kinds', async () => {
  const home = newHome();
  writeFileSync(join(home.folder, 'links.txt'), 'https://youtu.be/dQw4w9WgXcQ http://fixture/ok/b\n');
  const { code, stdout } = await home.run(
    ['get', '--json', '-i', 'links.txt', 'https://www.youtube.com/watch?v=dQw4w9WgXc'],
    scripted,
  );
  const events = eventsIn(stdout);
  expect(events.find((each) => each.event === 'refused')).toMatchObject({ error: { code: 'unsupported' } });
  expect(events.filter((each) => each.event === 'completed').map((each) => each.url)).toEqual(
    expect.arrayContaining(['https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'http://fixture/ok/b']),
  );
  expect(code).toBe(2);
});

test('Ctrl-C while a site is asked: nothing was added', async () => {
  const home = newHome();
  const note = join(home.folder, 'note');
  writeFileSync(note, '');
  const link = `http://fixture/v?gate=${join(home.folder, 'never')}&note=${note}`;
  const running = home.start(['youtube', link], { ...scripted, terminal: 120 });
  await running.until(/Looking at/);
  while (!readFileSync(note, 'utf8').includes('begin')) await new Promise((resolve) => setImmediate(resolve));
  running.type('\u0003');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  expect(stripVTControlCharacters(stdout)).toContain('Stopped before anything was added.');
});
