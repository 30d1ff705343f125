import type { VideoInfo } from '../../contract/video.ts';
import { expectedOf } from '../video/list-choice.ts';
import { type Candidate, type Part, partOf, type Review } from './candidate.ts';
import { videoInfoOf } from './video-info.ts';

/** What the ticked links come to. */
export interface Plan {
  readonly files: number;
  readonly streams: number;
  /** apart from those of lists */
  readonly videos: number;
  readonly lists: number;
  /** videos that are wanted of lists, those that were not read yet among them */
  readonly listed: number;
  /** of the only link, when it leads to a video */
  readonly info: VideoInfo | null;
  /** whether what is asked of videos is asked of a single one */
  readonly alone: boolean;
  /** whether there is something to do, and nothing to say before */
  readonly ready: boolean;
}

/** Counts what the ticked links come to. */
export function planOf(review: Review, chosen: readonly Candidate[]): Plan {
  const counts: Record<Part, number> = { file: 0, stream: 0, video: 0, list: 0, open: 0 };
  let listed = 0;
  for (const link of chosen) {
    counts[partOf(link, review)] += 1;
    const look = review.looks.get(link.key);
    if (look?.state === 'list') listed += expectedOf(look.list);
  }
  const { file: files, stream: streams, video: videos, list: lists } = counts;
  return {
    ...{ files, streams, videos, lists, listed, info: videoInfoOf(review, chosen) },
    alone: chosen.length === 1 && videos === 1,
    ready: counts.open === 0 && files + streams + videos + listed > 0,
  };
}
