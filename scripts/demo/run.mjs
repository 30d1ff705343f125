// The demo itself: what is started, what is asked of the command line, what is looked at afterwards.
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, say } from '../setup/say.mjs';
import { checkFile, checkRecording } from './checks.mjs';
import { startStream } from './live.mjs';
import { printChecks } from './print.mjs';
import { serveFolder } from './server.mjs';
import { sluice } from './sluice.mjs';
import { checkVideo, getVideo } from './video.mjs';

/** Seconds that are recorded, and that a fragment may have. */
const asked = { duration: 30, fragment: 10 };
/** Bytes of the file that is downloaded. */
const fileSize = 20_000_000;

/**
 * Records a stream, downloads a file and gets a video through the real command line, and checks what came out.
 * @param {string} folder where everything is put
 * @param {AbortSignal} abort ends it early
 * @returns {Promise<number>} the exit code: 0 when every check holds
 */
export async function runDemo(folder, abort) {
  const origin = join(folder, 'origin');
  const home = join(folder, 'home');
  await mkdir(origin);
  const content = randomBytes(fileSize);
  await writeFile(join(origin, 'file.bin'), content);
  const server = await serveFolder(origin);
  try {
    const recording = await record(origin, home, server.url('live.m3u8'), abort);
    say('downloading a file');
    const sha256 = createHash('sha256').update(content).digest('hex');
    const download = await sluice(home, ['get', '--checksum', `sha256:${sha256}`, server.url('file.bin')], abort);
    say('getting a video, from a stand-in of YouTube; the first time in a clone its videos are made first');
    const got = await getVideo(home, abort);
    say('looking at what came out (ffprobe, ffmpeg)');
    const recorded = await checkRecording(recording, origin, asked);
    const downloaded = await checkFile(download, sha256);
    const watched = await checkVideo(got);
    const held = printChecks([
      { title: `A live stream, ${asked.duration} s of it, at most ${asked.fragment} s in a fragment`, ...recorded },
      { title: 'A file', ...downloaded },
      { title: 'A video, with chapters, cover and subtitles', ...watched },
    ]);
    return held ? 0 : exitCodes.failed;
  } finally {
    await server.close();
  }
}

/**
 * @param {string} origin
 * @param {string} home
 * @param {string} url
 * @param {AbortSignal} abort
 */
async function record(origin, home, url, abort) {
  say('starting a live stream');
  const stream = await startStream(origin, abort);
  try {
    say(
      `recording ${asked.duration} s of it${stream.hasCounter ? '' : ' (without the counter: this ffmpeg cannot draw text)'}`,
    );
    const wanted = ['-r', String(asked.duration), '-f', String(asked.fragment), '-o', 'demo'];
    return await sluice(home, ['record', ...wanted, url], abort);
  } finally {
    await stream.end();
  }
}
