import type { FastifyInstance } from 'fastify';
import type { Log } from '../../engine/host.ts';

/** Writes a line for each request that was answered: never what follows the path, nor any field, where secrets may be. */
export function logRequests(app: FastifyInstance, log: Log): void {
  app.addHook('onResponse', async ({ method, url }, { statusCode, elapsedTime }) => {
    const [path = ''] = url.split('?');
    log.debug('a request was answered', { method, path, status: statusCode, ms: Math.round(elapsedTime) });
  });
}
