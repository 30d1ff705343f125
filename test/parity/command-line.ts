import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { exitOf, exitOfAll, exits } from '../../cli/exit.ts';
import { settingName } from '../../cli/run/setting-values.ts';
import { type CallOutput, calls, type EngineCallName, type VerbResult } from '../../contract/calls.ts';
import { finding } from '../../contract/doctor.ts';
import { timeline } from '../../contract/recording.ts';
import type { Settings } from '../../contract/settings.ts';
import { task, taskDetails } from '../../contract/task.ts';
import { group, listEntry, videoInfo } from '../../contract/video.ts';
import { type WebhookEvent, webhook } from '../../contract/webhooks.ts';
import { type Event, eventsIn } from '../cli/events.ts';
import type { Origin } from '../servers/faulty-server.ts';
import { type Command, Commands, type Ended } from './command.ts';
import { checkEnd, errorLine } from './command-end.ts';
import { format, recordingArgs, wordsFor } from './command-words.ts';
import type { Added, FrontEnd, Listed, Wanted, Wishes } from './front-end.ts';
import { Seen } from './seen.ts';

const settled = ['completed', 'failed', 'paused', 'canceled'];

/** A command that waits for its tasks. */
interface Waiting {
  readonly command: Command;
  readonly ids: Set<string>;
}

/** What a person can do in a terminal, or a script with `--json`: a process for each thing, which has the engine unless one runs that has it. */
export class CommandLine implements FrontEnd {
  readonly name = 'command line';
  readonly home: string;
  readonly downloads: string;
  readonly origin: Origin;
  readonly ids: string[] = [];
  readonly covered = new Set<string>();
  readonly #commands: Commands;
  readonly #seen = new Seen();
  readonly #waiting = new Set<Waiting>();

  constructor(home: string, origin: Origin, environment: Readonly<Record<string, string>>) {
    this.home = home;
    this.downloads = join(home, 'downloads');
    this.origin = origin;
    this.#commands = new Commands(home, environment);
  }

