import type { ErrorBody, ErrorCode } from '../../../contract/errors.ts';
import type { Task, TaskId, TaskState } from '../../../contract/task.ts';
import { usualOptions } from '../../store/usual-options.ts';

/** A fixed time of day, so that screenshots do not differ by the clock. */
export const today = Date.UTC(2026, 4, 12, 9, 30);

const digits = '0123456789abcdefghjkmnpqrstvwxyz';

/** The id of the task with this number. */
export function idOf(number: number): TaskId {
  let id = '';
  for (let rest = number; id.length < 10; rest = Math.floor(rest / 32)) id = (digits[rest % 32] ?? '0') + id;
  return id;
}

/** An error as the engine tells it; what matters is its code. */
export function error(code: ErrorCode, detail?: string): ErrorBody {
  return detail === undefined ? { code, message: code } : { code, message: code, detail };
}

interface Sketch {
  readonly name: string;
  readonly state: TaskState;
  readonly url?: string;
  readonly done?: number;
  readonly total?: number | null;
}

/** A whole task out of what matters about it. */
export function taskOf(number: number, { name, state, url, done = 0, total = null }: Sketch): Task {
  return {
    kind: 'file',
    id: idOf(number),
    url: url ?? `https://files.example.org/video/${encodeURIComponent(name)}`,
    name,
    directory: '/home/mira/Downloads',
    createdAt: today - 3_600_000,
    priority: 0,
    position: number,
    progress: { done, total, fraction: total === null ? null : Math.min(0.99, done / total) },
    state,
    group: null,
    options: usualOptions,
  };
}
