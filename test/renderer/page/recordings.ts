import type { CallInput } from '../../../contract/calls.ts';
import type { FragmentEntry, GapEntry, LiveFigures, RecordingOptions, Timeline } from '../../../contract/recording.ts';
import type { Artifact, StreamTask, TaskId, TaskState } from '../../../contract/task.ts';
import { usualOptions } from '../../store/usual-options.ts';
import { error, idOf, today } from './tasks.ts';

const mb = 1_000_000;
const folder = '/home/mira/Downloads';

/** What a recording is asked for unless a test says otherwise. */
const usual: RecordingOptions = {
  ...{ duration: null, fragment: 600, quality: 'best', output: 'mp4', from: 'live', giveUp: 600 },
  ...{ onDiscontinuity: 'new-fragment', onGap: 'new-fragment', wait: false, repeat: 'never' },
};

interface Sketch {
  readonly name: string;
  readonly state: TaskState;
  readonly done?: number;
  readonly stopping?: boolean;
  readonly recording?: NonNullable<CallInput<'tasks.add'>['tasks'][number]['recording']>;
}

/** A whole recording out of what matters about it. */
export function recordingOf(
  number: number,
  { name, state, done = 0, stopping = false, recording }: Sketch,
): StreamTask {
  return {
    kind: 'stream',
    id: idOf(number),
    url: `https://live.example.org/${encodeURIComponent(name)}/index.m3u8`,
    ...{ name, directory: folder, createdAt: today - 3_600_000, priority: 0, position: number },
    progress: { done, total: null, fraction: null },
    ...{ state, stopping, recording: Object.assign({ ...usual }, recording) },
    group: null,
    options: usualOptions,
  };
}

/** Figures of a recording that goes well, apart from what is given. */
export function liveOf(part: Partial<LiveFigures>): LiveFigures {
  return {
    ...{ length: 95, missing: 0, gaps: 0, fragments: 2, asked: null, behind: 6, outage: null, revision: 1 },
    ...part,
  };
}

export function recordingNow(live: Partial<LiveFigures>, speed = 780_000): TaskState {
  return { name: 'running', since: today, pace: { speed, eta: null, connections: 2 }, live: liveOf(live) };
}

interface TimelineSketch {
  readonly fragments: number;
  readonly gap: boolean;
  /** the last one is still being recorded */
  readonly open?: boolean;
  /** seconds of each */
  readonly each?: number;
  readonly title?: string;
  readonly asked?: number;
  readonly codec?: string;
  /** where the files lie */
  readonly files?: (part: number) => string;
}

/** A timeline of equal fragments; the gap lies behind the second, a break behind the first. */
export function timelineOf(sketch: TimelineSketch): Timeline {
  const { fragments: count, gap, open = false, each = 10, title = 'Studio 1', codec = 'h264' } = sketch;
  const file = sketch.files ?? ((part: number) => `${folder}/${title} part ${String(part).padStart(3, '0')}.mp4`);
  const lost = gap ? Math.round(each * 0.6) : 0;
  const fragments = Array.from({ length: count }, (_, index): FragmentEntry => {
    const part = index + 1;
    const at = index * each + (index >= 2 ? lost : 0);
    if (open && part === count)
      return { part, at, length: each * 0.4, state: 'open', path: null, size: null, tooLong: false };
    return { part, at, length: each, state: 'published', path: file(part), size: 3 * mb * (each / 10), tooLong: false };
  });
  const last = fragments.at(-1);
  const length = last ? last.at + last.length : 0;
  const gaps: GapEntry[] = gap
    ? [{ at: 2 * each, length: lost, cause: 'server', segments: 3, track: 'main', detail: 'HTTP 503' }]
    : [];
  const stored = Math.round((length - lost) / 2);
  return {
    ...{ version: 1, url: 'https://live.example.org/index.m3u8', title, startedAt: today, streamStartedAt: today },
    ...{ length, recorded: length - lost, asked: sketch.asked ?? null, ended: !open },
    segments: { expected: stored + (gap ? 3 : 0), stored, missing: gap ? 3 : 0, duplicates: gap ? 1 : 0 },
    tracks: [
      { id: 'main', kind: 'video', codec, language: null, format: '1920×1080' },
      { id: 'audio', kind: 'audio', codec: 'aac', language: 'en', format: '48 kHz stereo' },
    ],
    ...{ fragments, gaps },
    breaks: gap ? [{ at: each, cause: 'announced', detail: null }] : [],
  };
}

/** The finished files of a timeline, as the engine has them on record. */
export function artifactsOf(timeline: Timeline): Artifact[] {
  return timeline.fragments.flatMap(({ path, size }) =>
    path === null ? [] : [{ path, size: size ?? 0, type: 'video/mp4', verified: null, sameAs: null }],
  );
}

