import type { Task } from '../../contract/task.ts';
import { usualOptions } from '../store/usual-options.ts';

/** A queued task of which a test changes what it is about. */
export function exampleTask(change: Partial<Omit<Task, 'kind'>> = {}): Task {
  return {
    id: 'k3f9abcdef',
    kind: 'file',
    url: 'http://example.com/file.bin',
    name: 'file.bin',
    directory: '/downloads',
    createdAt: 0,
    priority: 0,
    position: 1,
    progress: { fraction: null, done: 0, total: null },
    state: { name: 'queued', since: 0, waiting: null },
    group: null,
    options: usualOptions,
    ...change,
  };
}
