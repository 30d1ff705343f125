import { make } from './ffmpeg.ts';
import { straddle } from './straddle.ts';

const picture = (rate: string, seconds: number, size = '160x120') => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`],
];
const sound = (seconds: number, rate = 44100) => [
  ...['-f', 'lavfi', '-i', `aevalsrc='0.3*sin(t*2000)+0.1*random(0)':s=${rate}:d=${seconds}`],
];
const x264 = (params: string) => ['-c:v', 'libx264', '-preset', 'superfast', '-x264-params', params];
const ts = (...flags: string[]) => [...flags, '-f', 'mpegts'];
const once = (of: () => Promise<Buffer>): (() => Promise<Buffer>) => {
  let made: Promise<Buffer> | undefined;
  return () => {
    made ??= of();
    return made;
  };
};

const ntsc = once(() =>
  make([...picture('30000/1001', 4), ...sound(4), ...x264('keyint=20:bframes=2:scenecut=0'), '-c:a', 'aac', ...ts()]),
);
const hevc = once(() =>
  make([
    ...picture('25', 3),
    ...sound(3),
    ...['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:keyint=15:bframes=2:pools=1'],
    ...['-c:a', 'libmp3lame', ...ts()],
  ]),
);
const alone = once(() => make([...sound(4), '-c:a', 'aac', '-b:a', '96k', ...ts()]));

/** Small streams of MPEG-TS, each with something that is easily got wrong. */
export const media = {
  'H.264 with 29.97 pictures a second, AAC of several frames in a PES packet': ntsc,
  'H.264 in open groups that vary, AC-3': once(() =>
    make([
      ...picture('25', 4),
      ...sound(4, 48000),
      ...x264('keyint=30:min-keyint=1:bframes=3:b-adapt=0:open-gop=1:scenecut=0'),
      ...['-force_key_frames', '0.4,1.2,1.48,3', '-c:a', 'ac3', '-b:a', '96k', ...ts()],
    ]),
  ),
  'HEVC in open groups, MP3': hevc,
  'MPEG-2, two streams of sound': once(() =>
    make([
      ...picture('25', 3),
      ...sound(3, 48000),
      ...['-map', '0', '-map', '1', '-map', '1', '-c:v', 'mpeg2video', '-bf', '2', '-g', '10'],
      ...['-c:a:0', 'mp2', '-c:a:1', 'eac3', '-b:a:1', '96k', ...ts()],
    ]),
  ),
  /** the clock of 33 bits begins anew 1.7 s behind the beginning */
  'timestamps that wrap': once(() =>
    make([
      ...picture('25', 4),
      ...sound(4),
      ...x264('keyint=12:bframes=2:scenecut=0'),
      ...['-c:a', 'aac', ...ts('-output_ts_offset', '95440.6')],
    ]),
  ),
  /** with packets that have a clock and no payload, and packets of nothing */
  'a constant rate': once(() =>
    make([
      ...picture('25', 3),
      ...sound(3),
      ...x264('keyint=12:scenecut=0'),
      ...['-c:a', 'aac', ...ts('-muxrate', '1200k', '-pcr_period', '20', '-omit_video_pes_length', '0')],
    ]),
  ),
  'sound alone': alone,
  'AAC across PES packets': once(async () => straddle(await ntsc(), 257, 'aac', 700)),
  'MP3 across small PES packets': once(async () => straddle(await hevc(), 257, 'mp3', 300)),
  'AAC alone, across PES packets': once(async () => straddle(await alone(), 256, 'aac', 900)),
} as const;

/** The same of which the sound is not split into frames. */
export const unsplit = {
  LATM: once(() =>
    make([
      ...picture('25', 3),
      ...sound(3),
      ...x264('keyint=12:bframes=2:scenecut=0'),
      ...['-c:a', 'aac', ...ts('-mpegts_flags', 'latm')],
    ]),
  ),
  Opus: once(() =>
    make([
      ...picture('25', 3),
      ...sound(3, 48000),
      ...x264('keyint=12:bframes=2:scenecut=0'),
      ...['-c:a', 'libopus', ...ts()],
    ]),
  ),
} as const;

/** A few pictures of H.264 or what else the arguments name, in MPEG-TS. */
export function pictures(size: string, ...args: readonly string[]): Promise<Buffer> {
  return make([...picture('25', 0.4, size), ...args, ...ts()]);
}
