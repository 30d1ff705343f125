import type { FragmentEntry, GapEntry, LiveFigures, Timeline } from '../../contract/recording.ts';
import type { Task } from '../../contract/task.ts';

/** A recording as front ends see it. */
export type Recording = Extract<Task, { kind: 'stream' }>;

/** A fragment in its place. */
export interface FinishedFragment extends FragmentEntry {
  readonly path: string;
}

export type Outage = NonNullable<LiveFigures['outage']>;

/** What happens to a recording beside the moves of its task. */
export type RecordingNews =
  | { readonly kind: 'fragment'; readonly task: Recording; readonly fragment: FinishedFragment }
  /** told once, when it grows no more */
  | { readonly kind: 'gap'; readonly task: Recording; readonly gap: GapEntry }
  | { readonly kind: 'outage'; readonly task: Recording; readonly outage: Outage }
  /** media comes again. `seconds`: how long none came */
  | { readonly kind: 'goes-on'; readonly task: Recording; readonly outage: Outage; readonly seconds: number }
  /** completed or failed for good; all its fragments and gaps have been told */
  | {
      readonly kind: 'over';
      readonly task: Recording;
      /** `null` when the ledger cannot be read */
      readonly timeline: Timeline | null;
      /** whether all is there that was asked for and that the stream gave */
      readonly complete: boolean;
      /** files of it that are no fragments, such as subtitles and the ledger; only of one that is completed */
      readonly beside: readonly Beside[];
    };

export interface Beside {
  readonly path: string;
  readonly size: number;
  readonly isLedger: boolean;
}
