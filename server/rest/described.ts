import type { EngineCallName } from '../../contract/calls.ts';
import type { ErrorCode } from '../../contract/errors.ts';
import type { Operation } from '../operation/operation.ts';

/** What there is to say of a call beyond its schemas. */
interface Described {
  /** of the operation; of the one for a single task without its last letter, the `s` */
  readonly id: string;
  readonly tag: Operation['tag'];
  readonly summary: string;
  readonly description?: string;
  /** what the answer is */
  readonly answer: string;
  /** 200 when absent */
  readonly status?: 201 | 204;
  readonly problems: readonly ErrorCode[];
  /** bytes of the body */
  readonly limit?: number;
}

const mebibyte = 1024 * 1024;

/** What a look at the site of a link may come to. */
const ofSites = [
  'private-address',
  'unsupported',
  'not-found',
  'forbidden',
  'auth-required',
  'video-private',
  'video-removed',
  'members-only',
  'age-limit',
  'region',
  'bot-check',
  'not-live',
  'premiere',
  'protected',
  'no-stream',
  'needs-yt-dlp',
  'is-list',
  'tool-missing',
  'tool-outdated',
  'extractor-outdated',
  'source-unavailable',
  'network',
  'tls',
  'rate-limited',
  'timeout',
] as const satisfies readonly ErrorCode[];

const ofVerbs = {
  description:
    'The ids of tasks, or of groups, which stand for their tasks. Each is done or refused by itself: the answer is 200 even when all are refused, and says why.',
  answer: 'What was done, and what was refused',
  problems: [],
} as const;

export const described: Readonly<Record<EngineCallName, Described>> = {
  'links.recognise': {
    id: 'recogniseLinks',
    tag: 'links',
    summary: 'Find the links in a text',
    answer: 'What was found',
    description:
      'Says of each what it is taken for, how it would be named and whether there is a task for it. Asks nobody and starts nothing.',
    problems: [],
    limit: 8 * mebibyte,
  },
  'tasks.add': {
    id: 'addTasks',
    tag: 'tasks',
    summary: 'Add many tasks at once',
    answer: 'What was added, and what was refused',
    description:
      'What cannot be added stands in `refused` and does not hold up the others. The folder is inside the download folder; a relative one lies below it.',
    problems: ['outside-folder', 'unsupported', 'key-reused', 'disk-full'],
    limit: 8 * mebibyte,
  },
  'videos.look': {
    id: 'lookAtVideo',
    tag: 'links',
    summary: 'See what a link to a video or a list leads to',
    answer: 'What it leads to',
    description: 'Asks the site, which may take a while. An answer holds for a minute.',
    problems: ofSites,
  },
  'videos.more': {
    id: 'lookAtMore',
    tag: 'links',
    summary: 'Get the next page of a list',
    answer: 'The page',
    description: 'With the `next` of the page before, and what else the look was asked with.',
    problems: ofSites,
  },
  'groups.list': {
    id: 'listGroups',
    tag: 'tasks',
    summary: 'List all groups with their totals',
    answer: 'The groups',
    problems: [],
  },
  'tasks.list': {
    id: 'listTasks',
    tag: 'tasks',
    summary: 'List tasks',
    answer: 'The page',
    description: 'In pages: `next` is the `cursor` of the page behind, which is asked for in the same way otherwise.',
    problems: [],
  },
  'tasks.show': {
    id: 'showTask',
    tag: 'tasks',
    summary: 'Show everything about a task',
    answer: 'The task',
    problems: ['no-such-task'],
  },
  'tasks.timeline': {
    id: 'showLedger',
    tag: 'tasks',
    summary: 'Show the ledger of a recording',
    answer: 'The ledger',
    description: 'Its fragments, and what is missing, where and why.',
    problems: ['no-such-task', 'conflict'],
  },
  'tasks.pause': { id: 'pauseTasks', tag: 'tasks', summary: 'Pause tasks', ...ofVerbs },
  'tasks.resume': { id: 'resumeTasks', tag: 'tasks', summary: 'Resume tasks', ...ofVerbs },
  'tasks.cancel': { id: 'cancelTasks', tag: 'tasks', summary: 'Cancel tasks', ...ofVerbs },
  'tasks.retry': { id: 'retryTasks', tag: 'tasks', summary: 'Try tasks again', ...ofVerbs },
  'tasks.stop': {
    id: 'stopTasks',
    tag: 'tasks',
    summary: 'End recordings and keep what is recorded',
    ...ofVerbs,
  },
  'tasks.move': {
    id: 'moveTasks',
    tag: 'tasks',
    summary: 'Move tasks in the line',
    ...ofVerbs,
  },
  'tasks.change': {
    id: 'changeTasks',
    tag: 'tasks',
    summary: 'Change the priority or the rate of tasks',
    ...ofVerbs,
  },
  'tasks.remove': {
    id: 'removeTasks',
    tag: 'tasks',
    summary: 'Remove tasks from the list',
    ...ofVerbs,
    description: `Their files stay unless \`files\` is true. ${ofVerbs.description}`,
  },
  'settings.get': {
    id: 'showSettings',
    tag: 'settings',
    summary: 'Show the settings',
    answer: 'The settings',
    problems: [],
  },
  'settings.set': {
    id: 'changeSettings',
    tag: 'settings',
    summary: 'Change settings',
    answer: 'All settings as they are now',
    description:
      'Those that are given; all of them as they then are come back. Programs that are run, places outside the download folder and ways into the network are changed on the computer itself only (`local-only`).',
    problems: ['local-only', 'disk-full'],
  },
  'webhooks.list': {
    id: 'listWebhooks',
    tag: 'webhooks',
    summary: 'List webhooks',
    answer: 'The webhooks',
    problems: [],
  },
  'webhooks.add': {
    id: 'addWebhook',
    tag: 'webhooks',
    summary: 'Add a webhook',
    answer: 'The webhook with its secret',
    description: 'The secret is shown in this answer and never again.',
    status: 201,
    problems: ['unsupported', 'private-address', 'conflict', 'disk-full'],
  },
  'webhooks.remove': {
    id: 'removeWebhook',
    tag: 'webhooks',
    summary: 'Remove a webhook',
    answer: 'It is gone',
    status: 204,
    problems: ['no-such-place'],
  },
  'webhooks.test': {
    id: 'testWebhook',
    tag: 'webhooks',
    summary: 'Have a test delivered now',
    answer: 'The webhook as it is now',
    description: 'Answers when it was tried; `last` says how it went.',
    problems: ['no-such-place'],
  },
  'notices.take': {
    id: 'takeNotices',
    tag: 'service',
    summary: 'Take the notices',
    answer: 'The notices',
    description: 'What a person must be told and has not been told. Each is given once: who takes it tells it.',
    problems: [],
  },
  doctor: {
    id: 'examine',
    tag: 'service',
    summary: 'Examine the surroundings: programs, folders, space',
    answer: 'What was found',
    problems: [],
  },
};
