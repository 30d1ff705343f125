import type { FileJob } from '../contract/worker-messages.ts';
import { FileFetch } from '../engine/download/file-job.ts';
import type { JobTools, RunningJob } from './running-job.ts';
import { WholeTask } from './whole-task.ts';

/** The fetching of one file. */
export function fileTask(work: FileJob, tools: JobTools): RunningJob {
  return new WholeTask(work, tools, (parts) => {
    const fetch = new FileFetch(work, { client: tools.client, ...parts });
    return {
      get progress() {
        return fetch.progress;
      },
      run: async () => ({ type: 'published', id: work.id, ...(await fetch.run()) }),
    };
  });
}
