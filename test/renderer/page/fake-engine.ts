import type { Bridge } from '../../../contract/bridge.ts';
import type { CallInput, CallName, CallOutput, Recognised } from '../../../contract/calls.ts';
import type { ErrorBody } from '../../../contract/errors.ts';
import type { EventBatch } from '../../../contract/events.ts';
import type { LeaveQuestion } from '../../../contract/leaving.ts';
import type { LiveFigures, Timeline } from '../../../contract/recording.ts';
import type { Reply } from '../../../contract/reply.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { Task, TaskId, TaskState } from '../../../contract/task.ts';
import { Asking } from '../../../main/leaving/asking.ts';
import { artifactsOf, recordingNow, recordingOf, timelineOf } from './recordings.ts';
import { taskOf, today } from './tasks.ts';

/** An engine of its own kind that lives in the page: it keeps tasks, answers every call and tells what changed. */
export interface FakeEngine {
  readonly bridge: Bridge;
  /** every call so far */
  readonly calls: { readonly name: CallName; readonly input: unknown }[];
  /** sends one batch with what is given */
  tell(batch: Partial<EventBatch>): void;
  /** moves the bytes of all running tasks a little and tells it in one batch */
  advance(): void;
  /** tells of `perSecond` changed tasks a second, in ten batches, until stopped */
  play(perSecond: number): () => void;
  /** puts one task into another state and tells it */
  set(id: string, state: TaskState): void;
  /** tells new figures of a recording that runs */
  live(id: string, live: Partial<LiveFigures>): void;
  /** gives a recording another ledger; who looks at it hears of that by the revision of its figures */
  rewrite(id: string, timeline: Timeline): void;
  timelineOf(id: string): Timeline;
  /** makes the next call of this name fail */
  failNext(name: CallName, error: ErrorBody): void;
  /** asks what the main process asks when the window is closed */
  askToLeave(question: LeaveQuestion): void;
}

