import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { z } from 'zod';
import { Failure } from '../../contract/errors.ts';
import type { Artifact, Progress } from '../../contract/task.ts';
import { videoOptions } from '../../contract/video.ts';
import type { VideoJob } from '../../contract/worker-messages.ts';
import { RateLimit } from '../../engine/download/rate-limit.ts';
import { removeUnfinished } from '../../engine/files/unfinished.ts';
import { HttpClient } from '../../engine/net/client.ts';
import type { FoundFormat, FoundVideo } from '../../engine/sources/video/found.ts';
import type { Resolver } from '../../engine/sources/video/resolver.ts';
import { VideoFetch } from '../../engine/video/video-job.ts';

/** How one attempt ended. */
export type VideoEnding =
  | { readonly how: 'done'; readonly artifacts: readonly Artifact[] }
  | { readonly how: 'live'; readonly title: string }
  | { readonly how: 'failed'; readonly failure: Failure }
  | { readonly how: 'stopped' };

export interface VideoAttempt extends Partial<Omit<VideoJob, 'kind' | 'directory' | 'video'>> {
  readonly video?: z.input<typeof videoOptions>;
  /** stops the attempt, keeping what is stored, once so many bytes are stored */
  readonly stopAt?: number;
  /** stops the attempt, keeping what is stored, when it comes to this step */
  readonly stopIn?: 'assemble' | 'publish';
}

/** A resolver whose answers a test decides. */
export class Answers implements Resolver {
  readonly name = 'builtin';
  asked = 0;
  #answer: () => FoundVideo;

  constructor(answer: () => FoundVideo) {
    this.#answer = answer;
  }

  claims(): boolean {
    return true;
  }

  video(): Promise<FoundVideo> {
    this.asked += 1;
    return Promise.resolve().then(() => this.#answer());
  }

  list(): Promise<never> {
    return Promise.reject(new Failure('unsupported'));
  }
}

/** A task in a folder of its own that can be tried again and again, as the engine would. */
export class VideoTask {
  readonly directory: string;
  readonly id = randomBytes(5).toString('hex');
  readonly log: string[] = [];
  readonly named: string[] = [];
  readonly progress: Progress[] = [];

  constructor(directory: string) {
    this.directory = directory;
  }

  /** Removed after the test. */
  static async make(): Promise<VideoTask> {
    const directory = await mkdtemp(join(tmpdir(), 'sluice-video-'));
    onTestFinished(() => rm(directory, { recursive: true, force: true }));
    return new VideoTask(directory);
  }

  get work(): string {
    return join(this.directory, '.sluice', `${this.id}.video`);
  }

  /** Makes one attempt; what a finished one leaves is removed, as the engine does once it is on record. */
  async attempt(resolver: Resolver | readonly Resolver[], options: VideoAttempt = {}): Promise<VideoEnding> {
    const { stopAt, stopIn, video = {}, ...job } = options;
    const stop = new AbortController();
    const client = new HttpClient({});
    const fetch = new VideoFetch(
      { ...plain, id: this.id, ...job, directory: this.directory, video: videoOptions.parse(video) },
      {
        client,
        limits: [new RateLimit(job.limitRate ?? null, () => performance.now())],
        signal: stop.signal,
        resolvers: () => ('name' in resolver ? [resolver] : resolver),
        report: {
          reserve: async (path, _taken, progress) => {
            if (progress !== null) this.progress.push(progress);
            return path;
          },
          named: (name) => this.named.push(name),
          running: (progress) => this.progress.push(progress),
          finishing: (step) => {
            if (step === stopIn) stop.abort(new Failure('canceled'));
          },
          progress: (progress) => {
            this.progress.push(progress);
            if (stopAt !== undefined && progress.done >= stopAt) stop.abort(new Failure('canceled'));
          },
          child: () => {},
          log: (level, message, fields) => this.log.push(`${level} ${message} ${JSON.stringify(fields)}`),
        },
      },
    );
    try {
      const end = await fetch.run();
      if (end.kind === 'live') return { how: 'live', title: end.title };
      await removeUnfinished(this.directory, this.id);
      return { how: 'done', artifacts: end.artifacts };
    } catch (error) {
      if (stop.signal.aborted) return { how: 'stopped' };
      if (error instanceof Failure) return { how: 'failed', failure: error };
      throw error;
    } finally {
      client.close();
    }
  }

  /** Names of what lies in the folder, apart from unfinished work. */
  async files(): Promise<string[]> {
    return (await readdir(this.directory)).filter((name) => name !== '.sluice').sort();
  }
}

const plain: Omit<VideoJob, 'id' | 'directory' | 'video'> = {
  ...{ kind: 'video', url: 'http://127.0.0.1/watch?v=abc', name: null, reserved: null, connections: null },
  ...{
    limitRate: null,
    headers: [],
    auth: null,
    cookies: null,
    proxy: 'direct',
    reach: 'any',
    idleTimeout: 30,
    reserve: 0,
  },
  ...{ fresh: false, ffmpeg: '', template: '{number:000} {title}', number: null, startedAt: Date.UTC(2026, 0, 31) },
  resolving: { resolver: 'auto', ytDlp: '', clients: [] },
};

/** The code of the failure an attempt ended with, or how it ended otherwise. */
export function outcome(ending: VideoEnding): string {
  return ending.how === 'failed' ? `${ending.failure.code}: ${ending.failure.detail ?? ''}` : ending.how;
}

/** The one path of an attempt that is done; throws for any other. */
export function pathOf(ending: VideoEnding): string {
  if (ending.how !== 'done') throw new Error(outcome(ending));
  return ending.artifacts[0]?.path ?? '';
}

/** A format that lies at an address. */
export async function format(path: string, url: string, change: Partial<FoundFormat>): Promise<FoundFormat> {
  return {
    ...{ id: '1', kind: 'video', container: 'mp4', width: null, height: null, fps: null, hdr: false },
    ...{ videoCodec: null, audioCodec: null, bitrate: null, audioBitrate: null, channels: null, language: null },
    ...{ original: true, size: (await stat(path)).size, approximate: false, road: 'https', index: null },
    place: { url, headers: [], chunk: null },
    ...change,
  };
}

/** A video of these formats. */
export function video(formats: readonly FoundFormat[], change: Partial<FoundVideo> = {}): FoundVideo {
  return {
    ...{ url: 'https://video.example/watch?v=abc', site: 'Example', id: 'abc', title: 'A title', channel: 'Somebody' },
    answeredBy: { resolver: 'builtin', version: '1', client: 'TV' },
    ...{ kind: 'video', duration: 12, published: '2026-01-31', live: 'no', startsAt: null, description: null },
    ...{ chapters: [], formats, subtitles: [], pictures: [], hls: null, dash: null },
    ...change,
  };
}
