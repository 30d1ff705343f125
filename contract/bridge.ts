import type { CallInput, CallName, CallOutput } from './calls.ts';
import type { EventBatch } from './events.ts';
import type { Reply } from './reply.ts';

/** All that the window's page can reach of the program: `window.sluice`, put there by the preload. */
export interface Bridge {
  /** Asks for one call; never rejects for a reason of the program, what goes wrong is in the reply. */
  call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>>;
  /** Batches of what changed after number `after`; the result ends the subscription. */
  onEvents(after: number, listen: (batch: EventBatch) => void): () => void;
  /** the window of the desktop, or a page in somebody's browser, where files are fetched and not shown in a folder */
  readonly home: 'desktop' | 'web';
  readonly platform: 'linux' | 'darwin' | 'win32';
}
