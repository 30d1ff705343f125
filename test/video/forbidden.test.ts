import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import type { FoundFormat, FoundVideo } from '../../engine/sources/video/found.ts';
import { testFolder } from '../files/folder.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { makeMedia } from './media.ts';
import { withReference } from './reference.ts';
import { Answers, format, outcome, VideoTask, video } from './task.ts';

const run = promisify(execFile);
const strace = ['-f', '-qq', '-s', '4096', '-e', 'trace=open,openat,openat2,connect'];

/** Why this machine cannot do it, or `null`. */
async function problem(): Promise<string | null> {
  return run('strace', ['-qq', '-o', '/dev/null', 'true']).then(
    () => null,
    (error: unknown) => `no strace here: ${error instanceof Error ? error.message : String(error)}`,
  );
}

/** What a traced program opened of what is secret, and whom it called. */
function reached(trace: string): string[] {
  const opened = [...trace.matchAll(/open(?:at|at2)?\((?:[^,]*, )?"([^"]*)"/gu)].map(([, path]) => path ?? '');
  const called = [...trace.matchAll(/connect\(\d+, (\{sa_family=AF_INET6?,[^}]*\})/gu)].map(([, to]) => to ?? '');
  return [...opened.filter((path) => path.includes('secret')), ...called];
}

test('nothing that came as media leads ffmpeg to another file or to the network', async (context) => {
  const reason = await problem();
  if (reason !== null) context.skip(reason);
  const folder = await testFolder();
  const media = await makeMedia(join(folder, 'media'), 'both', 'jpeg', 'h264', 'aac');
  const origin = await startOrigin();
  onTestFinished(() => origin.close());
  const secret = join(folder, 'secret.mp4');
  await writeFile(secret, await readFile(media.both));
  const net = origin.url('/called');
  const playlist = (line: string): string =>
    `#EXTM3U\n#EXT-X-TARGETDURATION:12\n#EXTINF:12,\n${line}\n#EXT-X-ENDLIST\n`;
  const referring = withReference(await readFile(media.both), secret);
  const bodies: Record<string, string | Buffer> = {
    'a playlist that names a file': playlist(`file://${secret}`),
    'a playlist that names a path': playlist(secret),
    'a playlist that names an address': playlist(net),
    'a list to be put together': `ffconcat version 1.0\nfile '${secret}'\n`,
    'a manifest': `<?xml version="1.0"?><MPD><Period><AdaptationSet><Representation id="1"><BaseURL>${net}</BaseURL></Representation></AdaptationSet></Period></MPD>`,
    'a session': `v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video ${new URL(net).port} RTP/AVP 96\n`,
    'a film that refers to another': referring,
    'Matroska by its beginning': Buffer.concat([Buffer.from([0x1a, 0x45, 0xdf, 0xa3]), Buffer.from(playlist(secret))]),
  };
  const traces = join(folder, 'traces');
  await mkdir(traces);
  const ffmpeg = join(folder, 'ffmpeg');
  await writeFile(ffmpeg, `#!/bin/sh\nexec strace ${strace.join(' ')} -o ${traces}/$$ ffmpeg "$@"\n`);
  await chmod(ffmpeg, 0o755);

  // So would it be without care: what is traced here shows in a trace.
  const lure = join(folder, 'lure.m3u8');
  await writeFile(lure, playlist(secret));
  await run(ffmpeg, ['-v', 'quiet', '-i', lure, '-t', '1', '-f', 'null', '-']).catch(() => {});
  await writeFile(join(folder, 'lure.mp4'), referring);
  const drefs = ['-enable_drefs', '1', '-use_absolute_path', '1', '-i', join(folder, 'lure.mp4'), '-f', 'null', '-'];
  await run(ffmpeg, ['-v', 'quiet', ...drefs]).catch(() => {});
  const lured = await Promise.all((await readdir(traces)).map((name) => readFile(join(traces, name), 'utf8')));
  expect(lured.map((trace) => reached(trace).includes(secret))).toEqual([true, true]);

  const place = (path: string) => ({ url: origin.url(path), headers: [], chunk: null });
  origin.serve('/cover', { content: await readFile(media.jpeg) });
  const subtitles = (text: string) => {
    origin.serve('/subtitles', { content: Buffer.from(text) });
    return [{ language: 'en', name: 'English', automatic: false, form: 'vtt', place: place('/subtitles') }];
  };
  const attempt = async (formats: readonly FoundFormat[], change: Partial<FoundVideo>): Promise<string> => {
    const task = await VideoTask.make();
    const found = video(formats, { pictures: [{ url: origin.url('/cover'), width: 1, height: 1 }], ...change });
    const wanted = { subtitles: { languages: ['en'], as: 'embedded' }, format: formats.map(({ id }) => id).join('+') };
    return outcome(await task.attempt(new Answers(() => found), { ffmpeg, video: wanted as never }));
  };
  const before = (await readdir(traces)).length;
  const ends: Record<string, string> = {};
  for (const [what, body] of Object.entries(bodies)) {
    const content = Buffer.from(body);
    origin.serve('/media', { content });
    const both = await format(media.both, origin.url('/media'), { id: '18', kind: 'both', size: content.length });
    ends[what] = await attempt([both], {});
  }
  for (const end of Object.values(ends)) expect(ends).toSatisfy(() => end.startsWith('corrupt-media'));

  // Beside good tracks, what else came is as little followed.
  origin.serve('/v.mp4', { content: await readFile(media.h264) });
  origin.serve('/a.m4a', { content: await readFile(media.aac) });
  const tracks = [
    await format(media.h264, origin.url('/v.mp4'), { id: '137', videoCodec: 'avc1' }),
    await format(media.aac, origin.url('/a.m4a'), { id: '140', kind: 'audio', audioCodec: 'mp4a' }),
  ];
  const cue = `00:01.000 --> 00:02.000\n${playlist(secret)}`;
  origin.serve('/cover', {
    content: Buffer.concat([Buffer.from('\xff\xd8\xff', 'latin1'), Buffer.from(playlist(secret))]),
  });
  const hostile = {
    title: `file:${secret}\n[CHAPTER]\nfile '${secret}'`,
    chapters: [{ title: `\n;FFMETADATA1\n-i ${secret}`, start: 0, end: 12 }],
  };
  for (const text of [
    `WEBVTT\n\n${cue}`,
    `${playlist(secret)}\n\n${cue}`,
    `ffconcat version 1.0\nfile '${secret}'\n\n${cue}`,
  ]) {
    expect(await attempt(tracks, { ...hostile, subtitles: subtitles(text) })).toMatch(/^(?:done|corrupt-media)/u);
  }
  origin.serve('/cover', { content: await readFile(media.jpeg) });
  expect(await attempt(tracks, { ...hostile, subtitles: subtitles(`WEBVTT\n\n${cue}`) })).toBe('done');

  const names = await readdir(traces);
  expect(names.length).toBeGreaterThan(before + 5);
  const all = await Promise.all(names.map((name) => readFile(join(traces, name), 'utf8')));
  expect(all.filter((trace) => !lured.includes(trace)).flatMap(reached)).toEqual([]);
  expect(origin.requests.map(({ path }) => path)).not.toContain('/called');
}, 180_000);
