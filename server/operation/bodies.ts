import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';

/** What a form becomes as the body of a request. */
export interface FormBody extends Record<string, unknown> {
  readonly fields: URLSearchParams;
}

/** Has JSON and forms read, and everything else refused. */
export async function readBodies(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  // `__proto__` and `constructor.prototype` are refused
  const readJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    // many a client names the type although it sends nothing
    if (text === '') done(null, undefined);
    else void readJson(request, text, done);
  });
  await app.register(formbody, { parser: (text): FormBody => ({ fields: new URLSearchParams(text) }) });
}
