import { isDeepStrictEqual } from 'node:util';
import type { RecordingOptions } from '../../contract/recording.ts';
import type { VideoOptions } from '../../contract/video.ts';

/** Whether two wishes for the same video come to the same media: its sound alone, or another part of it, is another thing. */
export function sameWish(one: VideoOptions | null, other: VideoOptions | null): boolean {
  if (one === null || other === null) return one === other;
  return one.format === other.format && one.audio === other.audio && isDeepStrictEqual(one.clip, other.clip);
}

/** What a task is to make. */
interface Thing {
  readonly recording: RecordingOptions | null;
  readonly video: VideoOptions | null;
}

/**
 * Whether a task makes what is wanted of the same source. One that was asked for as a video and turned out to be live is a
 * recording, and both.
 */
export function sameThing(task: Thing, wanted: Thing): boolean {
  if (task.recording !== null && task.video !== null && wanted.recording !== null) return true;
  const isRecording = task.recording !== null && task.video === null;
  return isRecording === (wanted.recording !== null) && sameWish(task.video, wanted.video);
}
