import { type FastifyInstance, fastify } from 'fastify';
import { Failure } from '../contract/errors.ts';
import { apiRoot } from '../contract/routes.ts';
import { readBodies } from './bodies.ts';
import { eventOperations } from './events/operations.ts';
import { answerBadClient, answerFailure, refusePlace } from './failures.ts';
import type { ServeOptions } from './index.ts';
import { mediaOperations } from './media/operations.ts';
import type { Operation } from './operation.ts';
import { pageRoutes } from './page/routes.ts';
import { registerOperations } from './register.ts';
import { restOperations } from './rest/operations.ts';
import { sessionOperations } from './session/operations.ts';

/** Everything that can be asked for; the routes and their description are made from this one list. */
export function operationsOf(options: ServeOptions): readonly Operation[] {
  return [
    ...restOperations(options),
    ...mediaOperations(options),
    ...eventOperations(options),
    ...sessionOperations(options),
  ];
}

/** The web server, not yet listening. */
export async function buildApp(options: ServeOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    frameworkErrors: (error, request, reply) => answerFailure(options.log, error, request, reply),
    clientErrorHandler: answerBadClient,
  });
  app.setErrorHandler((error, request, reply) => answerFailure(options.log, error, request, reply));
  refusePlace(app);
  await readBodies(app);
  registerOperations(app, operationsOf(options));
  // the page takes what is left
  app.all(`${apiRoot}/*`, { config: { refuses: true } }, () => {
    throw new Failure('no-such-place');
  });
  await pageRoutes(app, options);
  return app;
}
