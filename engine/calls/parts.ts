import type { CallArguments, CallOutput, EngineCallName } from '../../contract/calls.ts';
import type { EventHub } from '../events/hub.ts';
import type { Host } from '../host.ts';
import type { Admission } from '../jobs/admission.ts';
import type { Book } from '../jobs/book.ts';
import type { RecentLooks } from '../jobs/recent-looks.ts';
import type { Runner } from '../jobs/runner.ts';
import type { TaskLogs } from '../log/task-logs.ts';
import type { Store } from '../store/index.ts';
import type { PasswordMemory } from './password-memory.ts';
import type { RequestKeys } from './request-keys.ts';

/** What the calls work with. */
export interface Parts {
  readonly host: Host;
  readonly store: Store;
  readonly book: Book;
  readonly runner: Runner;
  readonly admission: Admission;
  readonly logs: TaskLogs;
  readonly hub: EventHub;
  readonly passwords: PasswordMemory;
  readonly looks: RecentLooks;
  readonly keys: RequestKeys;
}

/** The handler of one call: gets parsed input, throws a `Failure` for what goes wrong. */
export type Handler<N extends EngineCallName> = (
  parts: Parts,
  input: CallArguments<N>,
) => CallOutput<N> | Promise<CallOutput<N>>;
