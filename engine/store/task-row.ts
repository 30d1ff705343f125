import { nameKey } from '../files/name.ts';
import { fold } from './fold.ts';
import { bytesNeeded, type TaskRecord } from './record.ts';

/** A row of the table `tasks`. */
export interface TaskRow {
  readonly n: number;
  readonly id: string;
  readonly kind: string;
  readonly host: string;
  readonly source: string;
  readonly directory: string;
  readonly reserved_path: string | null;
  readonly created_at: number;
  readonly priority: number;
  readonly position: number;
  readonly secret: number | null;
  readonly state_json: string;
  readonly progress_json: string;
  readonly rest_json: string;
}

/** The columns every reading statement asks for. */
export const taskColumns =
  'n, id, kind, host, source, directory, reserved_path, created_at, priority, position, secret, state_json, progress_json, rest_json';

/** What has no column of its own. */
const restNames = [
  'url',
  'askedName',
  'name',
  'wantedName',
  'options',
  'recording',
  'video',
  'group',
  'stopping',
  'dueAt',
  'until',
  'nextAt',
  'duplicates',
  'fresh',
  'attempts',
  'failures',
  'crashes',
  'farthest',
] as const;

type Rest = Pick<TaskRecord, (typeof restNames)[number]>;

/** A moment that never comes; the greatest whole number that is exact. */
const never = Number.MAX_SAFE_INTEGER;

/** Reads a row. Its JSON was written by `columnsOf`, so it is taken at its word. */
export function recordOf(row: TaskRow): TaskRecord {
  const rest = JSON.parse(row.rest_json) as Rest;
  const state = JSON.parse(row.state_json) as TaskRecord['state'];
  return {
    // what was written before there were recordings, or before their times were kept, says nothing of them
    ...{
      recording: null,
      video: null,
      group: null,
      stopping: false,
      dueAt: null,
      until: null,
      nextAt: state.name === 'scheduled' ? null : never,
    },
    ...rest,
    // older than the option: what was added then could be asked for here alone
    options: { ...rest.options, publicOnly: rest.options.publicOnly ?? false },
    id: row.id,
    kind: row.kind as TaskRecord['kind'],
    host: row.host,
    source: row.source,
    directory: row.directory,
    reserved: row.reserved_path,
    createdAt: row.created_at,
    priority: row.priority,
    position: row.position,
    secret: row.secret,
    state,
    progress: JSON.parse(row.progress_json) as TaskRecord['progress'],
  };
}

/** The columns that a record is written to. */
export const writtenColumns = [
  'kind',
  'state',
  'ready_at',
  'priority',
  'position',
  'host',
  'source',
  'directory',
  'reserved_path',
  'reserved_key',
  'created_at',
  'secret',
  'needs',
  'group_id',
  'name_key',
  'url_key',
  'state_json',
  'progress_json',
  'rest_json',
] as const;

type Column = (typeof writtenColumns)[number];
type Value = string | number | null;

/** The values of a record in the order of `writtenColumns`. */
export function columnsOf(record: TaskRecord): Record<Column, Value> {
  return {
    ...plainColumnsOf(record),
    state_json: JSON.stringify(record.state),
    progress_json: JSON.stringify(record.progress),
    rest_json: JSON.stringify(restOf(record)),
  };
}

/** The values in which a record differs from what it was. */
export function changesOf(before: TaskRecord, record: TaskRecord): Partial<Record<Column, Value>> {
  const changes: Partial<Record<Column, Value>> = {};
  const old = plainColumnsOf(before);
  const now = plainColumnsOf(record);
  for (const column of plainColumns) if (old[column] !== now[column]) changes[column] = now[column];
  // Records are never changed in place, so what is the same object has the same content.
  if (before.state !== record.state) changes.state_json = JSON.stringify(record.state);
  if (before.progress !== record.progress) changes.progress_json = JSON.stringify(record.progress);
  const oldRest = restOf(before);
  const rest = restOf(record);
  if (restNames.some((name) => oldRest[name] !== rest[name])) changes.rest_json = JSON.stringify(rest);
  return changes;
}

type PlainColumn = Exclude<Column, 'state_json' | 'progress_json' | 'rest_json'>;
const isPlain = (column: Column): column is PlainColumn => !column.endsWith('_json');
const plainColumns = writtenColumns.filter(isPlain);

function plainColumnsOf(record: TaskRecord): Record<PlainColumn, Value> {
  return {
    kind: record.kind,
    state: record.state.name,
    ready_at: readyAt(record),
    priority: record.priority,
    position: record.position,
    host: record.host,
    source: record.source,
    directory: record.directory,
    reserved_path: record.reserved,
    reserved_key: holdsReservation(record) && record.reserved !== null ? nameKey(record.reserved) : null,
    created_at: record.createdAt,
    secret: record.secret,
    needs: bytesNeeded(record),
    group_id: record.group?.id ?? null,
    name_key: fold(record.name),
    url_key: fold(record.url),
  };
}

function restOf(record: TaskRecord): Rest {
  const { url, askedName, name, wantedName, options, recording, video, group, stopping, duplicates, fresh } = record;
  const { dueAt, until, nextAt, attempts, failures, crashes, farthest } = record;
  const asked = { url, askedName, name, wantedName, options, recording, video, group, stopping, duplicates, fresh };
  return { ...asked, dueAt, until, nextAt, attempts, failures, crashes, farthest };
}

/** Once a file is in its place the disk itself guards the name. */
function holdsReservation(record: TaskRecord): boolean {
  return record.state.name !== 'completed' && record.state.name !== 'canceled';
}

function readyAt({ state }: TaskRecord): number {
  if (state.name === 'scheduled') return state.startAt;
  if (state.name !== 'queued' || state.waiting === null) return 0;
  if (state.waiting.why === 'slot') return 0;
  return state.waiting.why === 'space' ? never : state.waiting.until;
}
