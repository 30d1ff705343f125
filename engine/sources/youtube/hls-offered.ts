import type { Fetch } from '../../net/fetch.ts';
import { isMultivariant, readMultivariant } from '../hls/multivariant.ts';
import type { FoundFormat, Place } from '../video/found.ts';
import { hlsFormats } from './hls-formats.ts';
import { outdated } from './outdated.ts';

/**
 * Fetches an HLS playlist and tells what it offers.
 * @param duration seconds of the video, or `null`
 * @throws Failure of the HTTP client, `corrupt-media`, `extractor-outdated` (no playlist of variants)
 */
export async function hlsOffered(
  fetch: Fetch,
  url: string,
  duration: number | null,
  headers: Place['headers'],
): Promise<FoundFormat[]> {
  const response = await fetch(url, { headers: headers.map(({ name, value }): [string, string] => [name, value]) });
  const text = await response.text();
  if (!isMultivariant(text)) throw outdated('a playlist that names no variants', 'HLS');
  return hlsFormats(await readMultivariant(text, response.url), response.url, duration, headers);
}
