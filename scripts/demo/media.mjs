// What ffprobe and ffmpeg say of a media file.
import { capture, lastLines } from '../setup/run.mjs';
import { Stop } from '../setup/say.mjs';

/** Field of a line of framemd5 that holds the digest. */
const digestField = 5;

/**
 * @typedef {object} Facts
 * @property {number} duration of the pictures, seconds
 * @property {boolean} startsWithKey whether the first picture is a keyframe
 * @property {number} start of the first picture, seconds
 * @property {number} frames
 */

/** @typedef {{ codec_type: string, codec_name: string, height?: number, disposition?: { attached_pic?: number } }} ProbedStream */
/**
 * @typedef {object} Probed
 * @property {ProbedStream[]} streams
 * @property {{ duration: string, tags?: Record<string, string> }} format
 * @property {{ start_time: string, tags?: { title?: string } }[]} chapters
 */

/**
 * Looks at the pictures of a file.
 * @param {string} path
 * @param {number} fps frames a second: how long the last one is shown is not told the same way by every file
 * @returns {Promise<Facts>}
 */
export async function lookAt(path, fps) {
  const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'packet=pts_time,flags'];
  const packets = (await said('ffprobe', [...args, '-of', 'csv=p=0', path]))
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  const times = packets.map(([time]) => Number(time));
  const start = Math.min(...times);
  const end = Math.max(...times) + 1 / fps;
  return {
    duration: end - start,
    startsWithKey: packets[0]?.[1]?.startsWith('K') === true,
    start,
    frames: times.length,
  };
}

/**
 * What a file says of itself.
 * @param {string} path
 * @returns {Promise<{ streams: string[], cover: boolean, duration: number, tags: Record<string, string>, chapters: { title: string, start: number }[] }>}
 *   `streams` are those that play, as `h264 1080p` or `aac`
 */
export async function probe(path) {
  const wanted = ['-show_streams', '-show_format', '-show_chapters', '-of', 'json'];
  /** @type {Probed} */
  const { streams, format, chapters } = JSON.parse(await said('ffprobe', ['-v', 'error', ...wanted, path]));
  const isCover = (/** @type {ProbedStream} */ { disposition }) => disposition?.attached_pic === 1;
  const plays = streams.filter((one) => !isCover(one) && /^(?:video|audio)$/.test(one.codec_type));
  return {
    streams: plays.map(({ codec_name, height }) => codec_name + (height === undefined ? '' : ` ${height}p`)),
    cover: streams.some(isCover),
    duration: Number(format.duration),
    tags: format.tags ?? {},
    chapters: chapters.map(({ start_time, tags }) => ({ title: tags?.title ?? '', start: Number(start_time) })),
  };
}

/**
 * Plays a file by itself, from its first to its last frame.
 * @param {string} path
 * @returns {Promise<string>} what went wrong; empty when nothing did
 */
export async function play(path) {
  const result = await capture('ffmpeg', ['-v', 'error', '-xerror', '-nostdin', '-i', path, '-f', 'null', '-']);
  const complaint = lastLines(result, 1);
  return result.code === 0 ? complaint : complaint || `ffmpeg ended with ${result.code}`;
}

/**
 * A digest of every decoded picture, or of every packet of sound, in their order. The same whatever file they lie in.
 * @param {string} path
 * @param {'pictures' | 'sound'} what
 * @returns {Promise<string[]>}
 */
export async function digests(path, what) {
  // Sound in MPEG-TS has a header before each packet, which other files have once.
  const unpacked = path.endsWith('.ts') ? ['-bsf:a', 'aac_adtstoasc'] : [];
  const ways = { pictures: ['-map', '0:v:0'], sound: ['-map', '0:a:0', '-c', 'copy', ...unpacked] };
  const args = ['-v', 'error', '-nostdin', '-i', path, ...ways[what], '-f', 'framemd5', '-'];
  const lines = (await said('ffmpeg', args)).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => line.split(',')[digestField]?.trim() ?? '');
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 */
async function said(program, args) {
  const result = await capture(program, args);
  if (result.code !== 0) throw new Stop(`${program} cannot read what was made: ${lastLines(result, 1)}`);
  return result.stdout;
}
