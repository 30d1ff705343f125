import type { ErrorBody } from '../../contract/errors.ts';
import type { Task, TaskId } from '../../contract/task.ts';
import type { ExitName } from '../exit.ts';
import type { RecordingNews } from '../follow/recording-news.ts';
import type { Tally } from '../follow/tally.ts';
import type { Change, Watch } from '../follow/watch.ts';

/** How a command comes to wait for a task: it is new, goes on, or is a recording that ends. */
export type Start = 'new' | 'resumed' | 'ending';

/** A link that did not become a task. */
export interface Refusal {
  /** without a password */
  readonly url: string;
  readonly error: ErrorBody;
  readonly duplicateOf: TaskId | null;
}

/** How a command that waited for tasks ended. */
export interface Ending {
  readonly tally: Tally;
  readonly exit: ExitName;
  /** milliseconds from start to end */
  readonly took: number;
  /** bytes stored by all tasks */
  readonly bytes: number;
  /** tasks that can be resumed because this command paused them */
  readonly resumable: readonly TaskId[];
  /** of these, recordings that could be ended instead, which would keep what they have */
  readonly stoppable: readonly TaskId[];
  readonly signal: NodeJS.Signals | undefined;
}

/** Tells a person or a program what happens to the tasks a command waits for. */
export interface Reporter {
  /** tasks this command waits for from now on */
  added(tasks: readonly Task[], how: Start): void;
  skipped(task: Task): void;
  refused(refusal: Refusal): void;
  /** called once a batch, after the watch has taken it */
  changed(changes: readonly Change[], watch: Watch): void;
  /** something happened to a recording beside the moves of its task */
  heard(news: RecordingNews): void;
  /** tasks this command has paused because it was interrupted */
  interrupted(tasks: readonly Task[]): void;
  /** something a person should know that is no result */
  note(text: string): void;
  /** clears what is drawn and not meant to stay; what is reported next is drawn anew */
  hide(): void;
  ended(ending: Ending): void;
}
