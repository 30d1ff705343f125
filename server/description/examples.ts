import type { z } from 'zod';
import type { task } from '../../contract/task.ts';

interface Example {
  readonly sent?: unknown;
  readonly answered?: unknown;
}

const file: z.infer<typeof task> = {
  ...{ id: 'q3k7w0f2hd', kind: 'file', url: 'https://files.example.org/film.mkv', name: 'film.mkv' },
  ...{ directory: '/home/ada/Downloads', createdAt: 1_767_225_600_000, priority: 0, position: 1 },
  progress: { fraction: null, done: 0, total: null },
  state: { name: 'queued', since: 1_767_225_600_000, waiting: null },
  group: null,
  options: {
    ...{ connections: null, limitRate: null, checksum: null, headerNames: [], cookies: false, proxy: null },
    publicOnly: true,
  },
};

const paused: z.infer<typeof task> = { ...file, state: { name: 'paused', since: 1_767_225_630_000 } };

/** Examples by operation. */
export const examples: Readonly<Record<string, Example>> = {
  addTask: { sent: { url: file.url }, answered: file },
  addTasks: {
    sent: {
      tasks: [
        { url: file.url },
        { url: 'https://live.example.org/channel.m3u8', recording: { duration: 3600, fragment: 600 } },
      ],
      directory: 'evening',
    },
  },
  listTasks: { answered: { tasks: [file], next: null, total: 1, seq: 1_767_225_600_000_042 } },
  pauseTask: { answered: paused },
  pauseTasks: {
    sent: { ids: [file.id, 'zzzzzzzzzz'] },
    answered: {
      done: [file.id],
      refused: [
        {
          id: 'zzzzzzzzzz',
          error: { code: 'no-such-task', message: 'There is no such task. It may have been removed.' },
        },
      ],
    },
  },
  changeTask: { sent: { priority: 5, limitRate: 1_000_000 } },
  recogniseLinks: {
    sent: { text: 'Look: https://files.example.org/film.mkv' },
    answered: {
      links: [
        {
          ...{ url: file.url, kind: 'file', name: 'film.mkv', host: 'files.example.org' },
          ...{ duplicateOf: null, problem: null },
        },
      ],
    },
  },
  lookAtVideo: { sent: { url: 'https://www.youtube.com/watch?v=aqz-KE-bpKQ' } },
  changeSettings: { sent: { limitRate: 2_000_000 } },
  addWebhook: { sent: { url: 'https://hooks.example.org/sluice', events: ['task.completed', 'task.failed'] } },
};