  /** Writes down what is asked for. */
  #cover(name: EngineCallName, ...fields: readonly string[]): void {
    for (const each of [name, ...fields.map((field) => `${name}.${field}`)]) this.covered.add(each);
  }

  async add(wishes: Wishes): Promise<Added> {
    const { links, recording, video } = wishes;
    const { links: _, ...said } = wishes;
    this.#cover('tasks.add', 'tasks', 'url', 'options', ...Object.keys(said));
    const [link = ''] = links;
    if (recording !== undefined)
      return this.#begin(['record', ...recordingArgs(recording), ...wordsFor(wishes, '--name', this.home), link], 1);
    const command = video === undefined ? ['get'] : ['youtube', '--resolver', 'builtin', ...format(video)];
    return this.#begin([...command, ...wordsFor(wishes, '--output', this.home), ...links], links.length);
  }

  async addList(link: string, [first, last]: readonly [number, number], wishes: Omit<Wishes, 'links'>): Promise<Added> {
    this.#cover('videos.look', 'url', 'as', 'resolver', 'options');
    this.#cover('tasks.add', 'group', 'number', 'title', ...Object.keys(wishes));
    const command = ['youtube', '--resolver', 'builtin', '--playlist', '--items', `${first}-${last}`];
    return this.#begin(
      [...command, ...format(wishes.video ?? {}), ...wordsFor(wishes, '--output', this.home), link],
      last - first + 1,
    );
  }

  /** Starts a command that adds, and hears of so many links what became of them. */
  async #begin(words: readonly string[], links: number): Promise<Added> {
    const events = await this.#work(words, links);
    const added = events.filter((event) => event.event === 'added');
    const groups = new Set(added.flatMap(({ group: of }) => (of === null || this.ids.includes(of.id) ? [] : [of.id])));
    this.ids.push(...added.filter(({ resumed }) => !resumed).map(({ id }) => id), ...groups);
    return {
      added: added.filter(({ resumed }) => !resumed).map(({ id }) => id),
      existing: events.flatMap((event): Added['existing'] => {
        if (event.event === 'skipped') return [{ id: event.id, taken: 'skipped' }];
        return event.event === 'added' && event.resumed ? [{ id: event.id, taken: 'resumed' }] : [];
      }),
      refused: events
        .filter((event) => event.event === 'refused')
        .map(({ url, error: { code }, duplicateOf }) => ({ url, code, duplicateOf })),
    };
  }

  /** Starts a command that waits for tasks, and leaves it to that once it has told of so many. */
  async #work(words: readonly string[], count: number): Promise<Event[]> {
    const first: Event[] = [];
    const ids = new Set<string>();
    let told = (): void => {};
    const enough = new Promise<void>((resolve) => {
      told = resolve;
    });
    const command = this.#commands.start([...words, '--json'], (line) => {
      if (errorLine.safeParse(line).success) return;
      const [event] = eventsIn(JSON.stringify(line));
      if (event === undefined) return;
      this.#hear(event);
      if (!['added', 'skipped', 'refused'].includes(event.event)) return;
      if (event.event === 'added') ids.add(event.id);
      first.push(event);
      if (first.length === count) told();
    });
    const waiting = { command, ids };
    this.#waiting.add(waiting);
    void command.ended.then(() => this.#waiting.delete(waiting));
    await Promise.race([enough, command.ended.then((ended) => checkEnd(ended))]);
    // nothing of it runs: the folder is free once it has ended
    if (ids.size === 0) checkEnd(await command.ended);
    return first;
  }

  #hear(event: Event): void {
    switch (event.event) {
      case 'added':
      case 'waiting':
        this.#seen.put(event.id, { state: 'queued' });
        break;
      case 'progress':
        this.#seen.put(event.id, {
          ...{ state: event.state, done: event.done },
          ...(event.live === null ? {} : { length: event.live.length }),
        });
        break;
      case 'recorded':
        this.#seen.put(event.id, { state: 'completed' });
        break;
      case 'completed':
      case 'failed':
      case 'paused':
      case 'canceled':
        this.#seen.put(event.id, { state: event.event });
        break;
      default:
    }
  }

  /** A command ends when all its tasks have; what it ends with says how. */
  async until(id: string, wanted: Wanted): Promise<void> {
    await this.#seen.until(id, wanted);
    if (!settled.includes(this.#seen.state(id) ?? '')) return;
    for (const { ids, command } of this.#waiting) {
      if ([...ids].every((one) => settled.includes(this.#seen.state(one) ?? ''))) checkEnd(await command.ended);
    }
  }

  async list({ states, kind, text, sort, limit }: Listed) {
    this.#cover('tasks.list', 'states', 'kinds', 'text', 'sort', 'limit', 'cursor');
    const { lines } = await this.#done('tasks.list', [
      'list',
      ...(states === undefined ? [] : ['--state', states.join(',')]),
      ...(kind === undefined ? [] : ['--kind', kind]),
      ...(text === undefined ? [] : ['--search', text]),
      ...(sort === undefined ? [] : ['--sort', sort]),
      ...(limit === undefined ? [] : ['--limit', String(limit)]),
    ]);
    return lines.map((line) => task.parse(line));
  }

  async show(id: string) {
    this.#cover('tasks.show', 'id');
    const { lines } = await this.#done('tasks.show', ['show', id]);
    return taskDetails.parse(lines[0]);
  }

  async ledger(id: string) {
    this.#cover('tasks.timeline', 'id');
    const { lines } = await this.#done('tasks.timeline', ['show', id]);
    return z.object({ timeline }).parse(lines[0]).timeline;
  }

  bytes(_id: string, _part: number, path: string): Promise<Buffer> {
    return readFile(path);
  }

  async groups() {
    return (await this.#done('groups.list', ['list', '--groups'])).lines.map((line) => group.parse(line));
  }

  pause(ids: readonly string[]) {
    return this.#verb('tasks.pause', ['pause', ...ids]);
  }

  cancel(ids: readonly string[]) {
    return this.#verb('tasks.cancel', ['cancel', ...ids]);
  }

  move(ids: readonly string[], to: 'top' | 'up' | 'down' | 'bottom') {
    this.#cover('tasks.move', 'to');
    return this.#verb('tasks.move', ['move', to, ...ids]);
  }

  limit(ids: readonly string[], rate: number | null) {
    this.#cover('tasks.change', 'limitRate');
    return this.#verb('tasks.change', ['limit', rate === null ? 'none' : String(rate), ...ids]);
  }

  remove(ids: readonly string[], files: boolean) {
    this.#cover('tasks.remove', 'files');
    return this.#verb('tasks.remove', ['remove', ...(files ? ['--files'] : []), ...ids]);
  }

  resume(ids: readonly string[]) {
    return this.#goOn('resume', ids);
  }

  retry(ids: readonly string[]) {
    return this.#goOn('retry', ids);
  }

  stop(ids: readonly string[]) {
    return this.#goOn('stop', ids);
  }

  async look(link: string, proxy: string) {
    this.#cover('videos.look', 'url', 'as', 'resolver', 'options');
    const { lines } = await this.#done('videos.look', [
      'youtube',
      '--resolver',
      'builtin',
      '-F',
      '--proxy',
      proxy,
      link,
    ]);
    return videoInfo.parse(lines[0]);
  }

  async entries(link: string, proxy: string) {
    this.#cover('videos.more', 'url', 'next', 'resolver', 'options');
    const { lines } = await this.#done('videos.look', [
      'youtube',
      '--resolver',
      'builtin',
      '--list',
      '--proxy',
      proxy,
      link,
    ]);
    return lines.map((line) => listEntry.parse(line));
  }

  async settings(): Promise<Settings> {
    return calls['settings.get'].output.parse((await this.#done('settings.get', ['settings'])).lines[0]);
  }

  async set<K extends keyof Settings>(name: K, value: Settings[K]): Promise<Settings[K]> {
    const typed = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value ?? 'none');
    const { lines } = await this.#done('settings.set', ['settings', 'set', settingName(name), typed]);
    return calls['settings.set'].input.parse(lines[0])[name] as Settings[K];
  }

  async webhooks() {
    return (await this.#done('webhooks.list', ['webhooks', 'list'])).lines.map((line) => webhook.parse(line));
  }

  async addWebhook(url: string, events: readonly WebhookEvent[], secret?: string) {
    this.#cover('webhooks.add', 'url', 'events', ...(secret === undefined ? [] : ['secret']));
    const key = secret === undefined ? [] : ['--secret', secret];
    const { lines } = await this.#done('webhooks.add', ['webhooks', 'add', '-e', events.join(','), ...key, url]);
    const added: CallOutput<'webhooks.add'> = calls['webhooks.add'].output.parse(lines[0]);
    return added.webhook;
  }

  async testWebhook(id: string) {
    this.#cover('webhooks.test', 'id');
    const { code, lines } = await this.#ended('webhooks.test', ['webhooks', 'test', id]);
    const tested = webhook.parse(lines[0]);
    const error = tested.last?.error ?? null;
    expect(code).toBe(exits[error === null ? 'done' : exitOf(error.code)].code);
    return tested;
  }

  async removeWebhook(id: string): Promise<void> {
    this.#cover('webhooks.remove', 'id');
    // it has nothing to say
    expect(await this.#commands.run(['webhooks', 'remove', id])).toEqual({ code: 0, lines: [], stderr: '' });
  }

  async examine() {
    const { lines, code } = await this.#ended('doctor', ['doctor']);
    const findings = lines.map((line) => finding.parse(line));
    expect(code).toBe(exits[findings.some(({ status }) => status === 'problem') ? 'tool' : 'done'].code);
    return findings;
  }

  async close(): Promise<void> {
    await this.#commands.close();
  }

  /** A command that ends at once. @throws Failure what it says went wrong */
  async #ended(name: EngineCallName, words: readonly string[]): Promise<Ended> {
    this.#cover(name);
    return checkEnd(await this.#commands.run([...words, '--json']));
  }

  /** The same of one that has no reason to end with anything but 0. */
  async #done(name: EngineCallName, words: readonly string[]): Promise<Ended> {
    const ended = await this.#ended(name, words);
    expect(ended.code).toBe(0);
    return ended;
  }

  async #verb(name: EngineCallName, words: readonly string[]): Promise<VerbResult> {
    this.#cover(name, 'ids');
    const { lines, code } = await this.#ended(name, words);
    const result = calls['tasks.pause'].output.parse(lines[0]);
    expect(code).toBe(exits[exitOfAll(result.refused.map(({ error }) => error.code))].code);
    return result;
  }

  /** Who does the work waits for it already: then nobody else has to. */
  async #goOn(verb: 'resume' | 'retry' | 'stop', ids: readonly string[]): Promise<VerbResult> {
    this.#cover(`tasks.${verb}`, 'ids');
    const detached = this.#waiting.size > 0 ? ['--detach'] : [];
    const events = await this.#work([verb, ...detached, ...ids], ids.length);
    return {
      done: events.filter((event) => event.event === 'added').map(({ id }) => id),
      refused: events.filter((event) => event.event === 'refused').map(({ url, error }) => ({ id: url, error })),
    };
  }
}
