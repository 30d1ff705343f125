import type { Bridge } from '../../../contract/bridge.ts';
import type { CallInput, CallName, CallOutput, Recognised } from '../../../contract/calls.ts';
import type { ErrorBody } from '../../../contract/errors.ts';
import type { EventBatch } from '../../../contract/events.ts';
import type { LeaveQuestion } from '../../../contract/leaving.ts';
import type { LiveFigures, Timeline } from '../../../contract/recording.ts';
import type { Reply } from '../../../contract/reply.ts';
import type { Settings } from '../../../contract/settings.ts';
import type { Task, TaskId, TaskState } from '../../../contract/task.ts';
import type { Group } from '../../../contract/video.ts';
import { Asking } from '../../../main/leaving/asking.ts';
import { plainVideo, totalOf, videoTaskOf } from './groups.ts';
import { artifactsOf, recordingNow, recordingOf, timelineOf } from './recordings.ts';
import { idOf, taskOf, today } from './tasks.ts';
import { isYoutube, listPage, lookAt, refusal } from './videos.ts';

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
  /** pages of lists wait until they are let through */
  holdPages(): void;
  letPages(): void;
}

type Handlers = { readonly [N in CallName]: (input: CallInput<N>) => CallOutput<N> | Promise<CallOutput<N>> };

function unsupported(): never {
  throw { code: 'unsupported', message: 'unsupported' } satisfies ErrorBody;
}

export function fakeEngine(
  initial: readonly Task[],
  given: Partial<Settings>,
  platform: Bridge['platform'],
  ledgers: ReadonlyMap<TaskId, Timeline> = new Map(),
  heads: readonly Group[] = [],
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
    apiPrivateAddresses: false,
    apiOpen: false,
    apiPort: 8787,
    theme: 'light',
    language: 'en',
    ...given,
  };
  const timelines = new Map(ledgers);
  const tasks = new Map(initial.map((task) => [task.id, task]));
  const groups = new Map<string, Group>(heads.map((group) => [group.id, group]));
  let pages = Promise.withResolvers<void>();
  pages.resolve();
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
    tell({ tasks: [...changed], groups: totals(new Set(changed.flatMap(({ group }) => group?.id ?? []))) });
  };
  const totals = (ids: ReadonlySet<string>): Group[] => {
    const now = [...groups.values()].filter(({ id }) => ids.has(id)).map((group) => totalOf(group, tasks.values()));
    for (const group of now) groups.set(group.id, group);
    return now;
  };
  /** The ids of tasks that some ids mean, those of groups among them. */
  const meant = (ids: readonly string[], all = false) =>
    ids.flatMap((id) =>
      groups.has(id)
        ? [...tasks.values()]
            .filter(({ group, state }) => group?.id === id && (all || state.name !== 'completed'))
            .map((task) => task.id)
        : [id],
    );
  const into = (change: (task: Task) => Partial<Omit<Task, 'kind'>>) => (input: { ids: string[] }) => {
    const found = meant(input.ids).flatMap((id) => tasks.get(id) ?? []);
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
      let group: Group | null = null;
      if (input.group !== undefined) {
        const { url, title } = input.group;
        const known = [...groups.values()].find((one) => one.url === url);
        added += 1;
        group = known ?? totalOf({ id: idOf(added), url, title, createdAt: today }, []);
        groups.set(group.id, group);
      }
      const made = input.tasks.map(({ url, recording, video, number, title }): Task => {
        added += 1;
        const name = title ?? decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? url);
        if (recording !== undefined) return recordingOf(added, { name, state, recording });
        if (video === undefined) return taskOf(added, { name, url, state });
        const { clip = null } = video;
        const whole = { ...plainVideo, format: video.format ?? 'best', clip: clip && { ...clip } };
        return videoTaskOf(added, {
          ...{ name, url, state, video: whole },
          group: group && { id: group.id, number: number ?? 1 },
        });
      });
      put(made);
      return { added: made, group: group && (groups.get(group.id) ?? null), existing: [], refused: [] };
    },
    'videos.look': ({ url, as, resolver }) => {
      const meantAs = as ?? (settings.videoOrList === 'ask' ? undefined : settings.videoOrList);
      const answer = lookAt(url, meantAs, resolver);
      if (answer === undefined) return new Promise(() => {});
      if (typeof answer === 'string') throw refusal(answer);
      return answer;
    },
    'videos.more': async ({ url, next }) => {
      await pages.promise;
      return listPage(new URL(url).searchParams.get('list') ?? '', Number(next));
    },
    'groups.list': () => ({ groups: [...groups.values()], seq }),
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
      const gone = meant(ids, true);
      for (const id of gone) tasks.delete(id);
      const empty = ids.filter((id) => groups.delete(id));
      tell({ removed: [...gone, ...empty] });
      return { done: gone, refused: [] };
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
    doctor: () => ({
      findings: [
        settings.ytDlp === '/nowhere/yt-dlp'
          ? { name: 'yt-dlp', status: 'warning', found: 'not found', advice: 'Install yt-dlp.' }
          : { name: 'yt-dlp', status: 'ok', found: '/usr/bin/yt-dlp: 2026.05.01', advice: '' },
      ],
    }),
    'desktop.open': () => ({}),
    'desktop.reveal': () => ({}),
    'desktop.choose-folder': () => ({ path: '/mnt/media/Videos' }),
    'desktop.await-leave': () => asking.next(),
    'webhooks.list': () => ({ webhooks: [] }),
    'webhooks.add': unsupported,
    'webhooks.remove': unsupported,
    'webhooks.test': unsupported,
    'desktop.api': () => ({
      address: settings.apiOpen ? `http://127.0.0.1:${settings.apiPort}/` : null,
      link: settings.apiOpen ? `http://127.0.0.1:${settings.apiPort}/#code=once` : null,
      tokenFile: '/home/mira/.local/share/sluice/api-token',
      error: null,
    }),
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
    tell({ progress, groups: totals(new Set(progress.flatMap(({ id }) => tasks.get(id)?.group?.id ?? []))) });
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
    holdPages: () => {
      pages = Promise.withResolvers();
    },
    letPages: () => pages.resolve(),
    failNext: (name, error) => failures.set(name, error),
    bridge: {
      home: 'desktop',
      platform,
      async call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>> {
        calls.push({ name, input });
        const error = failures.get(name);
        failures.delete(name);
        if (error) return { ok: false, error };
        try {
          return { ok: true, value: structuredClone(await handlers[name](input)) };
        } catch (refused) {
          return { ok: false, error: refused as ErrorBody };
        }
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
      kind: usable ? kindOf(url) : null,
      name: decodeURIComponent(url.pathname.split('/').at(-1) ?? '') || url.host,
      host: url.host,
      duplicateOf: older ? { id: older.id, name: older.name, state: older.state.name } : null,
      problem: usable ? null : { code: 'unsupported', message: '', detail: 'ftp:' },
    };
  });
}

function kindOf(url: URL): NonNullable<Recognised['kind']> {
  if (isYoutube(url)) return url.searchParams.has('v') || !/^\/(?:playlist|@)/.test(url.pathname) ? 'video' : 'list';
  return /\.(m3u8|mpd)$/.test(url.pathname) ? 'stream' : 'file';
}
