import type { ResolverName } from '../../../contract/video.ts';
import type { FoundList, FoundVideo } from './found.ts';

/** What is asked of a resolver. */
export interface Question {
  /** without user and password */
  readonly url: string;
  readonly signal: AbortSignal;
}

/**
 * Finds out what a link to a video site leads to. There are two: the one that is built in, and yt-dlp. Both know the proxy, the
 * cookies and the headers of the task for which they were made.
 */
export interface Resolver {
  readonly name: ResolverName;
  /** Whether the link is one that it could know, judged by the link alone. */
  claims(url: string): boolean;
  /**
   * @throws Failure `video-private`, `video-removed`, `members-only`, `age-limit`, `region`, `bot-check`, `premiere`, `not-live`
   * (a live stream that has not begun), `rate-limited`, `extractor-outdated`, `needs-yt-dlp`, `protected`, `is-list`, `no-stream`
   * (nothing there), `unsupported` (a site it does not know), `tool-missing`, `tool-outdated`, those of the HTTP client
   */
  video(question: Question): Promise<FoundVideo>;
  /**
   * The first page of a list, or with `next` the page behind the one that named it.
   * @throws as `video`
   */
  list(question: Question & { readonly next: string | null }): Promise<FoundList>;
}
