import type { RecordingOptions } from '../../contract/recording.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { Progress, Task, TaskId, TaskOptions, TaskState } from '../../contract/task.ts';
import type { VideoOptions } from '../../contract/video.ts';

/** Everything that is remembered of a task. Its secrets lie apart, sealed. */
export interface TaskRecord {
  readonly id: TaskId;
  readonly kind: Task['kind'];
  /** as the user gave it, without user, password and fragment */
  readonly url: string;
  /** the canonical link: two tasks with the same one have the same source */
  readonly source: string;
  /** host name, with the port when it is not the scheme's */
  readonly host: string;
  /** absolute */
  readonly directory: string;
  /** the name the user asked for, or `null` */
  readonly askedName: string | null;
  /** what front ends show */
  readonly name: string;
  /** the name that was wanted before numbers were put to it, once known */
  readonly wantedName: string | null;
  /** the path that no other task may take, or `null` */
  readonly reserved: string | null;
  readonly createdAt: number;
  readonly priority: number;
  readonly position: number;
  readonly state: TaskState;
  readonly progress: Progress;
  readonly options: TaskOptions;
  /** what is asked of a recording; `null` for anything else */
  readonly recording: RecordingOptions | null;
  /** what is asked of a video, also of one that turned out to be live and is recorded; `null` for anything else */
  readonly video: VideoOptions | null;
  /** the list it was taken from; `null` for what stands alone */
  readonly group: Task['group'];
  /** a recording shall end and keep what it has */
  readonly stopping: boolean;
  /** when a recording was to begin, milliseconds since the epoch; `null` for one that somebody began without a time */
  readonly dueAt: number | null;
  /** when a recording that began late has to end, milliseconds since the epoch; `null` for any other */
  readonly until: number | null;
  /** when the next of a recording that repeats begins, milliseconds since the epoch; `null` while none is planned */
  readonly nextAt: number | null;
  /** `null`: the setting decides */
  readonly duplicates: DuplicatePolicy | null;
  /** number of its sealed secrets, or `null` */
  readonly secret: number | null;
  /** what is stored of it must not be used by the next attempt */
  readonly fresh: boolean;
  /** how many attempts there were */
  readonly attempts: number;
  /** failed attempts in a row that brought nothing new */
  readonly failures: number;
  /** attempts in a row whose process died */
  readonly crashes: number;
  /** most bytes any attempt had stored */
  readonly farthest: number;
}

/** What is still needed on the disk when the size is unknown: enough to be worth a start, in bytes. */
const unknownNeed = 64 * 1024 * 1024;

/**
 * Bytes that a task will still write, as far as one can know. A recording that shall end has little left to write; a video is put
 * together out of its parts, which lie there as long as it takes.
 */
export function bytesNeeded({ progress, stopping, kind }: Pick<TaskRecord, 'progress' | 'stopping' | 'kind'>): number {
  if (stopping) return 0;
  if (progress.total === null) return unknownNeed;
  return Math.max(0, progress.total - progress.done) + (kind === 'video' ? progress.total : 0);
}

/** The task as front ends see it. */
export function viewOf(record: TaskRecord): Task {
  const { id, url, name, directory, createdAt, priority, position, progress, state, group, options } = record;
  const shared = { id, url, name, directory, createdAt, priority, position, progress, state, group, options };
  if (record.recording !== null) {
    return { ...shared, kind: 'stream', recording: record.recording, stopping: record.stopping };
  }
  return record.video === null ? { ...shared, kind: 'file' } : { ...shared, kind: 'video', video: record.video };
}
