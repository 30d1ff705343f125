import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorBody } from '../../contract/errors.ts';
import type { EventBatch } from '../../contract/events.ts';
import type { Task, TaskId } from '../../contract/task.ts';
import type { Group } from '../../contract/video.ts';
import type { Transport } from '../transport.ts';
import { type Arrivals, arrivalsOf } from './arrivals.ts';
import { restOf } from './calm.ts';
import type { Filter } from './groups.ts';
import { applyBatch, applyPage, applyTasks, emptyLedger, type Ledger } from './ledger.ts';
import { applicable, type Verb } from './verbs.ts';
import { emptyView, type View, viewOf } from './view.ts';

export interface TaskState {
  readonly ledger: Ledger;
  readonly view: View;
  /** the ids of the view as the list draws them; may lag a little behind in a long list, see calm.ts */
  readonly listed: readonly TaskId[];
  /** groups with their newest totals, by their ids */
  readonly groups: ReadonlyMap<string, Group>;
  /** titles of the groups, by their ids; another map only when a group comes or is called otherwise */
  readonly heads: ReadonlyMap<string, string>;
  /** groups that somebody has opened (true) or shut (false) */
  readonly opened: ReadonlyMap<string, boolean>;
  readonly filter: Filter;
  readonly search: string;
  /** always a part of what is visible; a group stands for those of its tasks that are */
  readonly selection: ReadonlySet<string>;
  /** the verbs that apply to the selection */
  readonly able: ReadonlySet<Verb>;
  /** how much of the list was read; `null` once all of it is here */
  readonly loading: { readonly loaded: number; readonly total: number } | null;
  /** why the list could not be read */
  readonly problem: ErrorBody | null;
  /** what the newest batch brought to an end */
  readonly arrivals: Arrivals;
}

interface TaskActions {
  /** forgets everything and takes in the groups and the first page of tasks */
  begin(page: readonly Task[], total: number, groups?: readonly Group[]): void;
  page(page: readonly Task[], touched: ReadonlySet<TaskId>, total: number): void;
  loaded(): void;
  fail(problem: ErrorBody): void;
  batch(batch: EventBatch): void;
  add(tasks: readonly Task[]): void;
  /** takes in totals of groups */
  group(groups: readonly Group[]): void;
  /** opens and shuts groups */
  open(ids: ReadonlyMap<string, boolean>): void;
  show(filter: Filter): void;
  seek(search: string): void;
  select(ids: Iterable<string>): void;
}

export type TaskStore = StoreApi<TaskState> & { readonly actions: TaskActions };

/** The tasks as the window sees them, and what of them is shown and selected. */
export function createTaskStore(home: Transport['home'] = 'desktop'): TaskStore {
  const store = createStore<TaskState>(() => ({
    ledger: emptyLedger,
    view: emptyView,
    listed: [],
    groups: new Map(),
    heads: new Map(),
    opened: new Map(),
    filter: 'all',
    search: '',
    selection: new Set(),
    able: new Set(),
    loading: { loaded: 0, total: 0 },
    problem: null,
    arrivals: { completed: [], failed: [] },
  }));
  let listedAt = Number.NEGATIVE_INFINITY;
  let later: ReturnType<typeof setTimeout> | null = null;
  const list = () => {
    if (later !== null) clearTimeout(later);
    later = null;
    listedAt = performance.now();
    store.setState(({ view }) => ({ listed: view.visible }));
  };
  /** What a person did is listed at once, what happens by itself when the list has rested. */
  const set = (change: (state: TaskState) => Partial<TaskState>, byItself = false) => {
    store.setState((state) => settle(state, change(state), home));
    const { view, listed } = store.getState();
    if (view.visible === listed) return;
    const rest = byItself ? listedAt + restOf(view.visible.length) - performance.now() : 0;
    if (rest <= 0) list();
    else later ??= setTimeout(list, rest);
  };
  const actions: TaskActions = {
    begin: (page, total, groups = []) =>
      set(({ heads }) => ({
        ...withTotals({ groups: new Map(), heads }, groups),
        ledger: applyTasks(emptyLedger, page),
        loading: { loaded: page.length, total },
        problem: null,
      })),
    page: (page, touched, total) =>
      set(
        ({ ledger, loading }) => ({
          ledger: applyPage(ledger, page, touched),
          loading: { loaded: (loading?.loaded ?? 0) + page.length, total },
        }),
        true,
      ),
    loaded: () => set(() => ({ loading: null }), true),
    fail: (problem) => set(() => ({ problem, loading: null })),
    batch: (batch) =>
      set(({ ledger, ...state }) => {
        const arrivals = arrivalsOf(ledger.tasks, batch.tasks);
        const some = arrivals.completed.length + arrivals.failed.length > 0;
        return {
          ledger: applyBatch(ledger, batch),
          ...withTotals(state, batch.groups, batch.removed),
          ...(some ? { arrivals } : {}),
        };
        // rows of removed tasks would stand empty
      }, batch.removed.length === 0),
    // what events have told already may be newer than the answer to the call
    add: (tasks) => set(({ ledger }) => ({ ledger: applyPage(ledger, tasks, new Set(ledger.tasks.keys())) })),
    group: (groups) => set((state) => withTotals(state, groups)),
    open: (ids) => set(({ opened }) => ({ opened: new Map([...opened, ...ids]) })),
    show: (filter) => set(() => ({ filter })),
    seek: (search) => set(() => ({ search })),
    select: (ids) => set(() => ({ selection: new Set(ids) })),
  };
  return Object.assign(store, { actions });
}

