import type { CallInput, CallOutput, EngineCallName } from '../contract/calls.ts';
import type { EventBatch } from '../contract/events.ts';
import type { Reply } from '../contract/reply.ts';

/** What every front end talks to, in the same process or through a socket. */
export interface Engine {
  /** Answers one call. Parses the input, never throws and never rejects: what goes wrong is in the reply. */
  call<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>>;
  /**
   * Batches of what changed after number `after` (from `tasks.list` or an earlier batch), at most 10 a second.
   * A listener that asks from too far back gets one batch with `reset`. The result ends the subscription.
   */
  subscribe(after: number, listen: (batch: EventBatch) => void): () => void;
  /** The number of the newest change, where it is known without asking: not of an engine in another process. */
  readonly seq?: number | undefined;
  /** Stops all work so that it resumes at the next start, and frees the data folder. */
  close(): Promise<void>;
}
