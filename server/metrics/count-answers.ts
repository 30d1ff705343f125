import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.ts';

/** Has what the server answers counted, and what grows added up as long as it is open. */
export function countAnswers(app: FastifyInstance, metrics: Metrics): void {
  app.addHook('onResponse', async ({ routeOptions }, reply) => {
    // never the address: whoever asks could make up as many as memory holds
    const operation = routeOptions.config.operation?.id ?? 'none';
    metrics.answered(operation, reply.statusCode, reply.elapsedTime / 1000);
  });
  app.addHook('onReady', async () => metrics.open());
  app.addHook('onClose', async () => metrics.close());
}
