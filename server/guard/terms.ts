import type { Server, ServerOptions } from 'node:http';
import type { ConnectionTerms } from './connections.ts';

/** What has to be said when the server is made. */
export const serverOptions: ServerOptions = {
  maxHeaderSize: 16 * 1024,
  insecureHTTPParser: false,
  // how often the times below are looked at
  connectionsCheckingInterval: 2000,
};

/** Half of the 1024 files that a process may have open on many systems; the engine needs some as well. */
export const connectionTerms: ConnectionTerms = { most: 512, patience: 60_000 };

/** Milliseconds each part of a request may take. */
export function limitTimes(server: Server): void {
  server.headersTimeout = 10_000;
  // 8 MiB, the largest body, at half a megabit a second
  server.requestTimeout = 140_000;
  server.keepAliveTimeout = 15_000;
}
