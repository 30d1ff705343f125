import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CallInput, CallOutput, EngineCallName, VerbResult } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import type { routes } from '../../contract/routes.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Task } from '../../contract/task.ts';
import type { ListInfo, VideoInfo } from '../../contract/video.ts';
import type { WebhookEvent } from '../../contract/webhooks.ts';
import type { Origin } from '../servers/faulty-server.ts';
import type { Added, FrontEnd, FrontName, Listed, Wanted, Wishes } from './front-end.ts';
import { Seen } from './seen.ts';

/** Calls that take ids and answer what was done to each. */
export type VerbName = {
  [N in EngineCallName]: (typeof routes)[N] extends { readonly one: unknown } ? N : never;
}[EngineCallName];

/** Tasks of a page of a list: few, so that there are several. */
const pageSize = 2;

/** A front end for programs: everything is one of the calls. */
export abstract class ByCalls implements FrontEnd {
  abstract readonly name: FrontName;
  readonly home: string;
  readonly downloads: string;
  readonly origin: Origin;
  readonly ids: string[] = [];
  readonly covered = new Set<string>();
  protected readonly seen = new Seen();

  constructor(home: string, origin: Origin) {
    this.home = home;
    this.downloads = join(home, 'downloads');
    this.origin = origin;
  }

  /** Asks for one call. @throws Failure */
  abstract ask<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>;
  abstract close(): Promise<void>;

  /** Writes down what is asked for. @param form in which the call was asked for */
  protected cover(name: EngineCallName, input: object, form: string = name): void {
    this.covered.add(form);
    for (const field of saidIn(input)) this.covered.add(`${name}.${field}`);
  }

  verb<N extends VerbName>(name: N, input: CallInput<N>): Promise<VerbResult> {
    return this.ask(name, input);
  }

  protected addAll(input: CallInput<'tasks.add'>): Promise<CallOutput<'tasks.add'>> {
    return this.ask('tasks.add', input);
  }

  add(wishes: Wishes): Promise<Added> {
    const { links, name, recording, video } = wishes;
    const of = {
      ...(name === undefined ? {} : { name }),
      ...(recording === undefined ? {} : { recording }),
      ...(video === undefined ? {} : { video: { ...video, resolver: 'builtin' as const } }),
    };
    return this.#took({ ...shared(wishes), tasks: links.map((url) => ({ url, ...of })) });
  }

  async addList(link: string, [first, last]: readonly [number, number], wishes: Omit<Wishes, 'links'>): Promise<Added> {
    const { proxy, video } = wishes;
    const { url, title, entries } = await this.#list(link, proxy ?? 'direct');
    const wanted = entries.filter(({ number }) => number >= first && number <= last);
    const tasks = wanted.map((entry) => ({
      ...{ url: entry.url, number: entry.number, title: entry.title },
      video: { ...video, resolver: 'builtin' as const },
    }));
    return this.#took({ duplicates: 'skip', ...shared(wishes), group: { url, title }, tasks });
  }

