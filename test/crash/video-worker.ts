/** A job process whose links to videos lead to a description of the video as JSON, and to nothing else. */
import { Failure } from '../../contract/errors.ts';
import type { ToWorker } from '../../contract/worker-messages.ts';
import type { FoundVideo } from '../../engine/sources/video/found.ts';
import type { Resolver } from '../../engine/sources/video/resolver.ts';
import { serveJobs } from '../../worker/serve-jobs.ts';

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));

const described: Resolver = {
  name: 'builtin',
  claims: () => true,
  video: async ({ url, signal }) => (await (await fetch(url, { signal })).json()) as FoundVideo,
  list: () => Promise.reject(new Failure('unsupported')),
};

serveJobs(
  {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listen) => {
      process.on('message', (message) => listen(message as ToWorker));
    },
  },
  () => [described],
);
