import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { ServeOptions } from '../serve-options.ts';
import { contentPolicy } from './policy.ts';

/** Features of a browser that the page has no use for. */
const features = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'display-capture'];

/** What goes with every file of the page, besides what goes with every answer. */
const headers: Readonly<Record<string, string>> = {
  'content-security-policy': contentPolicy({ media: ["'self'"], connect: [] }),
  // with `no-referrer` some browsers call the page's own requests `Origin: null`, as they would those of a stranger
  'referrer-policy': 'same-origin',
  'permissions-policy': features.map((feature) => `${feature}=()`).join(', '),
};

/** Files in this folder carry a digest of their content in their name. */
const hashed = /[/\\]assets[/\\]/;

/**
 * Serves the web page: `/` is asked for anew each time, by its validator; what it is made of never changes. What the build has
 * compressed is sent that way to whoever takes it.
 */
export async function pageRoutes(app: FastifyInstance, { page, log }: ServeOptions): Promise<void> {
  // none that was built is no folder, and not the one that this was started in
  if (page === '' || !existsSync(join(page, 'index.html'))) {
    log.warn('there is no web page to serve', { folder: page });
    return;
  }
  await app.register(fastifyStatic, {
    root: page,
    preCompressed: true,
    decorateReply: false,
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.headers(headers);
      reply.header('cache-control', hashed.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}
