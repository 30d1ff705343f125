import type { Timeline } from '../../contract/recording.ts';
import type { Task, TaskId } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { ledgerType } from '../../engine/record/work-files.ts';
import { isComplete } from './completeness.ts';
import { isLookDue, type Looked } from './look-due.ts';
import type { Beside, Outage, Recording, RecordingNews } from './recording-news.ts';
import { Told } from './told.ts';
import type { Change } from './watch.ts';

/** Milliseconds by which the beginning of an outage may move. */
const sameOutage = 2_000;

/** What is kept of one recording. */
interface Followed {
  readonly told: Told;
  revision: number;
  changedAt: number;
  looked: Looked | undefined;
  looking: Promise<void>;
  busy: boolean;
  over: boolean;
}

/** Reads the ledgers of followed recordings when something changed in them, and tells what is new. */
export class Ledgers {
  readonly #tell: (news: RecordingNews) => void;
  readonly #clock: () => number;
  readonly #followed = new Map<TaskId, Followed>();
  #incomplete = 0;

  constructor(tell: (news: RecordingNews) => void, clock: () => number = Date.now) {
    this.#tell = tell;
    this.#clock = clock;
  }

  /** Recordings that were completed and lack something. */
  get incomplete(): number {
    return this.#incomplete;
  }

  /** What a recording has by now counts as told. */
  async know(engine: Engine, id: TaskId): Promise<void> {
    const reply = await engine.call('tasks.timeline', { id });
    if (reply.ok) this.#of(id).told.take(reply.value, false);
  }

  /** Takes note of what changed. What is new in a ledger is told as soon as it has been read. */
  see(engine: Engine, changes: readonly Change[]): void {
    for (const { before, after } of changes) {
      if (after?.kind !== 'stream') continue;
      this.#outage(before, after);
      const followed = this.#of(after.id);
      if (isOver(after)) this.#end(engine, after, followed);
      else if (this.#isDue(after, followed)) this.#look(engine, after, followed);
    }
  }

  /**
   * Looks a last time at each, and waits until everything is told.
   * @returns false when the engine has gone and not everything is told: another one can tell the rest
   */
  async settle(engine: Engine, tasks: Iterable<Task>): Promise<boolean> {
    await this.#quiet();
    for (const task of tasks) {
      if (task.kind !== 'stream') continue;
      const followed = this.#of(task.id);
      if (isOver(task)) this.#end(engine, task, followed);
      else this.#look(engine, task, followed);
    }
    await this.#quiet();
    return Array.from(tasks).every((task) => !isOver(task) || this.#followed.get(task.id)?.over !== false);
  }

  async #quiet(): Promise<void> {
    await Promise.all(Array.from(this.#followed.values(), ({ looking }) => looking));
  }

  #of(id: TaskId): Followed {
    const known = this.#followed.get(id);
    if (known !== undefined) return known;
    const followed: Followed = {
      told: new Told(),
      revision: -1,
      changedAt: 0,
      looked: undefined,
      looking: Promise.resolve(),
      busy: false,
      over: false,
    };
    this.#followed.set(id, followed);
    return followed;
  }

  #outage(before: Task, after: Recording): void {
    const [was, is] = [outageOf(before), outageOf(after)];
    // That nothing at all comes says nothing of the track that was away before.
    const isOver = was !== null && (is === null || (was.track === 'main' && is.track !== 'main'));
    if (isOver && after.state.name === 'running') {
      const seconds = Math.max(0, this.#clock() - was.since) / 1000;
      this.#tell({ kind: 'goes-on', task: after, outage: was, seconds });
    }
    if (is !== null && isAnother(was, is)) this.#tell({ kind: 'outage', task: after, outage: is });
  }

  #isDue({ state }: Recording, followed: Followed): boolean {
    if (followed.busy || state.name !== 'running' || state.live === null) return false;
    const now = this.#clock();
    if (state.live.revision !== followed.revision) {
      followed.revision = state.live.revision;
      followed.changedAt = now;
    }
    return isLookDue(followed.looked, state.live, followed.changedAt, now);
  }

  #look(engine: Engine, task: Recording, followed: Followed): void {
    followed.busy = true;
    followed.looking = followed.looking.then(async () => {
      const at = this.#clock();
      const reply = await engine.call('tasks.timeline', { id: task.id });
      followed.busy = false;
      if (!reply.ok) return;
      const { fragments, gaps } = reply.value;
      const published = fragments.filter(({ state }) => state === 'published').length;
      followed.looked = { at, fragments: published, gaps: gaps.length };
      this.#tellNew(task, followed, reply.value, false);
    });
  }

  #end(engine: Engine, task: Recording, followed: Followed): void {
    if (followed.over) return;
    followed.over = true;
    followed.looking = followed.looking.then(async () => {
      const reply = await engine.call('tasks.timeline', { id: task.id });
      if (!reply.ok && reply.error.code === 'already-running') {
        followed.over = false;
        return;
      }
      const timeline = reply.ok ? reply.value : null;
      if (timeline !== null) this.#tellNew(task, followed, timeline, true);
      // Without the ledger nobody can say what is missing, which is not the fault of the recording.
      const isWhole = timeline === null || isComplete(timeline);
      const isDone = task.state.name === 'completed';
      if (isDone && !isWhole) this.#incomplete += 1;
      this.#tell({ kind: 'over', task, timeline, complete: isDone && isWhole, beside: besideOf(task, followed.told) });
    });
  }

  #tellNew(task: Recording, { told }: Followed, timeline: Timeline, over: boolean): void {
    const { fragments, gaps } = told.take(timeline, over);
    for (const fragment of fragments) this.#tell({ kind: 'fragment', task, fragment });
    for (const gap of gaps) this.#tell({ kind: 'gap', task, gap });
  }
}

function outageOf({ state }: Task): Outage | null {
  return state.name === 'running' ? (state.live?.outage ?? null) : null;
}

/** Whether an outage is not the one of before, whose beginning may become a little clearer. */
function isAnother(was: Outage | null, is: Outage): boolean {
  return was === null || was.track !== is.track || is.since > was.since + sameOutage;
}

function isOver({ state }: Task): boolean {
  return state.name === 'completed' || state.name === 'failed';
}

function besideOf({ state }: Recording, told: Told): Beside[] {
  if (state.name !== 'completed') return [];
  return state.artifacts
    .filter(({ path }) => !told.hasFile(path))
    .map(({ path, size, type }) => ({ path, size, isLedger: type === ledgerType }));
}
