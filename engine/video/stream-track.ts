import { readFile, rm } from 'node:fs/promises';
import { Failure } from '../../contract/errors.ts';
import { linesOf } from '../../contract/picture.ts';
import { timeline } from '../../contract/recording.ts';
import type { Artifact, Pace } from '../../contract/task.ts';
import type { StreamJob } from '../../contract/worker-messages.ts';
import { fileFailure } from '../files/failure.ts';
import { Recording } from '../record/recording.ts';
import { ledgerType } from '../record/work-files.ts';
import { accessTo } from './place-access.ts';
import type { FetchedTrack, Track, TrackFigures } from './track.ts';
import type { TrackParts } from './track-parts.ts';

/** Seconds for which segments that a server does not give are tried. */
const giveUp = 120;

/** A track that is a finished playlist (HLS) or manifest (DASH) on its server: the recorder fetches it into the work folder. */
export class StreamTrack implements Track {
  readonly #parts: TrackParts;
  #recording: Recording | undefined;
  #pace: Pace | null = null;

  constructor(parts: TrackParts) {
    this.#parts = parts;
  }

  get figures(): TrackFigures {
    const done = this.#recording?.progress.done ?? 0;
    const { size } = this.#parts.format;
    // What a playlist comes to is only reckoned.
    return { done, useful: done, total: size === null ? null : Math.max(size, done), pace: this.#pace };
  }

  /** The recorder tells as soon as it begins. */
  async look(): Promise<void> {}

  async fetch(): Promise<FetchedTrack> {
    const { client, limits, signal, log, onChild, onBegun, onProgress } = this.#parts;
    const { publicOnly = false } = this.#access;
    const recording = new Recording(this.#job, {
      ...{ client, limits, publicOnly },
      report: {
        named: () => {},
        running: () => onBegun(),
        finishing: () => {},
        progress: (_progress, pace) => {
          this.#pace = { ...pace, eta: null };
          onProgress();
        },
        fragment: () => {},
        child: onChild,
        log,
      },
    });
    this.#recording = recording;
    const onAbort = (): void => recording.leave('not-running');
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      return await this.#whole(await recording.run());
    } catch (error) {
      signal.throwIfAborted();
      throw error;
    } finally {
      this.#pace = null;
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** The one file of it, if nothing is missing. */
  async #whole(artifacts: readonly Artifact[]): Promise<FetchedTrack> {
    const ledger = artifacts.find(({ type }) => type === ledgerType);
    const files = artifacts.filter(({ type }) => type !== null && /^(?:video|audio)\//u.test(type));
    const [file] = files;
    if (ledger === undefined || file === undefined) throw new Failure('internal', { detail: 'nothing was recorded' });
    const { gaps, end } = timeline.parse(JSON.parse(await readFile(ledger.path, 'utf8')));
    const lost = gaps.filter(({ track }) => track === 'main' || track === 'audio');
    if (lost.length > 0 || end !== 'stream') {
      // Whoever wants a video wants all of it: the next attempt begins anew.
      await this.#forget();
      const [first] = lost;
      const detail = first === undefined ? `it ended by ${end}` : `${lost.length} parts are missing: ${first.cause}`;
      throw new Failure('source-unavailable', { detail });
    }
    if (files.length > 1) {
      await this.#forget();
      throw new Failure('unsupported', { detail: 'the picture changes its format within the video' });
    }
    return { path: file.path, size: file.size, pieces: null };
  }

  async #forget(): Promise<void> {
    const folder = this.#directory;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch((error: unknown) => {
      throw fileFailure(error, folder);
    });
  }

  get #directory(): string {
    return this.#parts.folder.at(this.#parts.role);
  }

  get #access() {
    return accessTo(this.#parts.job, this.#parts.format.place);
  }

  get #job(): StreamJob {
    const { job, format, role } = this.#parts;
    const { url, headers, auth, cookies } = this.#access;
    const lines = linesOf(format);
    return {
      ...{ kind: 'stream', id: job.id, url, directory: this.#directory, name: role, limitRate: null },
      ...{
        headers,
        auth,
        cookies,
        proxy: job.proxy,
        reach: job.reach,
        idleTimeout: job.idleTimeout,
        reserve: job.reserve,
      },
      ...{ fresh: false, resolving: job.resolving, ffmpeg: job.ffmpeg, template: '{title}', finish: false },
      ...{ startedAt: job.startedAt, missed: false, left: null },
      recording: {
        ...{ duration: null, fragment: null, from: 'start', giveUp, wait: false, repeat: 'never' },
        ...{ onDiscontinuity: 'go-on', onGap: 'go-on', output: format.kind === 'audio' ? 'audio' : 'mp4' },
        quality: format.kind === 'audio' || lines === null ? 'best' : `${lines}p`,
      },
    };
  }
}
