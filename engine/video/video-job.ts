import { lstat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import type { Artifact, Pace, Progress } from '../../contract/task.ts';
import type { VideoOptions } from '../../contract/video.ts';
import type { VideoJob } from '../../contract/worker-messages.ts';
import type { JobReport } from '../download/file-job.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import { findTool } from '../ffmpeg/find-tool.ts';
import { missing } from '../files/missing.ts';
import { movedTo } from '../files/publish-by-move.ts';
import { removeUnfinished } from '../files/unfinished.ts';
import { askerOf } from '../net/asker.ts';
import type { HttpClient } from '../net/client.ts';
import { removeHalfMade } from '../record/finish/finaliser.ts';
import { redact } from '../sources/redact.ts';
import type { Access } from '../sources/video/access.ts';
import { type Choice, extensionOf } from '../sources/video/choose.ts';
import type { FoundFormat, FoundVideo } from '../sources/video/found.ts';
import type { Resolver } from '../sources/video/resolver.ts';
import { assemble } from './assemble.ts';
import { chooseSubtitles } from './choose-subtitles.ts';
import { type Cover, fetchCover } from './cover.ts';
import type { SmallFetch } from './fetch-small.ts';
import { takesCover } from './file-form.ts';
import { videoName } from './name.ts';
import { publishVideo } from './publish-video.ts';
import { Resolution } from './resolution.ts';
import { type MadeVideo, readState, writeState } from './state.ts';
import { fetchSubtitles, type StoredSubtitles } from './subtitles.ts';
import { Tracks } from './tracks.ts';
import { unlessRefused } from './unless-refused.ts';
import { type Wanted, wantedOf } from './wanted.ts';
import { WorkFolder } from './work-folder.ts';

/** What the fetching of a video tells and asks while it runs. */
interface VideoReport extends Omit<JobReport, 'finishing'> {
  /** what the video is called */
  named(name: string): void;
  finishing(step: 'assemble' | 'publish', progress: Progress): void;
  /** a program was started, or has ended */
  child(pid: number, running: boolean): void;
}

/** What it works with. */
export interface VideoTools {
  readonly client: HttpClient;
  readonly limits: readonly RateLimit[];
  readonly report: VideoReport;
  readonly signal: AbortSignal;
  /** who is asked what the link leads to, the first first */
  readonly resolvers: (access: Access) => readonly Resolver[];
}

/** What came of it: all files in their places, the video first; or a live video, which is to be recorded. */
export type VideoEnd =
  | { readonly kind: 'files'; readonly artifacts: readonly Artifact[] }
  | { readonly kind: 'live'; readonly title: string };

/** Fetches one video: from its link, or from where an earlier attempt stopped, to its files in their places. */
export class VideoFetch {
  readonly #job: VideoJob;
  readonly #tools: VideoTools;
  readonly #folder: WorkFolder;
  #tracks: Tracks | undefined;
  #reserved: Promise<string> | undefined;

  constructor(job: VideoJob, tools: VideoTools) {
    this.#job = job;
    this.#tools = tools;
    this.#folder = new WorkFolder(job.directory, job.id);
  }

  /** What a later attempt can build on. */
  get progress(): Progress {
    return this.#tracks?.useful ?? { fraction: null, done: 0, total: null };
  }

  /**
   * Runs the job to its end. The work folder is left until completion is on record.
   * @throws Failure of the resolvers, of the network and the disk; `no-format`, `invalid-input` (a clip behind the end),
   * `tool-missing`, `corrupt-media`; the reason of the
   * signal. What is stored is then on record in the work folder.
   */
  async run(): Promise<VideoEnd> {
    const { directory, id, fresh, ffmpeg } = this.#job;
    if (fresh) await removeUnfinished(directory, id);
    const state = await readState(this.#folder.state);
    if (state?.made && (await isStored(this.#folder.at(state.made.file)))) {
      this.#tools.report.running(this.progress);
      return { kind: 'files', artifacts: await this.#publish(state.made) };
    }
    const program = await findTool('ffmpeg', ffmpeg);
    const { signal, report } = this.#tools;
    const attempt = (asked: readonly Resolver[]) => this.#fetchAs(this.#resolution(asked), program);
    return unlessRefused(this.#resolvers(), attempt, { signal, log: report.log });
  }

  async #fetchAs(resolution: Resolution, program: string): Promise<VideoEnd> {
    const state = await readState(this.#folder.state);
    const found = await resolution.first();
    // Once it has the name of its file, that is what it is called.
    if (this.#job.reserved === null) this.#tools.report.named(found.title.trim() || found.id);
    if (found.live === 'live') return { kind: 'live', title: found.title };
    if (found.live === 'upcoming') throw new Failure('not-live');
    const wanted = wantedOf(found, this.#job.video, state);
    await this.#folder.make();
    await removeHalfMade(this.#folder.path);
    const formats = wanted.choice.formats.map((format) => ({ id: format.id, size: format.size }));
    await writeState(this.#folder.state, { version: 1, formats, made: null });
    const made = await this.#make(wanted, resolution, program);
    await writeState(this.#folder.state, { version: 1, formats, made });
    return { kind: 'files', artifacts: await this.#publish(made) };
  }

  #resolvers(): readonly Resolver[] {
    const { client, limits, resolvers } = this.#tools;
    return resolvers({ ...askerOf(this.#job), client, limits });
  }

  #resolution(resolvers: readonly Resolver[]): Resolution {
    const { signal, report } = this.#tools;
    const { log } = report;
    return new Resolution(this.#job.url, resolvers, signal, ({ answeredBy, site, formats, id }) => {
      const { resolver, version, client: asked } = answeredBy;
      log('info', 'resolved', { site, video: id, resolver, version, client: asked, formats: formats.length });
    });
  }

  async #make({ found, choice, options }: Wanted, resolution: Resolution, ffmpeg: string): Promise<MadeVideo> {
    const { url } = this.#job;
    const { report, signal } = this.#tools;
    const { log, child: onChild } = report;
    const name = videoName(this.#job, found, extensionOf(choice, options.audio));
    const tracks = this.#tracksOf({ ...choice, ...options }, resolution, name);
    this.#tracks = tracks;
    const subtitles = await this.#subtitles(found);
    const cover = await this.#cover(found, extensionOf(choice, options.audio), ffmpeg);
    const fetched = await tracks.fetch();
    report.finishing('assemble', tracks.progress);
    const made = await this.#assembled(
      { ...{ found, choice, tracks: fetched, subtitles, cover, options }, link: redact(found.url || url) },
      { folder: this.#folder, ffmpeg, signal, onChild, log },
    );
    const own = `${name.slice(0, name.length - extname(name).length)}.${made.form.extension}`;
    return { file: made.file, type: made.form.type, name: own, beside: [...made.beside] };
  }

  /** What could not be put together is not built on again: somebody who tries once more gets it from the start. */
  async #assembled(...given: Parameters<typeof assemble>): ReturnType<typeof assemble> {
    try {
      return await assemble(...given);
    } catch (error) {
      if (error instanceof Failure && error.code === 'corrupt-media') await this.#folder.forgetTracks();
      throw error;
    }
  }

  #tracksOf(
    { formats, clip }: Pick<Choice<FoundFormat> & VideoOptions, 'formats' | 'clip'>,
    resolution: Resolution,
    name: string,
  ): Tracks {
    const { client, limits, signal, report } = this.#tools;
    const tracks: Tracks = new Tracks({
      ...{ formats, job: this.#job, folder: this.#folder, client, limits, signal, resolution, clip },
      onBegun: () => {
        if (this.#reserved === undefined) void this.#reserve(name, tracks.progress);
        else report.running(tracks.progress);
      },
      onProgress: (progress: Progress, pace: Pace) => report.progress(progress, pace),
      onChild: report.child,
      log: report.log,
    });
    return tracks;
  }

  #reserve(name: string, progress: Progress | null): Promise<string> {
    const { directory, reserved } = this.#job;
    const asked = this.#tools.report.reserve(reserved ?? join(directory, name), false, progress);
    asked.catch(() => {});
    this.#reserved = asked;
    return asked;
  }

  async #subtitles(found: FoundVideo): Promise<readonly StoredSubtitles[]> {
    const { log } = this.#tools.report;
    const { chosen, missing } = chooseSubtitles(found.subtitles, this.#job.video.subtitles);
    for (const language of missing) log('warn', 'there are no subtitles in this language', { language });
    return fetchSubtitles(chosen, this.#folder, this.#small, log);
  }

  async #cover(found: FoundVideo, extension: string, ffmpeg: string): Promise<Cover | null> {
    if (!this.#job.video.thumbnail || found.pictures.length === 0) return null;
    const { report, signal } = this.#tools;
    if (!takesCover(extension)) {
      report.log('info', `a cover does not go into .${extension}`, {});
      return null;
    }
    const tools = { ffmpeg, signal, onChild: report.child };
    return fetchCover(found.pictures, this.#folder, this.#small, tools, report.log);
  }

  get #small(): SmallFetch {
    const { client, limits, signal } = this.#tools;
    return { job: this.#job, client, limits, signal };
  }

  async #publish(made: MadeVideo): Promise<readonly Artifact[]> {
    const { report, signal } = this.#tools;
    report.finishing('publish', this.#tracks?.progress ?? { fraction: null, done: 0, total: null });
    signal.throwIfAborted();
    const reserved = (): Promise<string> => this.#reserved ?? this.#reserve(made.name, null);
    const again = (path: string): Promise<string> => report.reserve(path, true, null);
    return publishVideo(made, this.#folder, this.#job.directory, reserved, again);
  }
}

/** Whether a finished file is there, or was moved to its name. */
async function isStored(path: string): Promise<boolean> {
  return (await lstat(path).catch(missing)) !== undefined || (await movedTo(path)) !== undefined;
}
