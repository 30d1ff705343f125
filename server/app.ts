import { type FastifyInstance, fastify } from 'fastify';
import { Failure } from '../contract/errors.ts';
import { apiRoot } from '../contract/routes.ts';
import { descriptionOperations } from './description/operations.ts';
import { Listeners } from './events/listeners.ts';
import { eventOperations } from './events/operations.ts';
import { guard } from './guard/guard.ts';
import { serverOptions } from './guard/terms.ts';
import { mediaOperations } from './media/operations.ts';
import { countAnswers } from './metrics/count-answers.ts';
import { healthOperations } from './metrics/health.ts';
import { Metrics } from './metrics/metrics.ts';
import { metricsOperations } from './metrics/operations.ts';
import { readBodies } from './operation/bodies.ts';
import type { Operation } from './operation/operation.ts';
import { registerOperations } from './operation/register.ts';
import { pageRoutes } from './page/routes.ts';
import { answerBadClient, answerFailure, refusePlace } from './problem/failures.ts';
import { restOperations } from './rest/operations.ts';
import type { ServeOptions } from './serve-options.ts';
import { sessionOperations } from './session/operations.ts';

/** Everything that can be asked for; the routes and their description are made from this one list. */
export function operationsOf(
  options: ServeOptions,
  listeners = new Listeners(options.engine),
  metrics = new Metrics(options, () => listeners.count),
): readonly Operation[] {
  const operations = [
    ...restOperations(options),
    ...mediaOperations(options),
    ...eventOperations(options, listeners),
    ...sessionOperations(options),
    ...healthOperations(options.engine),
    ...metricsOperations(metrics),
  ];
  return [...operations, ...descriptionOperations(operations, options.version)];
}

/** The web server, not yet listening. */
export async function buildApp(options: ServeOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    // what comes over a connection that is still in use when the server ends is answered as ever
    return503OnClosing: false,
    http: serverOptions,
    // what is too long for an id is no id, as any other text
    routerOptions: { maxParamLength: 16 * 1024 },
    frameworkErrors: (error, request, reply) => answerFailure(options.log, error, request, reply),
    clientErrorHandler: answerBadClient,
  });
  app.setErrorHandler((error, request, reply) => answerFailure(options.log, error, request, reply));
  await guard(app, options);
  refusePlace(app);
  await readBodies(app);
  const listeners = new Listeners(options.engine);
  const metrics = new Metrics(options, () => listeners.count);
  countAnswers(app, metrics);
  registerOperations(app, operationsOf(options, listeners, metrics));
  // the page takes what is left
  app.all(`${apiRoot}/*`, { config: { refuses: true } }, () => {
    throw new Failure('no-such-place');
  });
  await pageRoutes(app, options);
  app.addHook('preClose', async () => listeners.close());
  return app;
}
