import { type ErrorBody, errorHelp } from '../../contract/errors.ts';
import type { FinishingStep, Task, VideoTask, Waiting } from '../../contract/task.ts';
import { formatDuration } from '../format/duration.ts';
import { printable } from '../format/printable.ts';
import { formatTime } from '../format/time.ts';
import { firstSentence } from './sentence.ts';

const steps: Readonly<Record<FinishingStep, string>> = {
  verify: 'checking',
  assemble: 'putting the last fragment together',
  publish: 'saving',
};

/** What is done to a video when its bytes are there. */
function assembling({ video }: VideoTask): string {
  return video.format === 'audio' ? 'putting the sound into its file' : 'joining picture and sound';
}

/** What a task does right now, in a few words. `now` in milliseconds since the epoch. */
export function phases(task: Task, now = Date.now()): string {
  const { state } = task;
  const stopping = task.kind === 'stream' && task.stopping;
  switch (state.name) {
    case 'scheduled':
      return `starts in ${formatDuration((state.startAt - now) / 1000)}, at ${formatTime(state.startAt)}`;
    case 'queued':
      return state.waiting === null ? 'waiting' : waitingText(state.waiting, now);
    case 'resolving':
      return task.kind === 'video' ? 'looking for the video' : 'connecting';
    case 'running':
      if (stopping) return 'stopping, keeping what is recorded';
      return task.kind === 'stream' ? 'recording' : 'downloading';
    case 'finishing':
      return task.kind === 'video' && state.step === 'assemble' ? assembling(task) : steps[state.step];
    case 'failed':
      return firstSentence(errorHelp[state.error.code]);
    default:
      return state.name;
  }
}

/** Why a stream is waited for: what is there is not live, or nobody can tell. */
export function notLiveText({ code, message, detail }: ErrorBody): string {
  if (code === 'not-live') return 'not live yet';
  const why = code === 'no-stream' ? 'no stream on the page' : firstSentence(message);
  return `not live yet (${why}${detail === undefined || code === 'no-stream' ? '' : `: ${printable(detail)}`})`;
}

function retryReason({ message, detail }: ErrorBody): string {
  return detail === undefined ? firstSentence(message) : `${firstSentence(message)} (${printable(detail)})`;
}

function waitingText(waiting: Waiting, now: number): string {
  switch (waiting.why) {
    case 'space':
      return 'waits for space on the disk';
    case 'slot':
      return 'waits until another recording ends (setting: max-recordings)';
    case 'live':
      return `${notLiveText(waiting.error)}, looks again in ${formatDuration((waiting.until - now) / 1000)}`;
    case 'site':
      return `waits ${formatDuration((waiting.until - now) / 1000)} for its site: ${firstSentence(waiting.error.message)}`;
    case 'retry':
      return `retries in ${formatDuration((waiting.until - now) / 1000)}: ${retryReason(waiting.error)}`;
  }
}
