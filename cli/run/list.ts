import { once } from 'node:events';
import type { LiveFigures } from '../../contract/recording.ts';
import type { Artifact, StateName, Task } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { ledgerType } from '../../engine/record/work-files.ts';
import { percent } from '../bars/bar.ts';
import type { Recording } from '../follow/recording-news.ts';
import { formatBytes, formatRate } from '../format/bytes.ts';
import { formatDuration } from '../format/duration.ts';
import { cutEnd } from '../format/fit.ts';
import { type Paint, paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { type Column, table } from '../format/table.ts';
import { groupsOf } from '../session/groups.ts';
import { type Asked, pages } from '../session/pages.ts';
import { openSession } from '../session/session.ts';
import { isOpen } from '../text/groups.ts';
import { phases } from '../text/phases.ts';
import { counted, figuresText, outageText } from '../text/recording.ts';
import { say } from '../text/say.ts';
import { groupCells, groupTable } from './list-groups.ts';

export interface ListOptions {
  readonly groups?: boolean | undefined;
  readonly state?: readonly StateName[] | undefined;
  readonly kind?: Task['kind'] | undefined;
  readonly search?: string | undefined;
  readonly sort?: Asked['sort'] | undefined;
  readonly limit?: number | undefined;
  readonly json?: boolean | undefined;
}

const columns: readonly Column[] = [
  { title: 'ID', align: 'left' },
  { title: 'STATE', align: 'left' },
  { title: 'DONE', align: 'right' },
  { title: 'SIZE', align: 'right' },
  { title: 'SPEED', align: 'right' },
  { title: 'LEFT', align: 'right' },
  { title: 'NAME', align: 'left', flexible: true },
  { title: '', align: 'left' },
];

/**
 * `sluice list`: the tasks, those added last first unless asked otherwise. A table on a terminal, with unfinished groups under it; in a
 * pipe one line a task with fields between tabs and without titles; with `--json` one object a line.
 */
export async function list(options: ListOptions): Promise<number> {
  const session = await openSession('none');
  try {
    if (options.groups === true) return await listGroups(session.engine, options.json === true);
    const rows: Task[] = [];
    for await (const tasks of pages(session.engine, askedBy(options), options.limit)) {
      if (options.json === true) await write(tasks.map((task) => JSON.stringify(task)));
      else if (process.stdout.isTTY) rows.push(...tasks);
      else await write(tasks.map((task) => cells(task).join('\t')));
      if (process.stdout.destroyed) break;
    }
    if (rows.length > 0) {
      const paint = paintFor(process.stdout);
      await write(tableOf(rows, process.stdout.columns, paint));
      const open = options.json === true ? [] : (await groupsOf(session.engine)).filter(isOpen);
      if (open.length > 0) await write(['', ...groupTable(open, process.stdout.columns, paint)]);
    } else if (process.stdout.isTTY && options.json !== true) process.stderr.write(`${say.noTasks}\n`);
    return 0;
  } finally {
    await session.close();
  }
}

function askedBy({ state, kind, search, sort }: ListOptions): Asked {
  return {
    ...(state === undefined ? {} : { states: [...state] }),
    ...(kind === undefined ? {} : { kinds: [kind] }),
    ...(search === undefined ? {} : { text: search }),
    ...(sort === undefined ? {} : { sort }),
  };
}

/** The lists that tasks were taken from, in the same three ways. */
async function listGroups(engine: Engine, json: boolean): Promise<number> {
  const groups = await groupsOf(engine);
  const { isTTY, columns: width } = process.stdout;
  if (json) await write(groups.map((group) => JSON.stringify(group)));
  else if (!isTTY) await write(groups.map((group) => groupCells(group).join('\t')));
  else if (groups.length > 0) await write(groupTable(groups, width, paintFor(process.stdout)));
  else process.stderr.write(`${say.noGroups}\n`);
  return 0;
}

/** A table without the columns that have nothing in them, no wider than the terminal. */
function tableOf(tasks: readonly Task[], width: number, paint: Paint): string[] {
  const rows = tasks.map(cells);
  const used = columns.map((_column, index) => rows.some((row) => row[index] !== ''));
  const isUsed = (_: unknown, index: number) => used[index] === true;
  const lines = table(
    columns.filter(isUsed),
    rows.map((row) => row.filter(isUsed)),
    width,
  );
  const [titles = '', ...rest] = lines.map((line) => cutEnd(line, width));
  return [paint.dim(titles), ...rest];
}

function cells(task: Task): string[] {
  const { state, progress } = task;
  const pace = state.name === 'running' ? state.pace : undefined;
  return [
    task.id,
    state.name,
    percent(progress.fraction),
    progress.total === null ? (progress.done > 0 ? formatBytes(progress.done) : '') : formatBytes(progress.total),
    pace === undefined ? '' : formatRate(pace.speed),
    pace === undefined || pace.eta === null ? '' : formatDuration(pace.eta),
    printable(task.name),
    remark(task),
  ];
}

/** What the state alone does not say. */
function remark(task: Task): string {
  const { state } = task;
  switch (state.name) {
    case 'scheduled':
    case 'failed':
      return phases(task);
    case 'queued':
      return state.waiting === null ? '' : phases(task);
    case 'finishing':
      return task.kind === 'video' ? phases(task) : '';
    case 'running':
      return task.kind === 'stream' && state.live !== null ? recordingRemark(task, state.live) : '';
    case 'completed':
      return task.kind === 'stream' || state.artifacts.length > 1
        ? counted(state.artifacts.filter(isFragment).length, 'file')
        : '';
    default:
      return '';
  }
}

function recordingRemark(task: Recording, live: LiveFigures): string {
  if (live.outage !== null) return outageText(live.outage, task.recording.giveUp, Date.now());
  return task.stopping ? phases(task) : figuresText(live);
}

function isFragment({ type }: Artifact): boolean {
  return type !== ledgerType;
}

/** Writes lines and waits for a slow reader, so that a long list is never held in memory as a whole. */
async function write(lines: readonly string[]): Promise<void> {
  if (lines.length === 0 || process.stdout.destroyed) return;
  if (!process.stdout.write(`${lines.join('\n')}\n`)) await once(process.stdout, 'drain').catch(() => undefined);
}
