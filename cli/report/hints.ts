import { say } from '../text/say.ts';
import type { Ending } from './reporter.ts';

/** How to go on with what a command has paused. */
export function hintLines({ resumable, stoppable }: Ending): string[] {
  return [
    ...(resumable.length > 0 ? [say.resumeHint(resumable)] : []),
    ...(stoppable.length > 0 ? [say.stopHint(stoppable)] : []),
  ];
}
