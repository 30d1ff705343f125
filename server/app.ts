import { type FastifyInstance, fastify } from 'fastify';
import { eventOperations } from './events/operations.ts';
import type { ServeOptions } from './index.ts';
import { mediaOperations } from './media/operations.ts';
import type { Operation } from './operation.ts';
import { pageRoutes } from './page/routes.ts';
import { registerOperation } from './register.ts';
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
  const app = fastify({ logger: false });
  for (const operation of operationsOf(options)) registerOperation(app, operation);
  await pageRoutes(app, options);
  return app;
}
