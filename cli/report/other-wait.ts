import type { Waiting } from '../../contract/task.ts';

/** Whether a queued task waits for something else than before, or was told once more to leave its site alone. */
export function isOtherWait(before: Waiting | null, after: Waiting | null): boolean {
  if (before?.why !== after?.why) return true;
  return before?.why === 'site' && after?.why === 'site' && before.until !== after.until;
}
