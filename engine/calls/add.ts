import { setImmediate as breath } from 'node:timers/promises';
import type { CallArguments, CallOutput } from '../../contract/calls.ts';
import { type ErrorBody, Failure } from '../../contract/errors.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { TaskId, TaskState } from '../../contract/task.ts';
import { errorBodyOf } from '../error-body.ts';
import { planRepeat } from '../jobs/repeat.ts';
import { newTaskId } from '../jobs/task-id.ts';
import { SecretKeeper } from '../jobs/task-secrets.ts';
import { isActive } from '../queue/moves.ts';
import { nothing } from '../queue/progress.ts';
import { redact } from '../sources/redact.ts';
import { type TaskRecord, viewOf } from '../store/record.ts';
import { finishedBefore } from './earlier-task.ts';
import { ListGroup } from './list-group.ts';
import { hiddenOptions, optionsBeyond, shownOptions, type Wanted, wanted } from './new-task.ts';
import type { Handler, Parts } from './parts.ts';
import { requirePublic } from './public-link.ts';
import { sameThing, sameWish } from './same-wish.ts';
import { absoluteFolder } from './settings.ts';
import { takeUp } from './verbs.ts';

type Asked = Omit<CallArguments<'tasks.add'>, 'key'>;
type Output = CallOutput<'tasks.add'>;

/** Links that are taken apart before others get their turn. */
const together = 500;

/** What was asked for, with the finished task of the same source whose file is still there. */
interface Checked {
  readonly link: Wanted;
  /** its place in the list it was taken from, from 1 */
  readonly number: number;
  readonly finished: TaskRecord | undefined;
}

/**
 * Adds tasks, all in one transaction, in the order in which they then stand in line. See the contract for what happens to sources
 * that are there already. With a key the answer is written down in the same transaction.
 */
export const addTasks: Handler<'tasks.add'> = (parts, { key, ...input }) => {
  if (key === undefined) return add(parts, input, () => undefined);
  return parts.keys.once<Output>(key, input, (keep) => add(parts, input, keep));
};

async function add(parts: Parts, input: Asked, keep: (output: Output) => void): Promise<Output> {
  const output: Output = { added: [], group: null, existing: [], refused: [] };
  const settings = parts.store.settings.get();
  const directory = absoluteFolder(input.directory ?? settings.downloadFolder);
  shownOptions(input.options ?? {});
  const checked: Checked[] = [];
  for (const [index, asked] of input.tasks.entries()) {
    if (index % together === together - 1) await breath();
    try {
      const link = wanted({ ...asked, url: parts.passwords.withPassword(asked.url) }, settings);
      requirePublic(link.url, input.options ?? {});
      const finished = await finishedBefore(parts.store, link.source, ({ video }) => sameWish(video, link.video));
      checked.push({ link, number: asked.number ?? index + 1, finished });
    } catch (error) {
      output.refused.push(refusal(redact(asked.url), errorBodyOf(error), null));
    }
  }
  parts.book.transaction(() => {
    new Adding(parts, input, directory, output).all(checked);
    keep(output);
  });
  parts.admission.poke();
  return output;
}

function refusal(url: string, error: ErrorBody, duplicateOf: TaskId | null): Output['refused'][number] {
  return { url, error, duplicateOf };
}

/** One call of `tasks.add` at work. */
class Adding {
  readonly #parts: Parts;
  readonly #input: Asked;
  readonly #directory: string;
  readonly #output: Output;
  readonly #secrets: SecretKeeper;
  readonly #policy: DuplicatePolicy;
  readonly #group: ListGroup | null;
  readonly #now: number;
  #position: number;

  constructor(parts: Parts, input: Asked, directory: string, output: Output) {
    this.#parts = parts;
    this.#input = input;
    this.#directory = directory;
    this.#output = output;
    this.#secrets = new SecretKeeper(parts.host.secrets, parts.store.secrets);
    this.#policy = input.duplicates ?? parts.store.settings.get().duplicates;
    this.#group = input.group === undefined ? null : new ListGroup(parts, input.group, directory);
    this.#now = parts.host.clock.now();
    this.#position = parts.store.line.ends().last;
  }

  all(checked: readonly Checked[]): void {
    for (const { link, number, finished } of checked) {
      const unfinished = this.#isAnother(link) ? undefined : this.#unfinished(link);
      if (unfinished !== undefined) this.#takeUp(link, number, unfinished);
      else if (finished === undefined || this.#policy === 'keep') {
        if (finished === undefined) this.#releaseGone(link);
        this.#add(link, number);
      } else if (this.#policy === 'skip')
        this.#output.existing.push({ url: link.given, task: viewOf(finished), taken: 'skipped' });
      else
        this.#output.refused.push(
          refusal(link.given, new Failure('conflict', { detail: 'already downloaded' }).toBody(), finished.id),
        );
    }
    this.#output.group = this.#group?.view() ?? null;
  }

