// A live stream that ffmpeg makes: a test picture with a counter of frames, and a tone.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { capture } from '../setup/run.mjs';
import { Stop } from '../setup/say.mjs';

const ffmpeg = 'ffmpeg';

/** Frames a second, and seconds of a media segment and of a group of pictures. */
export const stream = { fps: 25, segment: 2, gop: 1 };

/** Seconds of the stream there must be before somebody looks. */
const head = 3 * stream.segment;
/** Seconds until ffmpeg must have made them. */
const patience = 60;
/** Seconds after which it ends by itself, should nobody end it. */
const longest = 300;

const picture = `testsrc2=size=640x360:rate=${stream.fps}`;
const counter = 'drawtext=text=%{frame_num}:x=(w-tw)/2:y=h-80:fontsize=48:fontcolor=white:box=1:boxcolor=black@0.6';

/**
 * Starts the stream. All its segments stay in the folder, so that what was recorded can be compared with them; its playlist names
 * the newest six.
 * @param {string} folder
 * @param {AbortSignal} abort
 * @returns {Promise<{ hasCounter: boolean, end: () => Promise<void> }>}
 */
export async function startStream(folder, abort) {
  const hasCounter = await canDrawText();
  const child = spawn(ffmpeg, arguments_(folder, hasCounter), { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const end = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  const first = join(folder, segmentName(head / stream.segment - 1));
  for (let waited = 0; !existsSync(first) || !existsSync(join(folder, 'live.m3u8')); waited += 0.1) {
    if (child.exitCode !== null || waited > patience || abort.aborted) {
      await end();
      throw new Stop(
        abort.aborted ? 'the demo was stopped.' : `ffmpeg makes no stream: ${said.trim().split('\n').at(-1) ?? ''}`,
      );
    }
    await wait(100);
  }
  return { hasCounter, end };
}

/** @param {number} index */
function segmentName(index) {
  return `segment${String(index).padStart(4, '0')}.ts`;
}

/**
 * @param {string} folder
 * @param {boolean} hasCounter
 */
function arguments_(folder, hasCounter) {
  const { fps, segment, gop } = stream;
  const keys = String(fps * gop);
  return [
    ...['-hide_banner', '-v', 'error', '-nostdin', '-re', '-f', 'lavfi', '-i', picture],
    ...['-re', '-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:beep_factor=4', '-t', String(longest)],
    ...(hasCounter ? ['-vf', counter] : []),
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', keys, '-keyint_min', keys],
    ...['-sc_threshold', '0', '-b:v', '1500k', '-c:a', 'aac', '-b:a', '96k', '-ac', '2'],
    ...['-f', 'hls', '-hls_time', String(segment), '-hls_list_size', '6', '-hls_flags', 'independent_segments'],
    ...['-hls_segment_filename', join(folder, 'segment%04d.ts'), join(folder, 'live.m3u8')],
  ];
}

/** Whether this ffmpeg can write into a picture: it may be built without, or find no font. */
async function canDrawText() {
  const args = [
    '-v',
    'error',
    '-nostdin',
    '-f',
    'lavfi',
    '-i',
    picture,
    '-vf',
    counter,
    '-frames:v',
    '1',
    '-f',
    'null',
    '-',
  ];
  return (await capture(ffmpeg, args)).code === 0;
}
