import type { Artifact } from '../../../contract/task.ts';

/** The address of a server that counts as public. */
export const publicAddress = '93.184.216.34';

/** How the recording of a trap ended. */
export interface TrapEnd {
  readonly name: string;
  /** why it failed, or `null` when something was recorded */
  readonly code: string | null;
  readonly detail: string;
  readonly files: readonly Artifact[];
}
