import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { apiRoot } from '../../contract/routes.ts';
import { fileFailure } from '../../engine/files/failure.ts';
import { linkFrom } from '../address/outside-address.ts';
import type { Running } from './running.ts';

/** Milliseconds a server of this computer gets to answer. */
const patience = 5000;

const answer = z.object({ link: z.url() });

/**
 * Asks a server for a new link that signs in once; `undefined` when it is just ending or refuses.
 * @throws Failure `permission` and such when the file of the token cannot be read
 */
export async function linkOf({ address, outside, tokenFile }: Running): Promise<string | undefined> {
  const token = await readFile(tokenFile, 'utf8').catch((error: unknown) => {
    throw fileFailure(error, tokenFile);
  });
  try {
    const response = await fetch(new URL(`${apiRoot}/session/links`, address), {
      method: 'POST',
      headers: { authorization: `Bearer ${token.trim()}` },
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    });
    return linkFrom(outside, answer.parse(await response.json()).link);
  } catch {
    return undefined;
  }
}
