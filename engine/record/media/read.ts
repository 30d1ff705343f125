import type { MediaSummary } from '../stored.ts';
import { readAudio } from './audio/read.ts';
import { containerOf } from './container.ts';
import { corrupt } from './corrupt.ts';
import { readFlv } from './flv/read.ts';
import { readMp4 } from './mp4/read.ts';
import { readTs } from './ts/read.ts';

/**
 * What a media segment holds. Subtitles (WebVTT) have no streams.
 * @param init the initialisation section (EXT-X-MAP, a DASH initialization, the head of an FLV stream), or `null`
 * @throws Failure `corrupt-media` for what is not media, or not whole; `protected` for what is encrypted
 */
export function readSegment(data: Uint8Array, init: Uint8Array | null): MediaSummary {
  const container = containerOf(data, init);
  switch (container) {
    case 'ts':
      return readTs(data, init);
    case 'mp4':
      return readMp4(data, init);
    case 'flv':
      return readFlv(data, init);
    case 'adts':
    case 'mp3':
    case 'ac3':
      return readAudio(data, container);
    case 'vtt':
      return { container, streams: [], wrap: null, timed: false };
    default:
      throw corrupt(describe(data));
  }
}

/** What is there in place of media, such as the page of a proxy. */
function describe(data: Uint8Array): string {
  if (data.length === 0) return 'it is empty';
  const start = Buffer.from(data.subarray(0, 64)).toString('latin1');
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(start)) return 'it is a page, not media';
  return `it is no known kind of media; it begins with ${Buffer.from(data.subarray(0, 16)).toString('hex')}`;
}
