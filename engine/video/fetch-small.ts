import { Failure } from '../../contract/errors.ts';
import { backoffMs, delay } from '../download/delay.ts';
import type { RateLimit } from '../download/rate-limit.ts';
import type { HttpClient } from '../net/client.ts';
import { WebSession } from '../net/session.ts';
import type { Place } from '../sources/video/found.ts';
import { type Asking, accessTo } from './place-access.ts';

/** Tries of what belongs to a video but is not the video. */
const TRIES = 3;
/** Milliseconds a server's `Retry-After` is waited for. */
const WAIT_HERE_MS = 10_000;

/** How small things are fetched. */
export interface SmallFetch {
  readonly job: Asking;
  readonly client: HttpClient;
  readonly limits: readonly RateLimit[];
  readonly signal: AbortSignal;
}

/**
 * Fetches something small whole: a picture, subtitles.
 * @param atMost bytes
 * @throws Failure of the HTTP client, `corrupt-media` above `atMost`; the reason of the signal
 */
export async function fetchSmall(
  place: Pick<Place, 'url' | 'headers'>,
  atMost: number,
  { job, client, limits, signal }: SmallFetch,
): Promise<Uint8Array> {
  const { url, ...access } = accessTo(job, place);
  const web = new WebSession({ ...access, client, link: url, limits });
  for (let tries = 1; ; tries += 1) {
    try {
      return (await web.get({ url, atMost, compressible: true, signal })).body;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Failure) || !error.retryable || tries === TRIES) throw error;
      if ((error.retryAfterMs ?? 0) > WAIT_HERE_MS) throw error;
      await delay(error.retryAfterMs ?? backoffMs(tries, Math.random()), signal);
    }
  }
}
