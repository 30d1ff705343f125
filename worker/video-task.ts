import type { VideoJob } from '../contract/worker-messages.ts';
import { VideoFetch } from '../engine/video/video-job.ts';
import type { JobTools, RunningJob } from './running-job.ts';
import { WholeTask } from './whole-task.ts';

/** The fetching of one video. */
export function videoTask(work: VideoJob, tools: JobTools): RunningJob {
  const { id, url, resolving } = work;
  return new WholeTask(work, tools, (parts) => {
    const { child } = parts.report;
    const fetch = new VideoFetch(work, {
      ...{ client: tools.client, ...parts },
      resolvers: (access) => tools.resolversFor(url, resolving, access, child),
    });
    return {
      get progress() {
        return fetch.progress;
      },
      async run() {
        const end = await fetch.run();
        if (end.kind === 'live') return { type: 'live', id, title: end.title };
        return { type: 'recorded', id, artifacts: end.artifacts };
      },
    };
  });
}
