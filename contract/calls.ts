import { z } from 'zod';
import { finding } from './doctor.ts';
import { errorBody } from './errors.ts';
import { leaveAnswer, leaveQuestion } from './leaving.ts';
import { notice } from './notices.ts';
import { recordingOptions, timeline } from './recording.ts';
import { duplicatePolicy, settings } from './settings.ts';
import { stateName, task, taskDetails } from './task.ts';
import { taskId } from './task-id.ts';
import { transferOptions } from './transfer.ts';
import { bothInfo, group, listInfo, resolverChoice, videoInfo, videoOptions } from './video.ts';
import { webhook, webhookEvent, webhookSecret } from './webhooks.ts';

/** One link that was found in what a person pasted, before anything starts. */
const recognised = z.object({
  /** the link as it was written, without the password */
  url: z.string(),
  kind: z.enum(['file', 'video', 'list', 'stream']).nullable(),
  /** the name it will probably get */
  name: z.string(),
  host: z.string(),
  /** an older task for the same source */
  duplicateOf: z.object({ id: taskId, name: z.string(), state: z.string() }).nullable(),
  /** why it cannot be used; `null` when it can */
  problem: errorBody.nullable(),
});
export type Recognised = z.infer<typeof recognised>;

/** What a verb did to each id it was given; the id of a group stands for its tasks that the verb makes sense for. */
const verbResult = z.object({
  /** as they were given */
  done: z.array(taskId),
  /** tasks, by their own ids */
  refused: z.array(z.object({ id: z.string(), error: errorBody })),
});
export type VerbResult = z.infer<typeof verbResult>;

const ids = z.object({ ids: z.array(z.string()).min(1).max(100_000) });

const newTask = z.object({
  /** may carry user and password; they are kept apart and sealed */
  url: z.string().min(1).max(100_000),
  /** a file name; decided by the server and the link when absent */
  name: z.string().max(1000).optional(),
  /** given for a recording; without it a link that is plainly a playlist is recorded with the defaults */
  recording: recordingOptions.optional(),
  /** given for a video; without it a link that is plainly one of a video is fetched with the defaults */
  video: videoOptions.optional(),
  /** its place in the list of `group`, from 1 */
  number: z.number().int().positive().optional(),
  /** what it is called, as far as anybody knows yet: shown until the source says so itself, never made a file name */
  title: z.string().max(1000).optional(),
});

/** A link and what goes with every request to its site. */
const look = z.object({
  url: z.string().min(1).max(100_000),
  /** what is meant by a link that leads to a video and to a list; the setting's when absent */
  as: z.enum(['video', 'list']).optional(),
  /** the setting's when absent */
  resolver: resolverChoice.optional(),
  /** headers, cookies and proxy of it are used */
  options: transferOptions.optional(),
});

/** Which file of a task: its number among the `artifacts` of `tasks.show`, from 1; the first of a finished task when absent. */
const fileOfTask = z.object({ id: taskId, part: z.number().int().positive().optional() });

/**
 * The single map of everything a front end can ask. IPC, REST, command line and the renderer's client are derived from
 * it. `where` says who can answer: every engine, or only a desktop with a window.
 */
