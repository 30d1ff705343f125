import type { MediaSummary, StreamSummary } from '../stored.ts';

/** The stream by which a segment is placed and cut: the first with pictures, without pictures the first with sound. */
export function referenceOf(media: MediaSummary): StreamSummary | undefined {
  const filled = media.streams.filter(({ units }) => units > 0);
  return filled.find(({ kind }) => kind === 'video') ?? filled[0];
}
