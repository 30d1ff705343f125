import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { type LiveFigures, recordingOptions, type Timeline, timeline } from '../../contract/recording.ts';
import type { Artifact } from '../../contract/task.ts';
import type { StreamJob } from '../../contract/worker-messages.ts';
import { HttpClient } from '../../engine/net/client.ts';
import { Recording } from '../../engine/record/recording.ts';
import { ledgerType } from '../../engine/record/work-files.ts';
import type { VideoSites } from '../../engine/sources/video/sites.ts';

/** A recording that a test has begun. */
export interface Begun {
  readonly recording: Recording;
  /** the files, in order, once it is over */
  readonly done: Promise<readonly Artifact[]>;
  /** files that were put in their places so far */
  readonly files: Artifact[];
  readonly log: string[];
  live(): LiveFigures | undefined;
  readonly directory: string;
}

/** Records a link as a worker would, in this process. Segments and fragments go below `folder`. */
export function begin(
  url: string,
  folder: string,
  options: z.input<typeof recordingOptions>,
  change: Partial<StreamJob> = {},
  sites?: VideoSites,
): Begun {
  const job: StreamJob = {
    ...{ kind: 'stream', id: 'abcdefghjk', url, directory: join(folder, 'out'), name: 'Studio', limitRate: null },
    ...{
      headers: [],
      auth: null,
      cookies: null,
      proxy: 'direct',
      reach: 'any',
      idleTimeout: 5,
      reserve: 0,
      fresh: false,
      ffmpeg: '',
    },
    ...{ template: '{title} part {part:000}', finish: false, startedAt: Date.now(), missed: false, left: null },
    resolving: { resolver: 'auto', ytDlp: '', clients: [] },
    recording: recordingOptions.parse(options),
    ...change,
  };
  const client = new HttpClient({});
  const files: Artifact[] = [];
  const log: string[] = [];
  let live: LiveFigures | undefined;
  const recording = new Recording(job, {
    client,
    limits: [],
    ...(sites === undefined ? {} : { sites }),
    report: {
      named: () => {},
      running: () => {},
      finishing: () => {},
      progress: (_progress, _pace, figures) => {
        live = figures;
      },
      fragment: (artifact) => files.push(artifact),
      child: () => {},
      log: (level, message, fields) => log.push(`${level} ${message} ${JSON.stringify(fields)}`),
    },
  });
  const done = recording.run().finally(() => client.close());
  done.catch(() => {});
  return { recording, done, files, log, live: () => live, directory: job.directory };
}

/** The media files of a recording in order. */
export function fragmentsOf(files: readonly Artifact[]): string[] {
  return files.filter(({ type }) => type !== ledgerType && type !== 'text/vtt').map(({ path }) => path);
}

/** The ledger that lies beside a recording. */
export async function ledgerOf(files: readonly Artifact[]): Promise<Timeline> {
  const ledger = files.find(({ type }) => type === ledgerType);
  return timeline.parse(JSON.parse(await readFile(ledger?.path ?? '', 'utf8')));
}