export const calls = {
  'links.recognise': {
    where: 'engine',
    input: z.object({ text: z.string().max(5_000_000) }),
    output: z.object({ links: z.array(recognised) }),
  },
  'tasks.add': {
    where: 'engine',
    input: z.object({
      tasks: z.array(newTask).min(1).max(100_000),
      /** absolute path; the setting's when absent */
      directory: z.string().max(4096).optional(),
      options: transferOptions.optional(),
      /** the list that they were taken from: they get a group of their own, or join the one of the same link and folder */
      group: z.object({ url: z.string().min(1).max(100_000), title: z.string().min(1).max(1000) }).optional(),
      priority: z.number().int().min(-10).max(10).optional(),
      start: z.enum(['now', 'paused']).default('now'),
      /** milliseconds since the epoch before which it does not start */
      startAt: z.number().int().nonnegative().optional(),
      /** what to do with a source that is there already; the setting's when absent. `ask` refuses it with `conflict` */
      duplicates: duplicatePolicy.optional(),
      /**
       * names this request: the same key again gives the answer of the first time, with the tasks as they were then, and adds nothing.
       * Remembered for a day. With other content it is refused with `key-reused`
       */
      key: z.string().min(1).max(255).optional(),
    }),
    output: z.object({
      /** the new tasks, in the order of the input */
      added: z.array(task),
      /** the group they are in, where one was asked for and there is a task for it */
      group: group.nullable(),
      /** older tasks that stand for an input: unfinished ones of the same source are taken up again, finished ones are skipped */
      existing: z.array(z.object({ url: z.string(), task, taken: z.enum(['resumed', 'skipped']) })),
      refused: z.array(z.object({ url: z.string(), error: errorBody, duplicateOf: taskId.nullable() })),
    }),
  },
  /** what a link to a video or a list leads to; asks its site */
  'videos.look': {
    where: 'engine',
    input: look,
    output: z.discriminatedUnion('kind', [videoInfo, listInfo, bothInfo]),
  },
  /** the page of a list behind the one that named `next` */
  'videos.more': {
    where: 'engine',
    input: look.omit({ as: true }).extend({ next: z.string().max(100_000) }),
    output: listInfo,
  },
  /** all groups; `seq` as in `tasks.list`. The verbs take the id of a group for all its tasks */
  'groups.list': {
    where: 'engine',
    input: z.object({}),
    output: z.object({ groups: z.array(group), seq: z.number().int() }),
  },
  'tasks.list': {
    where: 'engine',
    input: z.object({
      states: z.array(stateName).optional(),
      kinds: z.array(z.enum(['file', 'video', 'stream'])).optional(),
      /** id of a group: only its tasks */
      group: z.string().max(100).optional(),
      /** only tasks whose name or link holds this, whatever the case */
      text: z.string().max(1000).optional(),
      /** by when they were added, by name, or in the order in which they get their turn */
      sort: z.enum(['created', 'name', 'line']).default('created'),
      /** what is absent: the newest first, names from A, the next to run first */
      order: z.enum(['ascending', 'descending']).optional(),
      /** the `next` of the page before, which was asked for in the same way */
      cursor: z.string().max(5000).optional(),
      limit: z.number().int().min(1).max(10_000).default(500),
    }),
    /** `seq` is the number to subscribe from so that nothing between is missed */
    output: z.object({
      tasks: z.array(task),
      next: z.string().nullable(),
      total: z.number().int(),
      seq: z.number().int(),
    }),
  },
  'tasks.show': { where: 'engine', input: z.object({ id: z.string() }), output: taskDetails },
  'tasks.pause': { where: 'engine', input: ids, output: verbResult },
  'tasks.resume': { where: 'engine', input: ids, output: verbResult },
  'tasks.cancel': { where: 'engine', input: ids, output: verbResult },
  /** of a group: what failed or waits for another try; where all is at its end, what was canceled */
  'tasks.retry': { where: 'engine', input: ids, output: verbResult },
  /** ends recordings and keeps what is recorded; for tasks of other kinds a `conflict` */
  'tasks.stop': { where: 'engine', input: ids, output: verbResult },
  /** the ledger of a recording */
  'tasks.timeline': { where: 'engine', input: z.object({ id: z.string() }), output: timeline },
  'tasks.remove': { where: 'engine', input: ids.extend({ files: z.boolean().default(false) }), output: verbResult },
  'tasks.move': {
    where: 'engine',
    input: ids.extend({ to: z.enum(['top', 'up', 'down', 'bottom']) }),
    output: verbResult,
  },
  'tasks.change': {
    where: 'engine',
    input: ids.extend({
      priority: z.number().int().min(-10).max(10).optional(),
      limitRate: z.number().int().positive().nullable().optional(),
    }),
    output: verbResult,
  },
  'settings.get': { where: 'engine', input: z.object({}), output: settings },
  'settings.set': { where: 'engine', input: settings.partial(), output: settings },
  'webhooks.list': { where: 'engine', input: z.object({}), output: z.object({ webhooks: z.array(webhook) }) },
  /** `secret` is shown this once; one is made when none is given */
  'webhooks.add': {
    where: 'engine',
    input: z.object({
      url: z.string().min(1).max(2000),
      events: z.array(webhookEvent).min(1).max(webhookEvent.options.length),
      secret: webhookSecret.optional(),
      /** refuses this computer and private networks, checked on the very address that is connected to */
      publicOnly: z.boolean().optional(),
    }),
    output: z.object({ webhook, secret: webhookSecret }),
  },
  'webhooks.remove': { where: 'engine', input: z.object({ id: z.string() }), output: z.object({}) },
  /** has a `test` delivered now; how it went stands in the answer */
  'webhooks.test': { where: 'engine', input: z.object({ id: z.string() }), output: webhook },
  /** what a person must be told and has not been told; who asks tells it, it is given only once */
  'notices.take': { where: 'engine', input: z.object({}), output: z.object({ notices: z.array(notice) }) },
  doctor: { where: 'engine', input: z.object({}), output: z.object({ findings: z.array(finding) }) },
  'desktop.open': { where: 'desktop', input: fileOfTask, output: z.object({}) },
  'desktop.reveal': { where: 'desktop', input: fileOfTask, output: z.object({}) },
  'desktop.choose-folder': {
    where: 'desktop',
    input: z.object({ current: z.string().optional() }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** the API and web page of the desktop, where the setting `apiOpen` has it served. `link` signs in once, and is a new one each time */
  'desktop.api': {
    where: 'desktop',
    input: z.object({}),
    output: z.object({
      address: z.string().nullable(),
      link: z.string().nullable(),
      tokenFile: z.string(),
      /** why it is not served although it should be */
      error: errorBody.nullable(),
    }),
  },
  /** answered once somebody closes the window or ends the program while recordings need it; asked for again after each answer */
  'desktop.await-leave': { where: 'desktop', input: z.object({}), output: leaveQuestion },
  /** what becomes of it; without a question that is open it does nothing */
  'desktop.leave': { where: 'desktop', input: z.object({ answer: leaveAnswer }), output: z.object({}) },
} as const satisfies Record<string, { where: 'engine' | 'desktop'; input: z.ZodType; output: z.ZodType }>;

type Calls = typeof calls;
export type CallName = keyof Calls;
export type EngineCallName = { [N in CallName]: Calls[N]['where'] extends 'engine' ? N : never }[CallName];
export type DesktopCallName = Exclude<CallName, EngineCallName>;
/** What a caller passes: defaults may be left out. */
export type CallInput<N extends CallName> = z.input<Calls[N]['input']>;
/** What the handler gets: parsed, defaults filled in. */
export type CallArguments<N extends CallName> = z.output<Calls[N]['input']>;
export type CallOutput<N extends CallName> = z.output<Calls[N]['output']>;
