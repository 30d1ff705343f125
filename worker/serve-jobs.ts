import type { ToWorker } from '../contract/worker-messages.ts';
import { RateLimit } from '../engine/download/rate-limit.ts';
import { resolversFor } from '../engine/sources/video/ask.ts';
import { sweepCookieFiles } from '../engine/sources/yt-dlp/cookie-file.ts';
import { Clients } from './clients.ts';
import { Deliveries } from './deliveries.ts';
import { Jobs } from './jobs.ts';
import { Looks } from './looks.ts';
import type { Port } from './port.ts';
import type { JobTools } from './running-job.ts';

/**
 * Does what the deciding process says, until it says `shutdown`.
 * @param resolvers who reads video sites
 */
export function serveJobs(port: Port, resolvers: JobTools['resolversFor'] = resolversFor): void {
  const clients = new Clients(process.env);
  const limit = new RateLimit(null, () => performance.now());
  const jobs = new Jobs(port, clients, limit, resolvers);
  const deliveries = new Deliveries(port, clients);
  const looks = new Looks({ port, clients, limit, resolversFor: resolvers });

  const end = (): void => {
    clients.close();
    process.exit(0);
  };

  port.onMessage((message: ToWorker) => {
    switch (message.type) {
      case 'start':
        jobs.start(message.job);
        return;
      case 'look':
        looks.start(message.look);
        return;
      case 'deliver':
        deliveries.start(message.delivery);
        return;
      case 'stop':
        if (!looks.stop(message.id) && !deliveries.stop(message.id))
          jobs.stop(message.id, message.keep, message.paused);
        return;
      case 'finish':
        jobs.finish(message.id);
        return;
      case 'discard':
        jobs.discard(message.id, message.directory);
        return;
      case 'reserved':
        jobs.reserved(message.id, message.path);
        return;
      case 'settled':
        jobs.settled(message.ids);
        return;
      case 'limit':
        limit.rate = message.rate;
        return;
      case 'limit-job':
        jobs.limit(message.id, message.rate);
        return;
      case 'ping':
        port.send({ type: 'pong', at: message.at });
        return;
      case 'shutdown':
        Promise.all([jobs.stopAll(), looks.stopAll(), deliveries.stopAll()]).then(end, end);
    }
  });

  void sweepCookieFiles();
  port.send({ type: 'ready', pid: process.pid });
}
