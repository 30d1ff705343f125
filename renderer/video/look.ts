import type { ErrorBody } from '../../contract/errors.ts';
import type { BothInfo, ResolverChoice, VideoInfo } from '../../contract/video.ts';
import { mayKnowBetter } from '../../contract/video-choices.ts';
import type { ListChoice } from './list-choice.ts';

/** How a link was asked after. */
export interface Asked {
  /** what is meant by a link that leads to a video and to a list; `null` for the setting's */
  readonly as: 'video' | 'list' | null;
  /** `null` for the setting's */
  readonly resolver: ResolverChoice | null;
}

/** What is known of a link to a video or a list. */
export type Look =
  | { readonly state: 'waiting' | 'looking'; readonly asked: Asked }
  | { readonly state: 'failed'; readonly asked: Asked; readonly error: ErrorBody }
  | { readonly state: 'video'; readonly asked: Asked; readonly info: VideoInfo }
  | { readonly state: 'list'; readonly asked: Asked; readonly list: ListChoice }
  | { readonly state: 'both'; readonly asked: Asked; readonly info: BothInfo };

/** As the settings say. */
export const usually: Asked = { as: null, resolver: null };

/** Whether a video is recorded and not downloaded. */
export function isLive({ live }: Pick<VideoInfo, 'live'>): boolean {
  return live === 'live' || live === 'upcoming';
}

/** Whether it makes sense to let yt-dlp try. */
export function offersYtDlp({ code }: ErrorBody, { resolver }: Asked): boolean {
  return resolver !== 'yt-dlp' && mayKnowBetter.has(code);
}

const wantCookies: ReadonlySet<ErrorBody['code']> = new Set([
  'video-private',
  'members-only',
  'age-limit',
  'bot-check',
  'auth-required',
]);

/** Whether a sign-in may help. */
export function offersCookies({ code }: ErrorBody): boolean {
  return wantCookies.has(code);
}
