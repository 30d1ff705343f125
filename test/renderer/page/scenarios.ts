import type { Task, TaskState } from '../../../contract/task.ts';
import { recordings } from './recordings.ts';
import { error, taskOf, today } from './tasks.ts';

const mb = 1_000_000;

export function running(speed: number, eta: number | null): TaskState {
  return { name: 'running', since: today, pace: { speed, eta, connections: 8 }, live: null };
}

export function completed(path: string, size: number, verified: string | null = null): TaskState {
  return { name: 'completed', at: today, artifacts: [{ path, size, type: 'video/mp4', verified, sameAs: null }] };
}

/** One task in each state. */
export const everyState: readonly Task[] = [
  taskOf(1, {
    name: 'Big Buck Bunny 2160p 60fps.mkv',
    state: running(12_400_000, 47),
    done: 318 * mb,
    total: 905 * mb,
    url: 'https://download.blender.org/demo/movies/BBB/bbb.mkv',
  }),
  taskOf(2, { name: 'lecture-recording.mp4', state: running(845_000, null), done: 23 * mb }),
  taskOf(3, {
    name: 'ubuntu-26.04-desktop-amd64.iso',
    state: { name: 'finishing', since: today, step: 'verify' },
    done: 5_900 * mb,
    total: 5_900 * mb,
  }),
  taskOf(4, { name: 'harbour-at-night.webm', state: { name: 'resolving', since: today } }),
  taskOf(5, {
    name: 'season-01-episode-04.mp4',
    state: { name: 'queued', since: today, waiting: null },
    total: 1_210 * mb,
  }),
  taskOf(6, {
    name: 'press-conference.mp4',
    state: {
      name: 'queued',
      since: today,
      waiting: { why: 'retry', until: today + 45_000, error: error('source-unavailable', 'HTTP 503') },
    },
    done: 88 * mb,
    total: 400 * mb,
  }),
  taskOf(7, {
    name: 'archive-1998-2004.tar',
    state: {
      name: 'queued',
      since: today,
      waiting: { why: 'space', error: error('disk-full', 'ENOSPC /home/mira/Downloads') },
    },
    total: 88_000 * mb,
  }),
  taskOf(8, { name: 'concert.mp4', state: { name: 'paused', since: today }, done: 512 * mb, total: 2_048 * mb }),
  taskOf(9, { name: 'tonight.mp4', state: { name: 'scheduled', startAt: today + 36_000_000 } }),
  taskOf(10, {
    name: 'interview.mp4',
    state: { name: 'failed', at: today, retryable: false, error: error('source-changed', 'ETag "5f3a" became "77b1"') },
    done: 40 * mb,
    total: 160 * mb,
  }),
  taskOf(11, {
    name: 'gone.mp4',
    state: { name: 'failed', at: today, retryable: false, error: error('not-found', 'HTTP 404') },
  }),
  taskOf(12, {
    name: 'sintel-trailer.mp4',
    state: completed('/home/mira/Downloads/sintel-trailer.mp4', 52.1 * mb),
    done: 52.1 * mb,
    total: 52.1 * mb,
  }),
  taskOf(13, {
    name: 'debian-13.1.0-amd64-netinst.iso',
    state: completed('/home/mira/Downloads/debian.iso', 783 * mb, `sha256:${'ab'.repeat(32)}`),
    done: 783 * mb,
    total: 783 * mb,
  }),
  taskOf(14, { name: 'wrong-one.mp4', state: { name: 'canceled', at: today } }),
];

/** Names that are long, foreign, or up to something. */
const hostileNames: readonly string[] = [
  'A very long name of a very long video that nobody would ever want to read in full, not even once, because it never ends - part 0042 of 0117 (final) [1080p].mp4',
  'holiday\u202egpj.exe',
  'line\nbreak and\ttab.txt',
  '\u0627\u0644\u0645\u062d\u0627\u0636\u0631\u0629 \u0627\u0644\u0623\u0648\u0644\u0649 \u0641\u064a \u062a\u0627\u0631\u064a\u062e \u0627\u0644\u0639\u0644\u0648\u0645 \u0639\u0646\u062f \u0627\u0644\u0639\u0631\u0628.mp4',
  '<img src=x onerror="alert(1)">.html',
  `${'\u{1F469}\u200d\u{1F680}'.repeat(30)}.webm`,
  '\u6771\u4eac\u30bf\u30ef\u30fc\u304b\u3089\u898b\u305f\u591c\u666f\u306e\u30bf\u30a4\u30e0\u30e9\u30d7\u30b9\u6620\u50cf\uff08\u9ad8\u753b\u8cea\u30fb\u5b8c\u5168\u7248\uff09.mkv',
  'a',
  `${'x'.repeat(250)}.mp4`,
];

const hostile: readonly Task[] = hostileNames.map((name, index) =>
  taskOf(index + 1, {
    name,
    state: index % 2 === 0 ? running(999_940_000, 359_999) : { name: 'paused', since: today },
    done: 999_949_999,
    total: 1_000_000_000_000,
  }),
);

/** A long list as it grows over months: a few at work, some waiting, most done. */
export function many(count: number): readonly Task[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `clip-${String(index + 1).padStart(5, '0')}.mp4`;
    const size = (20 + ((index * 37) % 400)) * mb;
    if (index < 40) return taskOf(index + 1, { name, state: running(2 * mb, 60), done: size / 4, total: size });
    if (index < count * 0.3) return taskOf(index + 1, { name, state: { name: 'queued', since: today, waiting: null } });
    if (index % 50 === 0) {
      return taskOf(index + 1, {
        name,
        state: { name: 'failed', at: today, retryable: true, error: error('network', 'ECONNRESET') },
      });
    }
    return taskOf(index + 1, { name, state: completed(`/home/mira/Downloads/${name}`, size), done: size, total: size });
  });
}

export const scenarios = {
  empty: () => [],
  states: () => everyState,
  hostile: () => hostile,
  recordings: () => recordings,
  thousand: () => many(1000),
  tenThousand: () => many(10_000),
} as const satisfies Record<string, () => readonly Task[]>;

export type ScenarioName = keyof typeof scenarios;
