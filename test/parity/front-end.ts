import type { EngineCallName, VerbResult } from '../../contract/calls.ts';
import type { Finding } from '../../contract/doctor.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { RecordingOptions, Timeline } from '../../contract/recording.ts';
import type { Settings } from '../../contract/settings.ts';
import type { StateName, Task, TaskDetails } from '../../contract/task.ts';
import type { Group, ListEntry, VideoInfo, VideoOptions } from '../../contract/video.ts';
import type { Webhook, WebhookEvent } from '../../contract/webhooks.ts';
import type { Origin } from '../servers/faulty-server.ts';

/** What a person asks for who adds links. */
export interface Wishes {
  readonly links: readonly string[];
  /** of the only link */
  readonly name?: string;
  readonly directory?: string;
  readonly checksum?: string;
  readonly limitRate?: number;
  readonly priority?: number;
  readonly proxy?: string;
  readonly duplicates?: 'ask' | 'skip' | 'keep';
  /** the links are recorded */
  readonly recording?: Partial<RecordingOptions>;
  /** the links are videos */
  readonly video?: Pick<Partial<VideoOptions>, 'format'>;
}

/** What came of it. */
export interface Added {
  /** ids of new tasks, in the order of the links */
  readonly added: readonly string[];
  readonly existing: readonly { readonly id: string; readonly taken: 'resumed' | 'skipped' }[];
  readonly refused: readonly {
    readonly url: string;
    readonly code: ErrorBody['code'];
    readonly duplicateOf: string | null;
  }[];
}

/** What is waited for. */
export interface Wanted {
  readonly states: readonly StateName[];
  /** bytes that are stored, at least */
  readonly done?: number;
  /** seconds that are recorded, at least */
  readonly length?: number;
}

/** Which tasks are listed, and how. */
export interface Listed {
  readonly states?: readonly StateName[];
  readonly kind?: Task['kind'];
  readonly text?: string;
  readonly sort?: 'created' | 'name' | 'line';
  readonly limit?: number;
}

export type FrontName = 'IPC' | 'REST' | 'command line';

/** One way in which a person uses Sluice, with an engine, a folder and a server of links of its own. What goes wrong is a `Failure`. */
export interface FrontEnd {
  readonly name: FrontName;
  readonly home: string;
  readonly downloads: string;
  readonly origin: Origin;
  /** ids of all tasks and groups so far, in the order in which they were added */
  readonly ids: readonly string[];
  /** calls that were asked for so far; over HTTP those for a single task end with `.one` */
  readonly covered: ReadonlySet<string>;

  add(wishes: Wishes): Promise<Added>;
  /** adds some entries of a list as a group */
  addList(link: string, numbers: readonly [number, number], wishes: Omit<Wishes, 'links'>): Promise<Added>;
  /** what it is told by itself as tasks go on */
  until(id: string, wanted: Wanted): Promise<void>;
  list(listed: Listed): Promise<readonly Task[]>;
  show(id: string): Promise<TaskDetails>;
  ledger(id: string): Promise<Timeline>;
  /** a file of a finished task, from 1 */
  bytes(id: string, part: number): Promise<Buffer>;
  groups(): Promise<readonly Group[]>;

  pause(ids: readonly string[]): Promise<VerbResult>;
  resume(ids: readonly string[]): Promise<VerbResult>;
  stop(ids: readonly string[]): Promise<VerbResult>;
  cancel(ids: readonly string[]): Promise<VerbResult>;
  retry(ids: readonly string[]): Promise<VerbResult>;
  move(ids: readonly string[], to: 'top' | 'up' | 'down' | 'bottom'): Promise<VerbResult>;
  limit(ids: readonly string[], rate: number | null): Promise<VerbResult>;
  remove(ids: readonly string[], files: boolean): Promise<VerbResult>;

  look(link: string, proxy: string): Promise<VideoInfo>;
  /** all entries of a list, from all its pages */
  entries(link: string, proxy: string): Promise<readonly ListEntry[]>;
  settings(): Promise<Settings>;
  set<K extends keyof Settings>(name: K, value: Settings[K]): Promise<Settings[K]>;
  webhooks(): Promise<readonly Webhook[]>;
  addWebhook(url: string, events: readonly WebhookEvent[]): Promise<Webhook>;
  testWebhook(id: string): Promise<Webhook>;
  removeWebhook(id: string): Promise<void>;
  examine(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** What some front end is not asked for, and why. */
export const notToBeHad: Readonly<
  Record<FrontName, Readonly<Partial<Record<EngineCallName | `${EngineCallName}.one`, string>>>>
> = {
  IPC: {},
  REST: {},
  'command line': {
    'links.recognise': 'a text is read where its links are added: sluice get -i FILE, or -',
    'notices.take': 'every command takes them and tells them on standard error',
  },
};
