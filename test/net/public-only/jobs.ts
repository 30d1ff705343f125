import { join } from 'node:path';
import { recordingOptions } from '../../../contract/recording.ts';
import { videoOptions } from '../../../contract/video.ts';
import type { FromWorker, Job, JobReach, LookJob, ToWorker } from '../../../contract/worker-messages.ts';
import { resolversFor } from '../../../engine/sources/video/ask.ts';
import { serveJobs } from '../../../worker/serve-jobs.ts';
import { foundFormat, foundVideo } from '../../sources/video/found-video.ts';
import type { Outcome } from './outcome.ts';
import { streams } from './streams.ts';

const reach: JobReach = 'public';
const resolving: LookJob['resolving'] = { resolver: 'builtin', ytDlp: '', clients: [] };
const asWhom = { headers: [], auth: null, cookies: null, proxy: 'direct', reach, idleTimeout: 5, resolving };
const shared = { ...asWhom, name: null, limitRate: null, reserve: 0, fresh: false };
const common = { ...shared, ffmpeg: '', template: '{title}', startedAt: Date.UTC(2026, 0, 31) };

const files: Readonly<Record<string, string>> = {
  'a file': 'http://public.example/file',
  'a file of loopback': 'http://127.0.0.1:8080/file',
  'a file of a private name': 'http://loopback.example:8080/file',
  'a file that leads inside': 'http://public.example/away',
};

/** Media of a video that lies inside, by how it is fetched. */
const media = {
  https: 'http://loopback.example:8080/video.mp4',
  hls: 'http://loopback.example:8080/video.m3u8',
  dash: 'http://127.0.0.1:8080/video.mpd',
} as const;

/** Has a job process do what leads inside, all at once. @param folder where it may write */
export async function runJobs(folder: string): Promise<{ jobs: Outcome[]; clients: boolean[] }> {
  const clients: boolean[] = [];
  const jobs: Outcome[] = [];
  const waiting = new Map<string, ToWorker>();
  const add = (what: string, message: ToWorker): void => void waiting.set(what, message);
  const start = (what: string, job: Job): void => add(what, { type: 'start', job });
  for (const [id, url] of Object.entries(files)) start(id, file(id, url, folder));
  for (const { name, link } of streams) start(name, stream(name, link, folder));
  start('a video of YouTube', stream('a video of YouTube', 'https://youtu.be/dQw4w9WgXcQ', folder));
  for (const road of Object.keys(media)) start(`a video by ${road}`, video(`a video by ${road}`, road, folder));
  add('a look', { type: 'look', look: look('a look', 'http://videos.example/https') });
  add('a look at YouTube', {
    type: 'look',
    look: look('a look at YouTube', 'https://www.youtube.com/watch?v=dQw4w9WgXcQ'),
  });

  const ytDlp = process.env['SLUICE_TEST_YT_DLP'] ?? '';
  if (ytDlp !== '') {
    const question = look('yt-dlp', 'http://freesound.org/people/somebody/sounds/12345/');
    add('yt-dlp', { type: 'look', look: { ...question, resolving: { resolver: 'yt-dlp', ytDlp, clients: [] } } });
  }

  await new Promise<void>((resolve) => {
    let listen = (_: ToWorker): void => undefined;
    const send = (message: FromWorker): void => {
      if (message.type === 'reserve') {
        const { id, path } = message;
        return void setImmediate(() => listen({ type: 'reserved', id, path }));
      }
      if (!['failed', 'looked', 'recorded', 'published', 'live'].includes(message.type) || !('id' in message)) return;
      const { error = null } = message.type === 'failed' ? message : {};
      jobs.push({ what: message.id ?? '', code: error?.code ?? null, detail: error?.detail ?? thumbnailOf(message) });
      if (jobs.length === waiting.size) resolve();
    };
    const onMessage = (heard: typeof listen): void => {
      listen = heard;
    };
    const port = { send, onMessage };
    serveJobs(port, (url, settings, access, onChild) => {
      clients.push(access.client.publicOnly);
      const road = URL.parse(url)?.pathname.slice(1) ?? '';
      if (!(road in media)) return resolversFor(url, settings, access, onChild);
      return [
        { name: 'builtin', claims: () => true, list: () => Promise.reject(), video: async () => found(road as 'hls') },
      ];
    });
    for (const message of waiting.values()) listen(message);
  });
  return { jobs, clients };
}

function found(road: keyof typeof media) {
  const place = { url: media[road], headers: [], chunk: null };
  const pictures = ['http://public.example/cover.jpg', 'http://loopback.example:8080/cover.jpg'];
  return foundVideo({
    formats: [foundFormat({ road, place })],
    pictures: pictures.map((url) => ({ url, width: 320, height: 180 })),
    subtitles: [{ language: 'en', name: 'English', automatic: false, form: 'vtt', place }],
  });
}

function thumbnailOf(message: FromWorker): string {
  if (message.type !== 'looked' || message.found.kind !== 'video') return '';
  return message.found.thumbnail ?? 'no thumbnail';
}

function file(id: string, url: string, folder: string): Job {
  return {
    ...shared,
    kind: 'file',
    id,
    url,
    directory: join(folder, id),
    reserved: null,
    connections: null,
    checksum: null,
  };
}

function stream(id: string, url: string, folder: string): Job {
  return {
    ...{ ...common, kind: 'stream', id, url, directory: join(folder, id), finish: false, missed: false, left: null },
    recording: recordingOptions.parse({ giveUp: 1, from: 'start' }),
  };
}

function video(id: string, road: string, folder: string): Job {
  return {
    ...{ ...common, kind: 'video', id, url: `http://videos.example/${road}`, directory: join(folder, id) },
    ...{
      reserved: null,
      connections: null,
      number: null,
      video: videoOptions.parse({ subtitles: { languages: ['en'] } }),
    },
  };
}

function look(id: string, url: string): LookJob {
  return { ...asWhom, id, url, as: 'video', next: null };
}
