import type { VideoInfo } from '../../contract/video.ts';
import type { Candidate, Review } from './candidate.ts';

/** What is known of the video when it is the only link that is wanted; `null` for several, and while nothing is known. */
export function videoInfoOf({ looks }: Pick<Review, 'looks'>, chosen: readonly Candidate[]): VideoInfo | null {
  const [only] = chosen;
  if (chosen.length !== 1 || !only) return null;
  const look = looks.get(only.key);
  return look?.state === 'video' ? look.info : null;
}
