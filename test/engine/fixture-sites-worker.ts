/**
 * The real job process, with a resolver that asks nobody: a link with `live` in its query is a live video whose playlist
 * is `live.m3u8` beside it; any other is a site that it does not know.
 */
import { Failure } from '../../contract/errors.ts';
import type { ToWorker } from '../../contract/worker-messages.ts';
import type { Resolver } from '../../engine/sources/video/resolver.ts';
import { serveJobs } from '../../worker/serve-jobs.ts';
import { foundVideo } from '../sources/video/found-video.ts';

const resolver: Resolver = {
  name: 'builtin',
  claims: () => true,
  video: ({ url }) => {
    if (!new URL(url).searchParams.has('live')) return Promise.reject(new Failure('unsupported'));
    const place = { url: new URL('live.m3u8', url).href, headers: [], chunk: null };
    return Promise.resolve(foundVideo({ url, live: 'live', title: 'On air', formats: [], hls: place }));
  },
  list: () => Promise.reject(new Failure('unsupported')),
};

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
serveJobs(
  {
    send: (message) => process.send?.(message),
    onMessage: (listen) => {
      process.on('message', (message) => listen(message as ToWorker));
    },
  },
  () => [resolver],
);
