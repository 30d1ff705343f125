import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import type { FoundVideo } from '../video/found.ts';
import { askClient, type Got } from './ask-client.ts';
import { type Client, web } from './clients.ts';
import { mostTelling } from './failure.ts';
import { foundVideo } from './found-video.ts';
import { extractorVersion, outdated } from './outdated.ts';
import type { Site } from './site.ts';

/**
 * Asks for a video as one client after the other, until one gets what no other could better or says what no other could help.
 * @param clients the first first
 * @throws Failure the one that tells the most, see `Resolver`; the reason of the signal
 */
export async function askVideo(
  site: Site,
  id: string,
  clients: readonly Client[],
  signal: AbortSignal,
): Promise<FoundVideo> {
  // Chapters and the day are on the page around it; without them the video is still there.
  const around = site.ask('next', { videoId: id }, web).catch(() => null);
  // Apps are to say as whom the site knows them.
  if (!site.known) await around;
  const failures: Failure[] = [];
  let good: Got | null = null;
  for (const client of clients) {
    const accountLeft = site.hasAccount && !client.page && clients.some(({ page }) => page);
    const result = await askClient(site, id, client, accountLeft).catch((error: unknown) => {
      signal.throwIfAborted();
      const failure = outdated(error, client.name);
      return { failure, final: over.has(failure.code) };
    });
    if ('failure' in result) {
      failures.push(result.failure);
      // What one client got is there, whatever the next one says.
      if (result.final && good === null) throw result.failure;
      if (result.final) break;
    } else {
      if (good === null || worth(result) > worth(good)) good = result;
      if (result.best) break;
    }
  }
  if (good === null) throw mostTelling(failures) ?? new Failure('no-stream', { detail: 'nobody was asked' });
  const { client, answer, formats, headers } = good;
  const answeredBy = { resolver: 'builtin' as const, version: extractorVersion, client: client.name };
  return foundVideo({ id, answer, next: await around, formats, answeredBy, headers });
}

/** The way to the site is broken, or it wants to be left alone: the next question would fare no better. */
const over: ReadonlySet<ErrorCode> = new Set([
  'network',
  'timeout',
  'tls',
  'rate-limited',
  'auth-required',
  'invalid-input',
]);

/** A playlist has all heights; one file with both has what the site thinks enough for telephones. */
function worth({ best, formats }: Got): number {
  if (best) return 2;
  return formats.some(({ road }) => road === 'hls') ? 1 : 0;
}
