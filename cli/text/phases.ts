import { errorHelp } from '../../contract/errors.ts';
import type { Task } from '../../contract/task.ts';
import { formatDuration } from '../format/duration.ts';
import { formatTime } from '../format/time.ts';

/** What a task does right now, in a few words. `now` in milliseconds since the epoch. */
export function phases(task: Task, now = Date.now()): string {
  const { state } = task;
  switch (state.name) {
    case 'scheduled':
      return `starts at ${formatTime(state.startAt)}`;
    case 'queued':
      if (state.waiting === null) return 'waiting';
      if (state.waiting.why === 'space') return 'waits for space on the disk';
      return `retries in ${formatDuration((state.waiting.until - now) / 1000)}: ${firstSentence(state.waiting.error.message)}`;
    case 'resolving':
      return 'connecting';
    case 'running':
      return 'downloading';
    case 'finishing':
      return state.step === 'verify' ? 'checking' : 'saving';
    case 'failed':
      return firstSentence(errorHelp[state.error.code]);
    default:
      return state.name;
  }
}

function firstSentence(text: string): string {
  return /^[^.]*/.exec(text)?.[0] ?? text;
}