type Handlers = { readonly [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

export function fakeEngine(
  initial: readonly Task[],
  given: Partial<Settings>,
  platform: Bridge['platform'],
  ledgers: ReadonlyMap<TaskId, Timeline> = new Map(),
): FakeEngine {
  let settings: Settings = {
    downloadFolder: '/home/mira/Downloads',
    maxActive: 4,
    maxPerHost: 4,
    maxRecordings: 20,
    connections: null,
    limitRate: null,
    reserve: 268_435_456,
    duplicates: 'ask',
    retries: 8,
    idleTimeout: 30,
    recordingName: '{title} {date} {time} part {part:000}',
    ffmpeg: '',
    resolver: 'auto',
    ytDlp: '',
    youtubeClients: '',
    videoOrList: 'ask',
    videoFormat: 'best',
    videoName: '{number:000} {title}',
    proxy: 'system',
    theme: 'light',
    language: 'en',
    ...given,
  };
  const timelines = new Map(ledgers);
  const tasks = new Map(initial.map((task) => [task.id, task]));
  const listeners = new Set<(batch: EventBatch) => void>();
  const calls: { name: CallName; input: unknown }[] = [];
  const asking = new Asking();
  const failures = new Map<CallName, ErrorBody>();
  let seq = 1;
  let added = 20_000;

  const tell = (batch: Partial<EventBatch>) => {
    seq += 1;
    const whole = { seq, reset: false, tasks: [], progress: [], removed: [], groups: [], settings: null, ...batch };
    for (const listen of listeners) listen(whole);
  };
  const put = (changed: readonly Task[]) => {
    for (const task of changed) tasks.set(task.id, task);
    tell({ tasks: changed });
  };
  const into = (change: (task: Task) => Partial<Omit<Task, 'kind'>>) => (input: { ids: string[] }) => {
    const found = input.ids.flatMap((id) => tasks.get(id) ?? []);
    put(found.map((task) => ({ ...task, ...change(task) })));
    return { done: found.map((task) => task.id), refused: [] };
  };
  const queued: TaskState = { name: 'queued', since: today, waiting: null };

  const ledgerOf = (id: TaskId) => timelines.get(id) ?? timelineOf({ fragments: 0, gap: false });

  const handlers: Handlers = {
    'links.recognise': ({ text }) => ({ links: recognise(text, [...tasks.values()]) }),
    'tasks.add': (input) => {
      const state: TaskState =
        input.start === 'paused'
          ? { name: 'paused', since: today }
          : input.startAt === undefined
            ? queued
            : { name: 'scheduled', startAt: input.startAt };
      const made = input.tasks.map(({ url, recording }) => {
        added += 1;
        const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? url);
        if (recording === undefined) return taskOf(added, { name, url, state });
        return recordingOf(added, { name, state, recording });
      });
      put(made);
      return { added: made, group: null, existing: [], refused: [] };
    },
    'videos.look': () => Promise.reject(new Error('no site is here')),
    'videos.more': () => Promise.reject(new Error('no site is here')),
    'groups.list': () => ({ groups: [], seq }),
    'tasks.list': ({ cursor, limit = 500 }) => {
      const all = [...tasks.values()];
      const from = Number(cursor ?? 0);
      const next = from + limit < all.length ? String(from + limit) : null;
      return { tasks: all.slice(from, from + limit), next, total: all.length, seq };
    },
    'tasks.show': ({ id }) => {
      const task = tasks.get(id) ?? taskOf(1, { name: 'none', state: queued });
      const error = task.state.name === 'failed' ? task.state.error : null;
      const ledger = timelines.get(id);
      return {
        task,
        artifacts: task.state.name === 'completed' ? task.state.artifacts : ledger ? artifactsOf(ledger) : [],
        logFile: null,
        attempts: [
          {
            number: 1,
            startedAt: today,
            endedAt: today + 60_000,
            worker: 4242,
            outcome: error ? 'failed' : null,
            error,
            log: ['GET /video 206', 'If-Range "5f3a"'],
          },
        ],
      };
    },
    'tasks.pause': into(() => ({ state: { name: 'paused', since: today } })),
    'tasks.resume': into(() => ({ state: queued })),
    'tasks.retry': into(() => ({ state: queued })),
    'tasks.cancel': into(() => ({ state: { name: 'canceled', at: today } })),
    'tasks.stop': into(() => ({ state: { name: 'finishing', since: today, step: 'assemble' } })),
    'tasks.timeline': ({ id }) => ledgerOf(id),
    'tasks.remove': ({ ids }) => {
      for (const id of ids) tasks.delete(id);
      tell({ removed: ids });
      return { done: ids, refused: [] };
    },
    'tasks.move': ({ ids, to }) =>
      into((task) => ({
        position: to === 'top' ? -1 : to === 'bottom' ? 1e6 : task.position + (to === 'up' ? -1.5 : 1.5),
      }))({ ids }),
    'tasks.change': into(() => ({})),
    'settings.get': () => settings,
    'settings.set': (part) => {
      settings = Object.assign({ ...settings }, part);
      tell({ settings });
      return settings;
    },
    'notices.take': () => ({ notices: [] }),
    doctor: () => ({ findings: [] }),
    'desktop.open': () => ({}),
    'desktop.reveal': () => ({}),
    'desktop.choose-folder': () => ({ path: '/mnt/media/Videos' }),
    'desktop.await-leave': () => asking.next(),
    'desktop.leave': () => {
      asking.close();
      return {};
    },
  };

  const advance = (count = Number.POSITIVE_INFINITY) => {
    const progress = [...tasks.values()]
      .filter((task) => task.state.name === 'running')
      .slice(0, count)
      .map((task) => {
        const total = task.progress.total;
        const done = Math.round(Math.min(task.progress.done + 400_000, (total ?? Number.MAX_SAFE_INTEGER) * 0.99));
        const moved = { done, total, fraction: total === null ? null : done / total };
        const live = task.state.name === 'running' ? task.state.live : null;
        tasks.set(task.id, { ...task, progress: moved });
        return {
          ...{ id: task.id, progress: moved, live },
          pace: { speed: 2_000_000 + (done % 900_000), eta: 61, connections: 8 },
        };
      });
    tell({ progress });
  };

  return {
    calls,
    tell,
    advance,
    play(perSecond) {
      const timer = setInterval(() => advance(perSecond / 10), 100);
      return () => clearInterval(timer);
    },
    set(id, state) {
      const task = tasks.get(id);
      if (task) put([{ ...task, state }]);
    },
    live(id, live) {
      const task = tasks.get(id);
      if (task?.state.name !== 'running') return;
      const state = recordingNow({ ...task.state.live, ...live });
      tasks.set(id, { ...task, state });
      if (state.name !== 'running') return;
      tell({ progress: [{ id, progress: task.progress, pace: state.pace, live: state.live }] });
    },
    timelineOf: ledgerOf,
    rewrite: (id, timeline) => void timelines.set(id, timeline),
    askToLeave: (question) => asking.ask(question),
    failNext: (name, error) => failures.set(name, error),
    bridge: {
      platform,
      async call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>> {
        calls.push({ name, input });
        const error = failures.get(name);
        failures.delete(name);
        if (error) return { ok: false, error };
        return { ok: true, value: structuredClone(await handlers[name](input)) };
      },
      onEvents(_after, listen) {
        listeners.add(listen);
        return () => listeners.delete(listen);
      },
    },
  };
}

function recognise(text: string, tasks: readonly Task[]): Recognised[] {
  const links = new Set(text.match(/(?:https?|ftp):\/\/[^\s<>"]+/g) ?? []);
  return [...links].map((found) => {
    const url = new URL(found);
    url.password = '';
    const older = tasks.find((task) => task.url === url.href);
    const usable = url.protocol !== 'ftp:';
    return {
      url: url.href,
      kind: usable ? (/\.(m3u8|mpd)$/.test(url.pathname) ? 'stream' : 'file') : null,
      name: decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || url.host,
      host: url.host,
      duplicateOf: older ? { id: older.id, name: older.name, state: older.state.name } : null,
      problem: usable ? null : { code: 'unsupported', message: '', detail: 'ftp:' },
    };
  });
}
