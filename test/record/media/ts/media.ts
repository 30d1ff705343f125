import { make } from './ffmpeg.ts';

const picture = (rate: string, seconds: number, size = '160x120') => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];
const sound = (seconds: number, rate = 44100) => [
  ...['-f', 'lavfi', '-i', `aevalsrc='0.3*sin(t*2000)+0.1*random(0)':s=${rate}:d=${seconds}`],
];
const x264 = (params: string) => ['-c:v', 'libx264', '-preset', 'superfast', '-x264-params', params];
const ts = (...flags: string[]) => [...flags, '-f', 'mpegts'];

/** Small streams of MPEG-TS, each with something that is easily got wrong. */
export const media = {
  /** 29.97 pictures a second with B-frames, and AAC of which several frames lie in one PES packet */
  ntsc: () =>
    make([...picture('30000/1001', 4), ...sound(4), ...x264('keyint=20:bframes=2:scenecut=0'), '-c:a', 'aac', ...ts()]),
  /** groups that vary and are open, so that pictures of one are shown before its keyframe; AC-3 */
  open: () =>
    make([
      ...picture('25', 4),
      ...sound(4, 48000),
      ...x264('keyint=30:min-keyint=1:bframes=3:b-adapt=0:open-gop=1:scenecut=0:no-mbtree=1'),
      ...['-force_key_frames', '0.4,1.2,1.48,3', '-c:a', 'ac3', '-b:a', '96k', ...ts()],
    ]),
  hevc: () =>
    make([
      ...picture('25', 3),
      ...sound(3),
      ...['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:keyint=15:bframes=2:pools=1'],
      ...['-c:a', 'libmp3lame', ...ts()],
    ]),
  mpeg2: () =>
    make([
      ...picture('25', 3),
      ...sound(3, 48000),
      ...['-map', '0', '-map', '1', '-map', '1', '-c:v', 'mpeg2video', '-bf', '2', '-g', '10'],
      ...['-c:a:0', 'mp2', '-c:a:1', 'eac3', '-b:a:1', '96k', ...ts()],
    ]),
  /** the clock of 33 bits begins anew 1.7 s behind the beginning */
  wrap: () =>
    make([
      ...picture('25', 4),
      ...sound(4),
      ...x264('keyint=12:bframes=2:scenecut=0'),
      ...['-c:a', 'aac', ...ts('-output_ts_offset', '95440.6')],
    ]),
  sound: () => make([...sound(4), '-c:a', 'aac', '-b:a', '96k', ...ts()]),
} as const;
