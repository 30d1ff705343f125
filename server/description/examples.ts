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
  'tasks.add.one': { sent: { url: file.url }, answered: file },
  'tasks.add': {
    sent: {
      tasks: [
        { url: file.url },
        { url: 'https://live.example.org/channel.m3u8', recording: { duration: 3600, fragment: 600 } },
      ],
      directory: 'evening',
    },
  },
  'tasks.list': { answered: { tasks: [file], next: null, total: 1, seq: 1_767_225_600_000_042 } },
  'tasks.pause.one': { answered: paused },
  'tasks.pause': {
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
  'tasks.change.one': { sent: { priority: 5, limitRate: 1_000_000 } },
  'links.recognise': {
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
  'videos.look': { sent: { url: 'https://www.youtube.com/watch?v=aqz-KE-bpKQ' } },
  'settings.set': { sent: { limitRate: 2_000_000 } },
  'webhooks.add': { sent: { url: 'https://hooks.example.org/sluice', events: ['task.completed', 'task.failed'] } },
};
