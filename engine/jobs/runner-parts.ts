import type { Host } from '../host.ts';
import type { TaskLogs } from '../log/task-logs.ts';
import type { Store } from '../store/index.ts';
import type { Outbox } from '../webhooks/outbox.ts';
import type { Book } from './book.ts';

/** What the runner works with. */
export interface RunnerParts {
  readonly host: Host;
  readonly store: Store;
  readonly book: Book;
  readonly logs: TaskLogs;
  readonly outbox: Outbox;
  /** something ended: there may be room for another task */
  readonly onRoom: () => void;
  /** the disk of this folder is full */
  readonly onFullDisk: (directory: string) => void;
}
