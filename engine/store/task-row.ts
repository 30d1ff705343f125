import { nameKey } from '../files/name.ts';
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

type Rest = Pick<
  TaskRecord,
  | 'url'
  | 'askedName'
  | 'name'
  | 'wantedName'
  | 'options'
  | 'recording'
  | 'stopping'
  | 'duplicates'
  | 'fresh'
  | 'attempts'
  | 'failures'
  | 'crashes'
  | 'farthest'
>;

/** A moment that never comes; the greatest whole number that is exact. */
const never = Number.MAX_SAFE_INTEGER;

/** Reads a row. Its JSON was written by `columnsOf`, so it is taken at its word. */
export function recordOf(row: TaskRow): TaskRecord {
  const rest = JSON.parse(row.rest_json) as Rest;
  return {
    // what was written before there were recordings says nothing of them
    ...{ recording: null, stopping: false },
    ...rest,
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
    state: JSON.parse(row.state_json) as TaskRecord['state'],
    progress: JSON.parse(row.progress_json) as TaskRecord['progress'],
  };
}

/** The values of a record in the order of `writtenColumns`. */
export function columnsOf(record: TaskRecord): (string | number | null)[] {
  const { url, askedName, name, wantedName, options, recording, stopping, duplicates, fresh } = record;
  const { attempts, failures, crashes, farthest } = record;
  const rest: Rest = {
    ...{ url, askedName, name, wantedName, options, recording, stopping, duplicates, fresh },
    ...{ attempts, failures, crashes, farthest },
  };
  return [
    record.kind,
    record.state.name,
    readyAt(record),
    record.priority,
    record.position,
    record.host,
    record.source,
    record.directory,
    record.reserved,
    holdsReservation(record) && record.reserved !== null ? nameKey(record.reserved) : null,
    record.createdAt,
    record.secret,
    bytesNeeded(record),
    JSON.stringify(record.state),
    JSON.stringify(record.progress),
    JSON.stringify(rest),
  ];
}

/** The columns that change after a task was made, in the order of `columnsOf`. */
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
  'state_json',
  'progress_json',
  'rest_json',
] as const;

/** Once a file is in its place the disk itself guards the name. */
function holdsReservation(record: TaskRecord): boolean {
  return record.state.name !== 'completed' && record.state.name !== 'canceled';
}

function readyAt({ state }: TaskRecord): number {
  if (state.name === 'scheduled') return state.startAt;
  if (state.name !== 'queued' || state.waiting === null) return 0;
  return state.waiting.why === 'space' ? never : state.waiting.until;
}
