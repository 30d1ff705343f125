import type { FromWorker, ToWorker } from '../contract/worker-messages.ts';

/** The line to the deciding process, however this process was forked. */
export interface Port {
  send(message: FromWorker): void;
  onMessage(listen: (message: ToWorker) => void): void;
}