  async #took(input: CallInput<'tasks.add'>): Promise<Added> {
    const { added, existing, refused, group } = await this.addAll(input);
    this.ids.push(...added.map(({ id }) => id), ...(group === null || this.ids.includes(group.id) ? [] : [group.id]));
    return {
      added: added.map(({ id }) => id),
      existing: existing.map(({ task: { id }, taken }) => ({ id, taken })),
      refused: refused.map(({ url, error: { code }, duplicateOf }) => ({ url, code, duplicateOf })),
    };
  }

  until(id: string, wanted: Wanted): Promise<void> {
    return this.seen.until(id, wanted);
  }

  async list({ states, kind, text, sort, limit = Number.POSITIVE_INFINITY }: Listed): Promise<readonly Task[]> {
    const tasks: Task[] = [];
    for (let cursor: string | null | undefined; cursor !== null && tasks.length < limit; ) {
      const page: CallOutput<'tasks.list'> = await this.ask('tasks.list', {
        limit: Math.min(pageSize, limit - tasks.length),
        ...(states === undefined ? {} : { states: [...states] }),
        ...(kind === undefined ? {} : { kinds: [kind] }),
        ...(text === undefined ? {} : { text }),
        ...(sort === undefined ? {} : { sort }),
        ...(cursor === undefined ? {} : { cursor }),
      });
      tasks.push(...page.tasks);
      cursor = page.next;
    }
    return tasks;
  }

  show(id: string) {
    return this.ask('tasks.show', { id });
  }

  ledger(id: string) {
    return this.ask('tasks.timeline', { id });
  }

  bytes(_id: string, _part: number, path: string): Promise<Buffer> {
    return readFile(path);
  }

  async groups() {
    return (await this.ask('groups.list', {})).groups;
  }

  pause(ids: readonly string[]) {
    return this.verb('tasks.pause', { ids: [...ids] });
  }

  resume(ids: readonly string[]) {
    return this.verb('tasks.resume', { ids: [...ids] });
  }

  stop(ids: readonly string[]) {
    return this.verb('tasks.stop', { ids: [...ids] });
  }

  cancel(ids: readonly string[]) {
    return this.verb('tasks.cancel', { ids: [...ids] });
  }

  retry(ids: readonly string[]) {
    return this.verb('tasks.retry', { ids: [...ids] });
  }

  move(ids: readonly string[], to: 'top' | 'up' | 'down' | 'bottom') {
    return this.verb('tasks.move', { ids: [...ids], to });
  }

  limit(ids: readonly string[], limitRate: number | null) {
    return this.verb('tasks.change', { ids: [...ids], limitRate });
  }

  remove(ids: readonly string[], files: boolean) {
    return this.verb('tasks.remove', { ids: [...ids], files });
  }

  async look(url: string, proxy: string): Promise<VideoInfo> {
    const found = await this.ask('videos.look', { url, as: 'video', resolver: 'builtin', options: { proxy } });
    if (found.kind !== 'video') throw new Error(`${url} is no video`);
    return found;
  }

  async entries(url: string, proxy: string) {
    const all = [];
    for (let page = await this.#list(url, proxy); ; ) {
      all.push(...page.entries);
      const { next } = page;
      if (next === null) return all;
      page = await this.ask('videos.more', { url, next, resolver: 'builtin', options: { proxy } });
    }
  }

  async #list(url: string, proxy: string): Promise<ListInfo> {
    const found = await this.ask('videos.look', { url, as: 'list', resolver: 'builtin', options: { proxy } });
    if (found.kind !== 'list') throw new Error(`${url} is no list`);
    return found;
  }

  settings() {
    return this.ask('settings.get', {});
  }

  async set<K extends keyof Settings>(name: K, value: Settings[K]): Promise<Settings[K]> {
    return (await this.ask('settings.set', { [name]: value }))[name];
  }

  async webhooks() {
    return (await this.ask('webhooks.list', {})).webhooks;
  }

  async addWebhook(url: string, events: readonly WebhookEvent[], secret?: string) {
    const added = await this.ask('webhooks.add', {
      ...{ url, events: [...events] },
      ...(secret === undefined ? {} : { secret }),
    });
    return added.webhook;
  }

  testWebhook(id: string) {
    return this.ask('webhooks.test', { id });
  }

  async removeWebhook(id: string): Promise<void> {
    await this.ask('webhooks.remove', { id });
  }

  async examine() {
    return (await this.ask('doctor', {})).findings;
  }
}

/** What is said of all links together. */
function shared(wishes: Omit<Wishes, 'links'>): Omit<CallInput<'tasks.add'>, 'tasks'> {
  const { directory, checksum, limitRate, connections, headers, cookies, startAt, priority, proxy, duplicates } =
    wishes;
  const options = {
    ...(checksum === undefined ? {} : { checksum }),
    ...(limitRate === undefined ? {} : { limitRate }),
    ...(connections === undefined ? {} : { connections }),
    ...(headers === undefined ? {} : { headers: [...headers] }),
    ...(cookies === undefined ? {} : { cookies }),
    ...(proxy === undefined ? {} : { proxy }),
  };
  return {
    ...(directory === undefined ? {} : { directory }),
    ...(priority === undefined ? {} : { priority }),
    ...(startAt === undefined ? {} : { startAt }),
    ...(duplicates === undefined ? {} : { duplicates }),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

/** The fields of an input that say something; those of new tasks and of their options stand among them. */
function saidIn(input: object): string[] {
  return Object.entries(input).flatMap(([field, value]) => {
    const within = field === 'tasks' ? value : field === 'options' ? [value] : [];
    return [field, ...(Array.isArray(within) ? within.flatMap((each: object) => Object.keys(each)) : [])];
  });
}

/** A failure as it came over a wire. */
export function failureOf({ code, detail }: { code: Failure['code']; detail?: string | undefined }): Failure {
  return new Failure(code, detail === undefined ? {} : { detail });
}
