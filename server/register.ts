import type { FastifyInstance } from 'fastify';
import type { Operation } from './operation.ts';

/** Makes a route of an operation. */
export function registerOperation(app: FastifyInstance, { method, path }: Operation): void {
  app.route({
    method,
    url: path.replace(/\{(\w+)\}/g, ':$1'),
    handler: async (_request, reply) => reply.code(501).send(),
  });
}
