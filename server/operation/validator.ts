import etag from '@fastify/etag';
import type { FastifyInstance } from 'fastify';
import { namesWeakly } from './names-validator.ts';
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
    void part.register(etag, { replyWith304: false });
    // its own rule would hold for problems too, and knows no lists
    part.addHook('onSend', async ({ headers }, reply, payload) => {
      const asked = headers['if-none-match'];
      if (reply.statusCode !== 200 || asked === undefined) return payload;
      if (!namesWeakly(asked, String(reply.getHeader('etag')))) return payload;
      reply.code(304);
      return '';
    });
    add(part);
    done();
  });
}