/** Brings view and selection in line with a change; both keep their identity while they say the same. */
function settle(state: TaskState, change: Partial<TaskState>, home: Transport['home']): Partial<TaskState> {
  const next = { ...state, ...change };
  const seen =
    next.ledger.tasks === state.ledger.tasks &&
    next.filter === state.filter &&
    next.search === state.search &&
    (next.heads === state.heads || next.search === '');
  const view = seen ? state.view : viewOf(next.ledger, next.filter, next.search, next.heads, state.view);
  const selection = view.visible === state.view.visible ? next.selection : keepVisible(next, view.visible);
  const same = next.ledger.tasks === state.ledger.tasks && selection === state.selection;
  const able = same ? state.able : keepEqual(state.able, applicable(selectedTasks({ ...next, view, selection }), home));
  return { ...change, view, selection, able };
}

/** The old set when the new one says the same. */
function keepEqual<T>(before: ReadonlySet<T>, now: ReadonlySet<T>): ReadonlySet<T> {
  return before.size === now.size && before.isSubsetOf(now) ? before : now;
}

/** Takes in totals and lets go of groups; the titles stay the same map as long as they say the same. */
function withTotals(
  { groups, heads }: Pick<TaskState, 'groups' | 'heads'>,
  changed: readonly Group[],
  removed: readonly string[] = [],
): Pick<TaskState, 'groups' | 'heads'> {
  const gone = removed.some((id) => groups.has(id));
  if (changed.length === 0 && !gone && groups.size === heads.size) return { groups, heads };
  const now = new Map([...groups, ...changed.map((group) => [group.id, group] as const)]);
  for (const id of removed) now.delete(id);
  const same = now.size === heads.size && [...now.values()].every(({ id, title }) => heads.get(id) === title);
  return { groups: now, heads: same ? heads : new Map([...now].map(([id, { title }]) => [id, title])) };
}

function keepVisible(state: TaskState, visible: readonly TaskId[]): ReadonlySet<string> {
  const { selection, heads, ledger } = state;
  if (selection.size === 0) return selection;
  const groups = new Set<string>();
  if ([...selection].some((id) => heads.has(id))) {
    for (const id of visible) groups.add(ledger.tasks.get(id)?.group?.id ?? '');
  }
  const kept = [...visible, ...groups].filter((id) => selection.has(id));
  return kept.length === selection.size ? selection : new Set(kept);
}

/** The selected tasks and those of selected groups, in the order of the list. */
export function selectedTasks(state: Pick<TaskState, 'ledger' | 'view' | 'selection' | 'heads'>): readonly Task[] {
  const { selection, heads, ledger, view } = state;
  if (selection.size === 0) return [];
  const [first = ''] = selection;
  const ids = selection.size === 1 && !heads.has(first) ? [first] : view.visible;
  return ids.flatMap((id) => {
    const task = ledger.tasks.get(id);
    return task && (selection.has(id) || (task.group && selection.has(task.group.id))) ? [task] : [];
  });
}
