import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unfinishedPaths } from '../../../engine/files/unfinished.ts';

const run = promisify(execFile);

/** A folder of downloads with the work folders of recordings in it, and finished fragments named `part 1.mp4` and on. */
export interface MediaFolder {
  readonly folder: string;
  /** stores media segments of a recording so that it can be watched: `count` of two seconds each, without an end */
  record(id: string, count: number): Promise<void>;
  /** the same with picture and sound apart */
  recordApart(id: string, count: number): Promise<void>;
  /** stores a container that no window knows */
  recordForeign(id: string): Promise<void>;
  /** its work folder goes, as when a recording is done */
  drop(id: string): Promise<void>;
  close(): Promise<void>;
}

const segment = 2;

/** Makes media by ffmpeg: three fragments of ten seconds, a picture with a tone. */
export async function mediaFolder(): Promise<MediaFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-watched-'));
  const ffmpeg = (...args: string[]) => run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
  const source = (seconds: number) => [
    ...['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=25:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=frequency=440:duration=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '50', '-c:a', 'aac', '-shortest'],
  ];
  const hls = ['-f', 'hls', '-hls_time', String(segment), '-hls_list_size', '0', '-hls_playlist_type', 'event'];
  const whole = join(folder, 'whole.mp4');
  await ffmpeg(...source(30), whole);
  for (const part of [1, 2, 3]) {
    const file = join(folder, `part ${part}.mp4`);
    await ffmpeg(
      '-ss',
      String((part - 1) * 10),
      '-i',
      whole,
      '-t',
      '10',
      '-c',
      'copy',
      '-movflags',
      '+faststart',
      file,
    );
  }
  const workFolder = async (id: string) => {
    const { recording } = unfinishedPaths(folder, id);
    await mkdir(recording, { recursive: true });
    return recording;
  };
  /** A recording that goes on has a playlist without an end. */
  const unend = async (playlist: string) =>
    writeFile(playlist, (await readFile(playlist, 'utf8')).replace('#EXT-X-ENDLIST\n', ''));
  return {
    folder,
    async record(id, count) {
      const playlist = join(await workFolder(id), 'watch.m3u8');
      await ffmpeg('-i', whole, '-t', String(count * segment), '-c', 'copy', ...hls, playlist);
      await unend(playlist);
    },
    async recordApart(id, count) {
      const work = await workFolder(id);
      const tracks = { main: ['-map', '0:v'], audio: ['-map', '0:a'] };
      for (const [track, map] of Object.entries(tracks)) {
        const playlist = join(work, `watch-${track}.m3u8`);
        const names = ['-hls_segment_filename', join(work, `${track}-%d.ts`)];
        await ffmpeg('-i', whole, ...map, '-t', String(count * segment), '-c', 'copy', ...hls, ...names, playlist);
        await unend(playlist);
      }
      const lines = [
        '#EXTM3U',
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="audio",DEFAULT=YES,AUTOSELECT=YES,URI="watch-audio.m3u8"',
        '#EXT-X-STREAM-INF:BANDWIDTH=500000,CODECS="avc1.42c00c,mp4a.40.2",AUDIO="audio"',
        'watch-main.m3u8',
      ];
      await writeFile(join(work, 'watch.m3u8'), `${lines.join('\n')}\n`);
    },
    async recordForeign(id) {
      const work = await workFolder(id);
      const head = ['#EXTM3U', '#EXT-X-VERSION:3', `#EXT-X-TARGETDURATION:${segment}`, '#EXT-X-PLAYLIST-TYPE:EVENT'];
      const names = [0, 1, 2].map((sequence) => `main-0-${sequence}.flv`);
      for (const [index, name] of names.entries()) {
        const cut = ['-ss', String(index * segment), '-i', whole, '-t', String(segment), '-c', 'copy'];
        await ffmpeg(...cut, join(work, name));
      }
      const entries = names.flatMap((name) => [`#EXTINF:${segment},`, name]);
      await writeFile(join(work, 'watch.m3u8'), `${[...head, ...entries].join('\n')}\n`);
    },
    drop: (id) => rm(unfinishedPaths(folder, id).recording, { recursive: true, force: true }),
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
