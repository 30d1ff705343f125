import { type LiveFigures, recordingOptions, type Timeline } from '../../contract/recording.ts';
import type { StreamTask, TaskState } from '../../contract/task.ts';
import { exampleTask } from './example-task.ts';

/** Figures of a recording of which all is well. */
const exampleFigures: LiveFigures = {
  ...{ length: 34, missing: 0, gaps: 0, fragments: 3, asked: 3600, behind: 4, outage: null, revision: 1 },
};

/** A recording that runs. */
export function exampleRecording(live: Partial<LiveFigures> = {}, change: Partial<StreamTask> = {}): StreamTask {
  const pace = { speed: 1_230_000, eta: null, connections: 1 };
  const state: TaskState = { name: 'running', since: 0, pace, live: { ...exampleFigures, ...live } };
  const recording = recordingOptions.parse({ duration: 3600, fragment: 10 });
  return { ...exampleTask({ name: 'Evening show', state }), kind: 'stream', recording, stopping: false, ...change };
}

/** The ledger of a recording of `parts` fragments of ten seconds, of which nothing is missing. */
export function exampleTimeline(parts: number, change: Partial<Timeline> = {}): Timeline {
  const length = parts * 10;
  return {
    ...{ version: 1, url: 'http://example.com/live.m3u8', title: 'Evening show', startedAt: 0, streamStartedAt: null },
    ...{ length, recorded: length, asked: length, ended: true, end: 'duration' },
    segments: { expected: parts * 5, stored: parts * 5, missing: 0, duplicates: 0 },
    tracks: [],
    fragments: Array.from({ length: parts }, (_, index) => ({
      part: index + 1,
      at: index * 10,
      length: 10,
      state: 'published' as const,
      path: `/downloads/Evening show part ${String(index + 1).padStart(3, '0')}.mp4`,
      size: 1_000_000,
      tooLong: false,
    })),
    gaps: [],
    breaks: [],
    ...change,
  };
}
