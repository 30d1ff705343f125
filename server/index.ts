import { farAddress, linkWith, listeningAt, nearAddress } from './address/link-address.ts';
import { listenFailure } from './address/listen-failure.ts';
import { buildApp } from './app.ts';
import { guardOf } from './guard/guard.ts';
import type { ServeOptions } from './serve-options.ts';

/** An API that is served. */
export interface ApiServer {
  /** as in `http://127.0.0.1:8787/` */
  readonly address: string;
  /** a new address that signs a browser in, once */
  link(): string;
  /** answers what was asked, takes nothing new, and frees the port. The engine stays open */
  close(): Promise<void>;
}

/** Milliseconds that answers underway get when the server ends. */
const lastAnswers = 5000;

/**
 * Serves the API, its description and the web page of an engine.
 * @throws Failure `address-in-use`, `permission` (the token file), `invalid-input` (a token file that holds no token)
 */
export async function openServer(options: ServeOptions): Promise<ApiServer> {
  const app = await buildApp(options);
  try {
    // the name would have Fastify listen twice, on sockets that nobody counts
    await app.listen({ host: options.host === 'localhost' ? '127.0.0.1' : options.host, port: options.port });
  } catch (error) {
    await app.close();
    throw listenFailure(error, options);
  }
  // no connection can be taken for the moment, because of too many open files, say; the others go on
  app.server.on('error', (error) => options.log.error('the server failed', { reason: error.message }));
  const { door, connections } = guardOf(app);
  const place = listeningAt(app.server);
  return {
    address: nearAddress(place),
    link: () => linkWith(farAddress(place), door.newCode()),
    close: async () => {
      const patience = setTimeout(() => connections.destroy(), lastAnswers);
      connections.leave();
      await app.close();
      clearTimeout(patience);
    },
  };
}
