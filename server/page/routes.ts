import type { FastifyInstance } from 'fastify';
import type { ServeOptions } from '../index.ts';

/** Serves the web page. */
export async function pageRoutes(_app: FastifyInstance, _options: ServeOptions): Promise<void> {}
