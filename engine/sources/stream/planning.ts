import type { StreamPlan } from '../../record/plan.ts';
import type { Web } from '../../record/web.ts';

/** What planning a stream works with. */
export interface Planning {
  readonly web: Web;
  /** see `chooseVariant` */
  readonly quality: string;
  /** only the sound is wanted: pictures need not be fetched */
  readonly sound: boolean;
  /** the plan of the same link from before, or `null` */
  readonly before: StreamPlan | null;
  /** this computer's clock, milliseconds since the epoch */
  readonly now: () => number;
  readonly signal: AbortSignal;
}

/** Where a stream was found. */
export interface Found {
  /** the page, to be sent as referer; `null` when the link led there itself */
  readonly referer: string | null;
  /** what the page is called: it tells more than what the stream is called */
  readonly title: string | null;
}

/** The link led there itself. */
export const byItself: Found = { referer: null, title: null };
