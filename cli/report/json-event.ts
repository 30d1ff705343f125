import type { ErrorBody } from '../../contract/errors.ts';
import type { GapEntry, LiveFigures, Timeline } from '../../contract/recording.ts';
import type { Artifact, Pace, Progress, Task, TaskId } from '../../contract/task.ts';
import type { Tally } from '../follow/tally.ts';

interface OfTask {
  readonly id: TaskId;
  readonly url: string;
  readonly name: string;
}

/**
 * What `--json` writes, one object a line, described in docs/cli.md. Bytes, bytes a second and seconds are numbers, moments
 * are milliseconds since the epoch. Fields are added over time, never renamed.
 */
export type JsonEvent =
  | ({
      readonly event: 'added';
      readonly directory: string;
      readonly resumed: boolean;
      readonly group: Task['group'];
    } & OfTask)
  | { readonly event: 'skipped'; readonly id: TaskId; readonly url: string; readonly paths: readonly string[] }
  | {
      readonly event: 'refused';
      readonly url: string;
      readonly error: ErrorBody;
      readonly duplicateOf: TaskId | null;
    }
  | ({
      readonly event: 'progress';
      readonly id: TaskId;
      readonly name: string;
      readonly state: 'resolving' | 'running' | 'finishing';
      /** of a running recording */
      readonly live: LiveFigures | null;
    } & Progress &
      Pace)
  | {
      readonly event: 'fragment';
      readonly id: TaskId;
      readonly part: number;
      readonly path: string;
      readonly size: number | null;
      readonly at: number;
      readonly length: number;
      readonly tooLong: boolean;
    }
  | ({ readonly event: 'gap'; readonly id: TaskId } & GapEntry)
  | {
      readonly event: 'outage';
      readonly id: TaskId;
      /** `main`, or a track beside it, without which the recording goes on */
      readonly track: string;
      readonly since: number;
      readonly code: string;
      readonly detail: string | null;
      /** when the recording gives up; `null` where it goes on without the track */
      readonly until: number | null;
      /** seconds it lasted, once media comes again; `null` while it lasts */
      readonly lasted: number | null;
    }
  | ({
      readonly event: 'recorded';
      readonly complete: boolean;
      readonly fragments: number;
      readonly gaps: number;
      /** seconds */
      readonly missing: number;
      readonly ledger: string | null;
    } & OfTask &
      Pick<Timeline, 'length' | 'recorded' | 'asked' | 'segments'> & { readonly end: Timeline['end'] | null })
  | {
      readonly event: 'waiting';
      readonly id: TaskId;
      readonly name: string;
      readonly why: 'retry' | 'space' | 'site' | 'live' | 'slot';
      readonly until: number | null;
      readonly error: ErrorBody | null;
    }
  | ({ readonly event: 'completed' } & OfTask & Artifact)
  | ({ readonly event: 'failed'; readonly error: ErrorBody; readonly retryable: boolean } & OfTask)
  | ({ readonly event: 'paused' | 'canceled' } & OfTask)
  | { readonly event: 'removed'; readonly id: TaskId; readonly name: string }
  | ({
      readonly event: 'summary';
      readonly bytes: number;
      readonly seconds: number;
      readonly exitCode: number;
      readonly signal: NodeJS.Signals | null;
      readonly resumable: readonly TaskId[];
    } & Omit<Tally, 'codes'>);
