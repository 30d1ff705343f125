import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';
import { type Media, makeMedia } from '../video/media.ts';
import { format, video } from '../video/task.ts';
import { EngineTree } from './engine-tree.ts';
import { processesIn } from './processes.ts';
import { onRecord } from './record.ts';
import { straysIn } from './strays.ts';

const vtt = 'WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n';
const asked = { format: '137+140', subtitles: { languages: ['en'] } };
const names = ['A title.en.vtt', 'A title.mp4'];

let folder: string;
let media: Media;
/** what an undisturbed run makes of it */
let whole: Buffer;

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-video-kill-')));
  media = await makeMedia(join(folder, 'media'), 'h264', 'aac');
  const origin = await serving();
  const home = join(folder, 'whole');
  expect(await EngineTree.video(home, origin.url('/watch'), asked).end()).toEqual({ code: 0, said: '' });
  whole = readFileSync(join(home, 'downloads', 'A title.mp4'));
  await origin.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function serving(rate?: number): Promise<Origin> {
  const origin = await startOrigin();
  for (const path of [media.h264, media.aac]) {
    const slow = rate === undefined ? {} : { rate };
    origin.serve(`/${basename(path)}`, { content: readFileSync(path), etag: `"${basename(path)}"`, ...slow });
  }
  origin.serve('/en.vtt', { content: Buffer.from(vtt) });
  const at = (path: string) => ({ url: origin.url(`/${basename(path)}`), headers: [], chunk: 1024 * 1024 });
  const aac = { kind: 'audio', container: 'm4a', audioCodec: 'mp4a.40.2' } as const;
  const formats = [
    await format(media.h264, '', { id: '137', height: 1080, width: 1920, videoCodec: 'avc1', place: at(media.h264) }),
    await format(media.aac, '', { id: '140', ...aac, place: at(media.aac) }),
  ];
  const subtitles = [{ language: 'en', name: 'English', automatic: false, form: 'vtt', place: at('en.vtt') }];
  origin.serve('/watch', { content: Buffer.from(JSON.stringify(video(formats, { subtitles }))) });
  return origin;
}

/** An ffmpeg that reads as slowly as the video plays, as long as a file is beside it: there is time to die in the merge. */
function slowly(): void {
  const program = join(folder, 'ffmpeg');
  const script =
    '#!/bin/sh\ncase "$*" in *-map_chapters*) [ -e "$0.slow" ] && exec ffmpeg -re "$@";; esac\nexec ffmpeg "$@"\n';
  writeFileSync(program, script, { mode: 0o755 });
  writeFileSync(`${program}.slow`, '');
  process.env['FFMPEG_BIN'] = program;
}

function fast(): void {
  rmSync(join(folder, 'ffmpeg.slow'), { force: true });
}

type Moment = 'stored' | 'merging' | 'named';

/** Whether a moment has come, seen from outside. */
function isReached(moment: Moment, downloads: string): boolean {
  const there = (path: string): string[] => {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  };
  const work = there(join(downloads, '.sluice')).find((name) => name.endsWith('.video'));
  const inside = work === undefined ? [] : there(join(downloads, '.sluice', work));
  switch (moment) {
    case 'stored': {
      const part = join(downloads, '.sluice', work ?? '', 'picture.part');
      const blocks = statSync(part, { throwIfNoEntry: false })?.blocks ?? 0;
      return inside.includes('picture.json') && blocks * 512 > whole.length / 3;
    }
    case 'merging': {
      const making = inside.find((name) => name.endsWith('.making'));
      return (
        (statSync(join(downloads, '.sluice', work ?? '', making ?? ''), { throwIfNoEntry: false })?.size ?? 0) > 0 &&
        making !== undefined
      );
    }
    case 'named':
      return there(downloads).includes('A title.mp4');
  }
}

async function reach(moment: Moment, downloads: string, tree: EngineTree): Promise<boolean> {
  while (!isReached(moment, downloads)) {
    if (tree.gone) return false;
    await nextTurn();
  }
  return true;
}

type Victim = 'tree' | 'workers';

/** Times that a fetch is begun again in another home because its blow came too late: on a busy machine it may be over by then. */
const mostTries = 6;

/** Fetches until a moment has come, and kills. */
async function killedAt(
  moment: Moment,
  victim: Victim,
  url: string,
): Promise<{ readonly home: string; readonly tree: EngineTree }> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const home = realpathSync(mkdtempSync(join(folder, 'home-')));
    if (moment === 'merging') slowly();
    const tree = EngineTree.video(home, url, asked);
    onTestFinished(() => void tree.killAll());
    const isThere = await reach(moment, join(home, 'downloads'), tree);
    fast();
    if (isThere && (victim === 'tree' ? tree.killAll() : tree.killWorkers())) return { home, tree };
    expect(await tree.end()).toEqual({ code: 0, said: '' });
  }
  return expect.fail(`${mostTries} fetches were over before they could be killed`);
}

test.each<[moment: Moment, victim: Victim]>([
  ['stored', 'tree'],
  ['stored', 'workers'],
  ['merging', 'tree'],
  ['merging', 'workers'],
  ['named', 'tree'],
  ['named', 'workers'],
])('killed when it is %s (%s): the next attempt completes it', async (moment, victim) => {
  const origin = await serving(2_000_000);
  onTestFinished(() => origin.close());
  onTestFinished(fast);
  const { home, tree } = await killedAt(moment, victim, origin.url('/watch'));
  const downloads = join(home, 'downloads');
  const sent = (): number => origin.requests.reduce((sum, request) => sum + request.sent, 0);
  const before = { media: origin.requests.filter(({ path }) => path !== '/watch').length, sent: sent() };
  if (victim === 'tree') {
    await tree.end();
    await expect.poll(() => processesIn(home), { timeout: 20_000 }).toEqual([]);
    // Under its name there is nothing, or all of it.
    for (const name of readdirSync(downloads)) {
      if (name === 'A title.mp4') expect(readFileSync(join(downloads, name)).equals(whole)).toBe(true);
      else expect(['.sluice', 'A title.en.vtt']).toContain(name);
    }
    if (moment === 'merging') expect(readdirSync(downloads)).toEqual(['.sluice']);
    const again = EngineTree.video(home, origin.url('/watch'), asked);
    onTestFinished(() => void again.killAll());
    expect(await again.end()).toEqual({ code: 0, said: '' });
  } else expect(await tree.end()).toEqual({ code: 0, said: '' });

  expect(readFileSync(join(downloads, 'A title.mp4')).equals(whole)).toBe(true);
  expect(readFileSync(join(downloads, 'A title.en.vtt'), 'utf8')).toBe(vtt);
  expect(straysIn(home, names)).toEqual([]);
  expect(processesIn(home)).toEqual([]);
  const { tasks, artifacts, outcomes, leftovers } = onRecord(home);
  expect(tasks).toMatchObject([{ state: 'completed' }]);
  expect(artifacts.map(({ path }) => basename(path))).toEqual(['A title.mp4', 'A title.en.vtt']);
  // Once it has its name, the worker may have said so before it died.
  expect(moment === 'named' ? outcomes.slice(-1) : outcomes).toEqual(
    moment === 'named' ? ['completed'] : ['lost', 'completed'],
  );
  expect(leftovers).toBe(0);
  // What was stored is put together without being fetched again.
  const media = origin.requests.filter(({ path }) => path !== '/watch').slice(before.media);
  if (moment !== 'stored') expect(media).toEqual([]);
  else expect(sent() - before.sent).toBeLessThan(whole.length * 0.8);
});
