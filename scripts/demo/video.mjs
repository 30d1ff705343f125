// A video of the stand-in, and what must hold of what came of it.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { lookAt, play, probe } from './media.mjs';
import { sluice } from './sluice.mjs';
import { startStandIn } from './stand-in.mjs';

/** @typedef {import('./print.mjs').Check} Check */
/** @typedef {import('./checks.mjs').Result} Result */

/** What the stand-in has under its link. */
const film = {
  link: 'https://www.youtube.com/watch?v=filmDirect1',
  title: 'Bars and tone',
  fps: 25,
  seconds: 30,
  chapters: ['Beginning (0 s)', 'Middle: <b>bars</b> & "tone" (10 s)', 'End (20 s)'],
  /** something that is said in each */
  subtitles: { en: 'And a tone.', ru: 'И звук.' },
};
const height = 1080;
/** Seconds by which two ways to count the length may differ: a packet of sound. */
const near = 0.1;

/**
 * Has the command line get the video, with subtitles.
 * @param {string} home
 * @param {AbortSignal} abort
 */
export async function getVideo(home, abort) {
  const standIn = await startStandIn(abort);
  try {
    const wanted = ['--format', `${height}p`, '--subs', Object.keys(film.subtitles).join(',')];
    return await sluice(home, ['youtube', ...wanted, film.link], abort, standIn.environment);
  } finally {
    await standIn.end();
  }
}

/**
 * Looks at the files of the video.
 * @param {import('./sluice.mjs').Ended} got
 * @returns {Promise<Result>}
 */
export async function checkVideo({ code, paths }) {
  const path = paths.find((each) => each.endsWith('.mp4'));
  /** @type {Check[]} */
  const checks = [{ holds: code === 0, what: `sluice youtube ended with ${code}` }];
  if (path === undefined) return { files: [], checks };
  const { streams, cover, duration, tags, chapters } = await probe(path);
  const pictures = await lookAt(path, film.fps);
  const complaint = await play(path);
  const there = chapters.map(({ title, start }) => `${title} (${start} s)`);
  checks.push(
    {
      holds: streams.join() === `h264 ${height}p,aac` && cover,
      what: `joined: ${streams.join(' and ')}${cover ? ', with a cover' : ''}`,
    },
    { holds: Math.abs(duration - film.seconds) < near, what: `${duration.toFixed(3)} s` },
    { holds: pictures.frames === film.fps * film.seconds, what: `${pictures.frames} pictures, none lost` },
    { holds: complaint === '', what: ['plays to its end', complaint].filter(Boolean).join(': ') },
    { holds: there.join('\n') === film.chapters.join('\n'), what: `${there.length} chapters: ${there.join(', ')}` },
    { holds: tags['title'] === film.title, what: `title “${tags['title'] ?? ''}”, by ${tags['artist'] ?? 'nobody'}` },
    ...(await Promise.all(
      Object.entries(film.subtitles).map(([language, text]) => checkSubtitles(paths, language, text)),
    )),
  );
  return { files: paths.map((each) => basename(each)), checks };
}

/**
 * @param {readonly string[]} paths
 * @param {string} language
 * @param {string} text
 * @returns {Promise<Check>}
 */
async function checkSubtitles(paths, language, text) {
  const path = paths.find((each) => each.endsWith(`.${language}.vtt`));
  if (path === undefined) return { holds: false, what: `no subtitles in ${language}` };
  const lines = (await readFile(path, 'utf8')).split('\n');
  return { holds: lines.includes(text), what: `subtitles in ${language}: “${text}”` };
}
