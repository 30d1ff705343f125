import { execFile } from 'node:child_process';
import { createCipheriv, randomBytes } from 'node:crypto';
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../files/folder.ts';
import { type Nginx, startNginx } from '../servers/nginx.ts';
import { type MadeStream, makeHls, type StreamSpec } from '../streams/make-hls.ts';
import { complaints, hashesOf } from '../streams/packets.ts';
import { begin, fragmentsOf, ledgerOf } from '../streams/record.ts';

const run = promisify(execFile);
const small: StreamSpec = { seconds: 12, segment: 2, gop: 2, size: '96x64' };

async function served(): Promise<{ folder: string; root: string; nginx: Nginx }> {
  const folder = await testFolder();
  const root = join(folder, 'root');
  await mkdir(root, { recursive: true });
  const nginx = await startNginx({ root });
  onTestFinished(() => nginx.close());
  return { folder, root, nginx };
}

function paths({ folder, segments, map }: MadeStream): string[] {
  return [...(map === null ? [] : [map]), ...segments.map(({ name }) => name)].map((name) => join(folder, name));
}

async function expectSame(recorded: readonly string[], source: string, kinds: readonly ('video' | 'audio')[]) {
  for (const path of recorded) expect(await complaints(path)).toBe('');
  for (const kind of kinds) {
    const got = (await Promise.all(recorded.map((path) => hashesOf(path, kind)))).flat();
    expect(got.length).toBeGreaterThan(0);
    expect(got).toEqual(await hashesOf(source, kind));
  }
}

const both = ['video', 'audio'] as const;
const head = ['#EXTM3U', '#EXT-X-VERSION:7', '#EXT-X-TARGETDURATION:2'];