  /** What a stream shows now is another thing than what it showed before, where somebody says so. */
  #isAnother(link: Wanted): boolean {
    return link.isRecordingAsked && this.#policy === 'keep';
  }

  /** A task that is not at its end and would make the same file in the same folder. */
  #unfinished(link: Wanted): TaskRecord | undefined {
    return this.#parts.store.tasks.ofSource(link.source).find(
      ({ state, directory, askedName, recording, video, stopping }) =>
        state.name !== 'completed' &&
        state.name !== 'canceled' &&
        sameThing({ recording, video }, link) &&
        // one that is being ended, or has its own time, is not what somebody wants now
        !stopping &&
        !(recording !== null && 'startAt' in state) &&
        directory === this.#directory &&
        (link.askedName === null || link.askedName === askedName),
    );
  }

  /** Options that are given again may replace the old ones: new cookies are the usual reason to try again. */
  #takeUp(link: Wanted, number: number, stored: TaskRecord): void {
    const { book, store } = this.#parts;
    let record = book.newest(stored);
    if (this.#replacesOptions(link, record) && !isActive(record.state.name)) {
      const before = record.secret;
      record = { ...record, ...this.#optionsOf(link), duplicates: this.#input.duplicates ?? record.duplicates };
      book.save(record);
      if (before !== null && before !== record.secret) store.secrets.release(before);
    }
    // one that was added by itself belongs to the list as well
    if (this.#group !== null && record.group === null) {
      record = { ...record, group: this.#groupOf(number) };
      book.save(record);
    }
    record =
      this.#input.start === 'paused'
        ? record
        : takeUp(this.#parts, record, 'startAt' in record.state ? 'retry' : 'resume');
    this.#output.existing.push({ url: link.given, task: viewOf(record), taken: 'resumed' });
  }

  /**
   * Who may reach public addresses only changes nothing of a task of somebody who may reach all: it goes on as it is, as if it had
   * been resumed by its id. The other way round nothing that came with that task is taken over.
   */
  #replacesOptions(link: Wanted, { options: before }: TaskRecord): boolean {
    const { options } = this.#input;
    const { publicOnly, ...given } = options ?? {};
    if (before.publicOnly !== (publicOnly ?? false)) return before.publicOnly;
    // an empty set of options takes old ones back, but for one that says nothing else than what may be reached
    const areGiven = publicOnly === undefined ? options !== undefined : Object.keys(given).length > 0;
    return areGiven || link.auth !== null;
  }

  #add(link: Wanted, number: number): void {
    const { book, store } = this.#parts;
    const record: TaskRecord = {
      id: newTaskId(),
      kind: link.recording !== null ? 'stream' : link.video !== null ? 'video' : 'file',
      url: link.url,
      source: link.source,
      host: link.host,
      directory: this.#directory,
      askedName: link.askedName,
      name: link.name,
      wantedName: null,
      reserved: null,
      createdAt: this.#now,
      priority: this.#input.priority ?? 0,
      position: ++this.#position,
      state: this.#firstState(),
      progress: nothing,
      ...this.#optionsOf(link),
      recording: link.recording,
      video: link.video,
      group: this.#groupOf(number),
      stopping: false,
      ...{ dueAt: null, until: null, nextAt: null },
      duplicates: this.#input.duplicates ?? null,
      fresh: false,
      attempts: 0,
      failures: 0,
      crashes: 0,
      farthest: 0,
    };
    book.add(record);
    store.line.choose(record.id);
    // one that is scheduled or paused plans the next when it comes into the queue
    const nextAt = record.state.name === 'queued' ? planRepeat(book, store.line, record, this.#now) : null;
    if (nextAt !== null) book.save({ ...record, nextAt, dueAt: this.#now });
    this.#output.added.push(viewOf(record));
  }

  #groupOf(number: number): TaskRecord['group'] {
    return this.#group === null ? null : { id: this.#group.join(), number };
  }

  /** What is fetched again because its file is gone is in the list once. */
  #releaseGone({ source, video }: Wanted): void {
    const { book, store } = this.#parts;
    if (this.#group === null) return;
    for (const record of store.tasks.ofSource(source)) {
      const isGone = record.state.name === 'completed' && sameWish(record.video, video);
      if (isGone && this.#group.has(record)) book.leaveGroup(record);
    }
  }

  #optionsOf(link: Wanted): Pick<TaskRecord, 'options' | 'secret'> {
    const { group, options: given = {} } = this.#input;
    const options = group === undefined ? given : optionsBeyond(new URL(group.url).origin, link, given);
    return { options: shownOptions(options), secret: this.#secrets.store(hiddenOptions(options, link.auth)) };
  }

  #firstState(): TaskState {
    const { start, startAt } = this.#input;
    const later = startAt !== undefined && startAt > this.#now ? { startAt } : undefined;
    if (start === 'paused') return { name: 'paused', since: this.#now, ...later };
    if (later !== undefined) return { name: 'scheduled', ...later };
    return { name: 'queued', since: this.#now, waiting: null };
  }
}
