import type { i18n } from 'i18next';
import type { ErrorBody } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import type { TaskId } from '../../contract/task.ts';
import type { DialogStore } from '../dialogs/dialog-store.ts';
import type { LeaveStore } from '../leaving/leave-store.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { Place } from '../place.ts';
import type { SettingsStore } from '../preferences/settings-store.ts';
import type { SummaryStore } from '../recording/summary-store.ts';
import type { ReviewStore } from '../review/review-store.ts';
import type { TaskStore } from '../tasks/task-store.ts';
import type { PlainVerb, Verb } from '../tasks/verbs.ts';
import type { Transport } from '../transport.ts';

/** What the window is made of behind its looks: stores, and what a person can do. Built once. */
export interface Client {
  readonly platform: Transport['platform'];
  readonly texts: i18n;
  readonly tasks: TaskStore;
  readonly settings: SettingsStore;
  readonly review: ReviewStore;
  readonly dialogs: DialogStore;
  readonly leaving: LeaveStore;
  readonly notices: NoticeStore;
  readonly summaries: SummaryStore;
  readonly transport: Transport;
  readonly place: Place;
  /** reads the list again, after it could not be read */
  reload(): void;
  /** does what a verb says to the selected tasks; asks first where something would be lost */
  perform(verb: Verb): void;
  /** removes tasks for good, also all of a group; `files` deletes what they have downloaded as well */
  remove(ids: readonly string[], files: boolean): Promise<void>;
  /** one of the verbs that need nothing but ids of tasks and groups, without asking */
  command(verb: PlainVerb, ids: readonly string[]): Promise<void>;
  /**
   * shows a recording or a finished video, opens a finished file or a group, tells about any other: what Enter and a double
   * click do
   */
  activate(id: TaskId): void;
  /** opens a group that is shut, and shuts one that is open */
  toggle(id: string): void;
  /** opens a file of a task, shows it in its folder or has the browser fetch it, by its number among the task's files */
  handOver(verb: 'open' | 'reveal' | 'download', id: TaskId, file: number): Promise<void>;
  /** looks for links in a text and shows them */
  take(text: string): Promise<void>;
  /** hands the ticked links over */
  confirm(start: 'now' | 'paused'): Promise<void>;
  /** asks for a folder; `null` when none was chosen */
  chooseFolder(current: string): Promise<string | null>;
  /** changes settings and says so when it did not work */
  change(part: Partial<Settings>): Promise<void>;
  /** an error in the window's language */
  explain(error: ErrorBody): string;
  /** tells of an error in a notice */
  complain(error: ErrorBody): void;
}