test('AES-128 with keys that rotate, with and without an IV', async () => {
  const { folder, root, nginx } = await served();
  const stream = await makeHls(join(folder, 'plain'), small);
  const lines = [...head, '#EXT-X-MEDIA-SEQUENCE:41'];
  let key = randomBytes(16);
  for (const [index, { name, duration }] of stream.segments.entries()) {
    const sequence = 41 + index;
    const iv = Buffer.alloc(16);
    iv.writeUInt32BE(sequence, 12);
    if (index % 2 === 0) {
      key = randomBytes(16);
      await writeFile(join(root, `key${index}`), key);
      lines.push(`#EXT-X-KEY:METHOD=AES-128,URI="key${index}"`);
    } else {
      randomBytes(16).copy(iv);
      lines.push(`#EXT-X-KEY:METHOD=AES-128,URI="key${index - 1}",IV=0x${iv.toString('hex')}`);
    }
    const cipher = createCipheriv('aes-128-cbc', key, iv);
    const plain = await readFile(join(stream.folder, name));
    await writeFile(join(root, name), Buffer.concat([cipher.update(plain), cipher.final()]));
    lines.push(`#EXTINF:${duration},`, name);
  }
  await writeFile(join(root, 'live.m3u8'), [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  const files = await begin(nginx.url('/live.m3u8'), folder, { fragment: 5 }).done;
  await expectSame(fragmentsOf(files), `concat:${paths(stream).join('|')}`, both);
  expect((await nginx.requests()).filter(({ path }) => path.startsWith('/key'))).toHaveLength(3);
});

test('byte ranges of one file', async () => {
  const { folder, root, nginx } = await served();
  const stream = await makeHls(join(folder, 'plain'), small);
  const lines = [...head];
  const whole: Buffer[] = [];
  for (const { name, duration } of stream.segments) {
    const bytes = await readFile(join(stream.folder, name));
    lines.push(`#EXTINF:${duration},`, `#EXT-X-BYTERANGE:${bytes.length}${whole.length === 0 ? '@0' : ''}`, 'all.ts');
    whole.push(bytes);
  }
  await writeFile(join(root, 'all.ts'), Buffer.concat(whole));
  await writeFile(join(root, 'vod.m3u8'), [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  const files = await begin(nginx.url('/vod.m3u8'), folder, { fragment: 5 }).done;
  await expectSame(fragmentsOf(files), join(root, 'all.ts'), both);
});

test('other pictures, other sound and other codecs behind a discontinuity: each fragment plays alone', async () => {
  const { folder, root, nginx } = await served();
  const programmes = [
    await makeHls(join(folder, 'a'), { ...small, seconds: 6 }),
    await makeHls(join(folder, 'b'), { ...small, seconds: 4, size: '128x96', audio: 'mp3' }),
    await makeHls(join(folder, 'c'), { ...small, seconds: 4, video: 'hevc' }),
    await makeHls(join(folder, 'd'), { ...small, seconds: 6 }),
  ];
  const lines = [...head];
  for (const [index, { folder: from, segments }] of programmes.entries()) {
    if (index > 0) lines.push('#EXT-X-DISCONTINUITY');
    for (const { name, duration } of segments) {
      await copyFile(join(from, name), join(root, `${index}-${name}`));
      lines.push(`#EXTINF:${duration},`, `${index}-${name}`);
    }
  }
  await writeFile(join(root, 'vod.m3u8'), [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  for (const onDiscontinuity of ['new-fragment', 'go-on'] as const) {
    const files = await begin(nginx.url('/vod.m3u8'), join(folder, onDiscontinuity), { onDiscontinuity }).done;
    const fragments = fragmentsOf(files);
    expect(fragments).toHaveLength(4);
    for (const [index, programme] of programmes.entries()) {
      await expectSame(fragments.slice(index, index + 1), `concat:${paths(programme).join('|')}`, both);
    }
    const { breaks, gaps } = await ledgerOf(files);
    expect(gaps).toEqual([]);
    expect(breaks.map(({ at }) => Math.round(at))).toEqual([6, 10, 14]);
  }
});

test('initialisation sections that change', async () => {
  const { folder, root, nginx } = await served();
  const lines = [...head];
  const made: MadeStream[] = [];
  for (const [index, size] of ['96x64', '128x96', '96x64'].entries()) {
    const stream = await makeHls(join(root, `p${index}`), { ...small, seconds: 4, size, container: 'fmp4' });
    made.push(stream);
    if (index > 0) lines.push('#EXT-X-DISCONTINUITY');
    lines.push(`#EXT-X-MAP:URI="p${index}/init.mp4"`);
    for (const { name, duration } of stream.segments) lines.push(`#EXTINF:${duration},`, `p${index}/${name}`);
  }
  await writeFile(join(root, 'vod.m3u8'), [...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  const fragments = fragmentsOf(await begin(nginx.url('/vod.m3u8'), folder, {}).done);
  expect(fragments).toHaveLength(3);
  for (const [index, stream] of made.entries()) {
    await expectSame(fragments.slice(index, index + 1), `concat:${paths(stream).join('|')}`, both);
  }
});

test('sound and subtitles apart from the pictures', async () => {
  const { folder, root, nginx } = await served();
  const pictures = await makeHls(join(root, 'v'), { ...small, audio: 'none' });
  const sound = await makeHls(join(root, 'a'), { ...small, video: 'none' });
  await mkdir(join(root, 's'));
  const cues = ['00:00:01.000 --> 00:00:03.000\nfirst', '00:00:04.500 --> 00:00:06.500\nover the join'];
  const map = 'X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:126000';
  for (const [index, cue] of cues.entries()) {
    await writeFile(join(root, 's', `${index}.vtt`), `WEBVTT\n${map}\n\n${cue}\n`);
  }
  const list = (rest: readonly string[]) => [...head, ...rest, '#EXT-X-ENDLIST', ''].join('\n');
  const entries = ({ segments }: MadeStream) =>
    segments.flatMap(({ name, duration }) => [`#EXTINF:${duration},`, name]);
  await writeFile(join(root, 'v', 'list.m3u8'), list(entries(pictures)));
  await writeFile(join(root, 'a', 'list.m3u8'), list(entries(sound)));
  await writeFile(join(root, 's', 'list.m3u8'), list(['#EXTINF:6,', '0.vtt', '#EXTINF:6,', '1.vtt']));
  await writeFile(
    join(root, 'master.m3u8'),
    [
      '#EXTM3U',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="English",LANGUAGE="en",DEFAULT=YES,AUTOSELECT=YES,URI="a/list.m3u8"',
      '#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="English",LANGUAGE="en",URI="s/list.m3u8"',
      '#EXT-X-STREAM-INF:BANDWIDTH=100000,RESOLUTION=96x64,AUDIO="a",SUBTITLES="s"',
      'v/list.m3u8',
      '',
    ].join('\n'),
  );
  const begun = begin(nginx.url('/master.m3u8'), folder, { fragment: 6 });
  const files = await begun.done;
  const fragments = fragmentsOf(files);
  expect(fragments).toHaveLength(2);
  await expectSame(fragments, `concat:${paths(pictures).join('|')}`, ['video']);
  await expectSame(fragments, `concat:${paths(sound).join('|')}`, ['audio']);
  const subtitles = begun.files.filter(({ type }) => type === 'text/vtt').map(({ path }) => path);
  const texts = await Promise.all(subtitles.map((path) => readFile(path, 'utf8')));
  expect(texts).toHaveLength(2);
  expect(texts[0]).toContain('first');
  for (const text of texts) expect(text).toContain('over the join');

  const before = (await nginx.requests()).length;
  const alone = await begin(nginx.url('/master.m3u8'), join(folder, 'sound'), { fragment: 5, output: 'audio' }).done;
  await expectSame(fragmentsOf(alone), `concat:${paths(sound).join('|')}`, ['audio']);
  const ledger = await ledgerOf(alone);
  expect(ledger.tracks).toMatchObject([{ id: 'main', kind: 'audio', language: 'en' }]);
  // Cut between its own frames, not where a picture stands alone.
  expect(ledger.fragments.map(({ length }) => length > 4.97 && length <= 5)).toEqual([true, true, false]);
  const asked = (await nginx.requests()).slice(before).map(({ path }) => path);
  expect(asked.filter((path) => /\/[vs]\//.test(path))).toEqual([]);
});

test('a finished stream of DASH, sound apart', async () => {
  const { folder, root, nginx } = await served();
  const source = join(folder, 'source.mp4');
  const make = ['-hide_banner', '-v', 'error', '-nostdin', '-f', 'lavfi', '-i', 'testsrc2=size=96x64:rate=25'];
  // Without a timeline, a manifest names as many segments as fit its duration: sound that outlasts it would not be in it.
  const sound = 'sine=sample_rate=48000,atrim=end=11.9';
  const encode = ['-f', 'lavfi', '-i', sound, '-t', '12', '-c:v', 'libx264', '-g', '50', '-c:a', 'aac'];
  await run('ffmpeg', [...make, ...encode, source]);
  const pack = ['-seg_duration', '2', '-use_template', '1', '-adaptation_sets', 'id=0,streams=v id=1,streams=a'];
  for (const timeline of ['1', '0']) {
    const name = `t${timeline}.mpd`;
    const names = ['-init_seg_name', `${timeline}-$RepresentationID$.mp4`];
    const media = ['-media_seg_name', `${timeline}-$RepresentationID$-$Number$.m4s`, '-use_timeline', timeline];
    const all = ['-i', source, '-c', 'copy', ...pack, ...names, ...media, '-f', 'dash', join(root, name)];
    await run('ffmpeg', ['-hide_banner', '-v', 'error', '-nostdin', ...all]);
    const files = await begin(nginx.url(`/${name}`), join(folder, timeline), { fragment: 5 }).done;
    await expectSame(fragmentsOf(files), source, both);
    expect((await ledgerOf(files)).tracks.map(({ kind }) => kind)).toEqual(['video', 'audio']);
    const options = { fragment: 5, output: 'audio' } as const;
    const alone = await begin(nginx.url(`/${name}`), join(folder, `sound-${timeline}`), options).done;
    await expectSame(fragmentsOf(alone), source, ['audio']);
    expect((await ledgerOf(alone)).tracks).toMatchObject([{ kind: 'audio' }]);
  }
});

test('what is recorded in other kinds of files', async () => {
  const { folder, root, nginx } = await served();
  const stream = await makeHls(join(root, 's'), small);
  const source = `concat:${paths(stream).join('|')}`;
  await writeFile(join(root, 's', 'made.m3u8'), `${await readFile(join(root, 's', 'made.m3u8'), 'utf8')}`);
  for (const output of ['mkv', 'ts', 'audio'] as const) {
    const files = await begin(nginx.url('/s/made.m3u8'), join(folder, output), { fragment: 6, output }).done;
    const fragments = fragmentsOf(files);
    expect(fragments).toHaveLength(2);
    const ending = output === 'audio' ? 'm4a' : output;
    for (const path of fragments) expect(path.endsWith(`.${ending}`)).toBe(true);
    await expectSame(fragments, source, output === 'audio' ? ['audio'] : both);
  }
});

test('a finished playlist is fetched several segments at a time', async () => {
  const { folder, root, nginx } = await served();
  const stream = await makeHls(join(root, 's'), { ...small, seconds: 60, segment: 1, gop: 1 });
  const files = await begin(nginx.url('/s/made.m3u8'), folder, {}).done;
  await expectSame(fragmentsOf(files), `concat:${paths(stream).join('|')}`, both);
  const connections = new Set((await nginx.requests()).map(({ connection }) => connection));
  expect(connections.size).toBeGreaterThan(3);
  expect((await stat(fragmentsOf(files)[0] ?? '')).size).toBeGreaterThan(0);
});
