import etag from '@fastify/etag';
import type { FastifyInstance } from 'fastify';
import type { Operation } from './operation.ts';

/** Whether what an operation answers has an ETag, so that nothing is sent again as long as it is the same (RFC 9110 section 8.8.3). */
export function hasValidator({ method, answers }: Operation): boolean {
  const { schema, type = 'application/json' } = answers[200] ?? {};
  return method === 'GET' && schema !== undefined && type === 'application/json';
}

/** A part of the server whose answers have one. The others, files and events among them, pay nothing for it. */
export function withValidators(app: FastifyInstance, add: (part: FastifyInstance) => void): void {
  // fastify puts parts together when it begins to listen
  void app.register((part, _options, done) => {
    void part.register(etag);
    add(part);
    done();
  });
}
