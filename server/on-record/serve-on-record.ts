import { setTimeout as wait } from 'node:timers/promises';
import { fileFailure } from '../../engine/files/failure.ts';
import { linkFrom, outsideAddress } from '../address/outside-address.ts';
import { type ApiServer, openServer } from '../index.ts';
import type { ServeOptions } from '../serve-options.ts';
import { recordRunning } from './running.ts';

/** Milliseconds in which answers that are on their way may end; a file may take hours. */
const closeWithin = 2000;

/**
 * Serves as `openServer` does, and has it on record in the data folder for as long as it runs, so that other processes of this user
 * find it. Links lead to the first of its names, where it has one. Its end does not wait for answers that take long.
 * @throws Failure those of `openServer`; `disk-full`, `permission` where it cannot be put on record, and it is not served then
 */
export async function serveOnRecord(options: ServeOptions): Promise<ApiServer> {
  const server = await openServer(options);
  const { address } = server;
  const { data, tokenFile } = options;
  const outside = outsideAddress(options, address);
  const forget = await recordRunning(data, { address, outside, tokenFile }).catch(async (error: unknown) => {
    await server.close();
    throw fileFailure(error, data);
  });
  return {
    address,
    link: () => linkFrom(outside, server.link()),
    close: async () => {
      forget();
      await Promise.race([server.close(), wait(closeWithin, undefined, { ref: false })]);
    },
  };
}