function done(number: number, name: string, timeline: Timeline): readonly [StreamTask, Timeline] {
  const artifacts = artifactsOf(timeline);
  const size = artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
  return [
    recordingOf(number, { name, state: { name: 'completed', at: today - number, artifacts }, done: size }),
    timeline,
  ];
}

function busy(
  number: number,
  sketch: Sketch,
  timeline: Timeline | null = null,
): readonly [StreamTask, Timeline | null] {
  return [recordingOf(number, sketch), timeline];
}

const hour = 3600;

const longName =
  'Town council, extraordinary meeting on the budget of the coming year, with all that was said before and after it, part 2';

/** A day in ten-second fragments, with a gap every hour. */
function dayLong(): Timeline {
  const day = timelineOf({ fragments: 8640, gap: false, title: 'Day' });
  const gaps = Array.from(
    { length: 23 },
    (_, index): GapEntry => ({
      ...{
        at: (index + 1) * hour,
        length: 4,
        cause: index % 2 ? 'network' : 'outage',
        segments: 2,
        track: 'main',
        detail: null,
      },
    }),
  );
  return { ...day, gaps };
}

/** A recording in each state, with its timeline where it has one. What counts seconds does so from now. */
const table: readonly (readonly [StreamTask, Timeline | null])[] = [
  busy(
    1,
    {
      name: 'Studio 1 – evening news',
      state: recordingNow({ length: 30, asked: 60, gaps: 1, missing: 6, fragments: 2, behind: 6 }),
      done: 9 * mb,
      recording: { duration: 60, fragment: 10 },
    },
    timelineOf({ fragments: 3, gap: true, open: true, asked: 60, title: 'Studio 1' }),
  ),
  busy(
    2,
    {
      name: 'Harbour webcam',
      state: recordingNow({ length: 12 * hour + 754, fragments: 72, behind: 4 }, 420_000),
      done: 19_400 * mb,
    },
    timelineOf({ fragments: 73, gap: false, open: true, each: 600, title: 'Harbour webcam', codec: 'hevc' }),
  ),
  busy(
    3,
    {
      name: 'Parliament live',
      state: recordingNow(
        {
          ...{ length: 1805, asked: 2 * hour, fragments: 3, gaps: 2, missing: 14, behind: 78 },
          outage: { since: Date.now() - 72_000, code: 'source-unavailable', detail: 'HTTP 503', track: 'main' },
        },
        0,
      ),
      done: 640 * mb,
      recording: { duration: 2 * hour },
    },
    timelineOf({ fragments: 4, gap: true, open: true, each: 450, title: 'Parliament' }),
  ),
  busy(4, {
    name: 'Cup final',
    state: {
      ...{ name: 'queued', since: today },
      waiting: { why: 'live', until: Date.now() + 12_000, error: error('not-live', 'HTTP 404') },
    },
    recording: { wait: true },
  }),
  busy(5, {
    name: 'Radio Nova',
    state: recordingNow({ length: 301, fragments: 0, behind: null }, 16_000),
    done: 4.8 * mb,
    stopping: true,
  }),
  busy(6, { name: longName, state: { name: 'finishing', since: today, step: 'assemble' }, done: 310 * mb }),
  busy(7, { name: 'Night sky', state: { name: 'paused', since: today }, done: 88 * mb }),
  busy(8, {
    name: 'Sunday service',
    state: { name: 'scheduled', startAt: today + 86_400_000 },
    recording: { repeat: 'weekly' },
  }),
  done(9, 'Conference, day 1', timelineOf({ fragments: 12, gap: false, each: 450, title: 'Conference' })),
  done(10, 'Conference, day 2', timelineOf({ fragments: 300, gap: true, each: 12, title: 'Conference 2' })),
  done(12, 'Lighthouse, a whole day', dayLong()),
  busy(11, {
    name: 'Locked channel',
    state: { name: 'failed', at: today, retryable: false, error: error('protected') },
  }),
  busy(14, {
    name: 'Concert hall',
    state: {
      ...{ name: 'failed', at: today, retryable: false },
      error: error('no-stream', 'no stream was found on this page'),
    },
  }),
  busy(13, { name: 'Evening news', state: { name: 'queued', since: today, waiting: { why: 'slot' } } }),
];

export const recordings: readonly StreamTask[] = table.map(([task]) => task);

/** The timelines of the recordings above. */
export const timelines: ReadonlyMap<TaskId, Timeline> = new Map(
  table.flatMap(([{ id }, timeline]) => (timeline ? [[id, timeline] as const] : [])),
);
