import type { Task } from '../../contract/task.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { say } from '../text/say.ts';

/**
 * The lines that say how a task ended, or none while it has not. `seconds` is how long it ran as far as this command saw it.
 * Colours mark the first word only, so the lines read the same without them.
 */
export function outcomeLines(task: Task, seconds: number | undefined, paint: Paint): string[] {
  const name = printable(task.name);
  const { state } = task;
  switch (state.name) {
    case 'completed':
      // what came of a recording is told with its ledger
      if (task.kind === 'stream') return [];
      // beside a video its subtitles; the time was that of the video
      return state.artifacts.flatMap((artifact, index) => {
        const more: string[] = [];
        if (artifact.verified !== null) more.push(say.checked(artifact.verified.split(':', 1)[0] ?? ''));
        if (artifact.sameAs !== null) more.push(say.sameAs(printable(artifact.sameAs)));
        const line = say.saved(printable(artifact.path), artifact.size, index === 0 ? seconds : undefined);
        return [paint.good('✓ ') + [line, ...more].join(', ')];
      });
    case 'failed':
      return [
        `${paint.bad('✗ ')}${name}: ${state.error.message}`,
        ...(state.error.detail === undefined ? [] : [paint.dim(`  ${printable(state.error.detail)}`)]),
      ];
    case 'paused':
      return [paint.warn('‖ ') + say.paused(name)];
    case 'canceled':
      return [paint.warn('✗ ') + say.canceled(name)];
    default:
      return [];
  }
}
