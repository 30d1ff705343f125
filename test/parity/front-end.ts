import type { VerbResult } from '../../contract/calls.ts';
import type { Finding } from '../../contract/doctor.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { RecordingOptions, Timeline } from '../../contract/recording.ts';
import type { Settings } from '../../contract/settings.ts';
import type { StateName, Task, TaskDetails } from '../../contract/task.ts';
import type { Header } from '../../contract/transfer.ts';
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
  readonly connections?: number;
  readonly headers?: readonly Header[];
  /** in the form of Netscape */
  readonly cookies?: string;
  /** milliseconds since the epoch; of a recording */
  readonly startAt?: number;
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
  /** calls and fields of calls (`tasks.add.priority`) that were asked for so far; over HTTP those for a single task end with `.one` */
  readonly covered: ReadonlySet<string>;

  add(wishes: Wishes): Promise<Added>;
  /** adds some entries of a list as a group */
  addList(link: string, numbers: readonly [number, number], wishes: Omit<Wishes, 'links'>): Promise<Added>;
  /** what it is told by itself as tasks go on */
  until(id: string, wanted: Wanted): Promise<void>;
  list(listed: Listed): Promise<readonly Task[]>;
  show(id: string): Promise<TaskDetails>;
  ledger(id: string): Promise<Timeline>;
  /** a file of a finished task, by its number from 1 or where it lies */
  bytes(id: string, part: number, path: string): Promise<Buffer>;
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
  addWebhook(url: string, events: readonly WebhookEvent[], secret?: string): Promise<Webhook>;
  testWebhook(id: string): Promise<Webhook>;
  removeWebhook(id: string): Promise<void>;
  examine(): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

/** Calls, and fields of calls, that somebody cannot ask for in one of the ways, and why. */
export const notToBeHad: Readonly<Record<FrontName, Readonly<Record<string, string>>>> = {
  IPC: {},
  REST: {
    'tasks.add.publicOnly': 'the server says it of all that is asked for over it, as the settings want it',
    'webhooks.add.publicOnly': 'the same',
  },
  'command line': {
    'links.recognise': 'a text is read where its links are added: sluice get -i FILE, or -',
    'links.recognise.text': 'the same',
    'notices.take': 'every command takes them and tells them on standard error',
    'tasks.add.start': 'a command waits for what it adds; sluice pause holds it',
    'tasks.add.key': 'who runs a command knows how it ended; the same link again goes on with its task',
    'tasks.add.publicOnly': 'whoever types a link may go where this computer may',
    'webhooks.add.publicOnly': 'the same',
    'tasks.list.group': 'sluice list --groups shows groups, and the verbs take their ids',
    'tasks.list.order': 'the order of each --sort is the one that a person wants of it; sort turns it round',
    'tasks.change.priority': 'sluice move changes the order; --priority is for what is added',
  },
};
