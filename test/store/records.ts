import { newTaskId } from '../../engine/jobs/task-id.ts';
import { nothing } from '../../engine/queue/progress.ts';
import type { TaskRecord } from '../../engine/store/record.ts';
import { usualOptions } from './usual-options.ts';

/** A record of a queued task; whatever matters to a test is given. */
export function record(changes: Partial<TaskRecord>): TaskRecord {
  const id = newTaskId();
  return {
    id,
    kind: 'file',
    url: `http://a.example/${id}`,
    source: `http://a.example/${id}`,
    host: 'a.example',
    directory: '/dl',
    askedName: null,
    name: id,
    wantedName: null,
    reserved: null,
    createdAt: 1,
    priority: 0,
    position: 1,
    state: { name: 'queued', since: 1, waiting: null },
    progress: nothing,
    options: usualOptions,
    recording: null,
    video: null,
    group: null,
    stopping: false,
    dueAt: null,
    until: null,
    nextAt: null,
    duplicates: null,
    secret: null,
    fresh: false,
    attempts: 0,
    failures: 0,
    crashes: 0,
    farthest: 0,
    ...changes,
  };
}
