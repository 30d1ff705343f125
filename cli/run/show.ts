import type { Timeline } from '../../contract/recording.ts';
import type { Attempt, Task, TaskDetails, TaskOptions } from '../../contract/task.ts';
import type { Group } from '../../contract/video.ts';
import type { Engine } from '../../engine/engine.ts';
import { ledgerType } from '../../engine/record/work-files.ts';
import { percent } from '../bars/bar.ts';
import { formatBytes, formatRate } from '../format/bytes.ts';
import { formatDuration, formatTaken } from '../format/duration.ts';
import { type Paint, paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { formatTime } from '../format/time.ts';
import { call } from '../session/call.ts';
import { findIds } from '../session/find-ids.ts';
import { groupsOf } from '../session/groups.ts';
import { openSession } from '../session/session.ts';
import { recordingSoFar, recordingSummary } from '../summary/recording.ts';
import { countsText } from '../text/groups.ts';
import { phases } from '../text/phases.ts';
import { counted } from '../text/recording.ts';
import { recordingFacts } from './recording-facts.ts';
import { videoFacts } from './video-facts.ts';

/** Lines of an attempt's log that are shown. */
const logLines = 5;
/** Before all but the name. */
const indent = '  ';

/** `sluice show`: everything about tasks, for a person or as one JSON object a line. */
export async function show(
  given: readonly string[],
  options: { readonly json?: boolean | undefined },
): Promise<number> {
  const session = await openSession('none');
  try {
    const ids = await findIds(session.engine, given);
    const groups = await groupsOf(session.engine);
    for (const [index, id] of ids.entries()) {
      const group = groups.find((each) => each.id === id);
      if (group !== undefined) {
        showGroup(group, index > 0, options.json === true);
        continue;
      }
      const details = await call(session.engine, 'tasks.show', { id });
      const timeline = await timelineOf(session.engine, details.task);
      if (options.json === true) {
        process.stdout.write(`${JSON.stringify(timeline === null ? details : { ...details, timeline })}\n`);
        continue;
      }
      const lines = describe(details, timeline, paintFor(process.stdout));
      process.stdout.write(`${index === 0 ? '' : '\n'}${lines.join('\n')}\n`);
    }
    return 0;
  } finally {
    await session.close();
  }
}

/** The ledger of a recording; `null` for a file, and where it cannot be read. */
async function timelineOf(engine: Engine, { id, kind }: Task): Promise<Timeline | null> {
  if (kind !== 'stream') return null;
  const reply = await engine.call('tasks.timeline', { id });
  return reply.ok ? reply.value : null;
}

/** A list that tasks were taken from. Its tasks are shown by `list`. */
function showGroup(group: Group, follows: boolean, json: boolean): void {
  const { id, title, url, createdAt, progress } = group;
  if (json) return void process.stdout.write(`${JSON.stringify(group)}\n`);
  const { done, total, fraction } = progress;
  const size = total === null ? formatBytes(done) : `${formatBytes(done)} of ${formatBytes(total)}`;
  const facts: [string, string][] = [
    ['Group', id],
    ['Link', url],
    ['Tasks', countsText(group)],
    ['Progress', `${percent(fraction)}, ${size}`],
    ['Added', formatTime(createdAt)],
  ];
  const lines = described(title, facts, paintFor(process.stdout));
  process.stdout.write(`${follows ? '\n' : ''}${lines.join('\n')}\n`);
}

/** A name, and facts under it, each as a label and a text. */
function described(name: string, facts: readonly [string, string][], paint: Paint): string[] {
  const width = Math.max(...facts.map(([label]) => label.length));
  return [
    paint.bold(printable(name)),
    ...facts
      .filter(([, value]) => value !== '')
      .map(([label, value]) => `${indent}${paint.dim(label.padEnd(width))}  ${printable(value)}`),
  ];
}

function describe({ task, attempts, logFile }: TaskDetails, timeline: Timeline | null, paint: Paint): string[] {
  const { state, options } = task;
  const facts: [string, string][] = [
    ['Id', task.id],
    ['Kind', task.kind === 'stream' ? 'recording' : task.kind],
    ['Link', task.url],
    ['State', phases(task)],
    ['Progress', progressOf(task)],
    ['Folder', task.directory],
    ['Added', formatTime(task.createdAt)],
  ];
  if (task.priority !== 0) facts.push(['Priority', String(task.priority)]);
  facts.push(...optionFacts(options));
  if (task.kind === 'stream') facts.push(...recordingFacts(task, Date.now()));
  if (task.kind === 'video') facts.push(...videoFacts(task));
  if (task.group !== null) facts.push(['List', `number ${task.group.number} of group ${task.group.id}`]);
  if (state.name === 'completed') {
    facts.push(['Finished', formatTime(state.at)]);
    for (const artifact of timeline === null ? state.artifacts : []) {
      facts.push(['File', artifact.path]);
      if (artifact.verified !== null) facts.push(['Checked', artifact.verified]);
      if (artifact.sameAs !== null) facts.push(['Same as', artifact.sameAs]);
    }
  }
  if (state.name === 'failed') {
    facts.push(['Failed', formatTime(state.at)], ['Error', state.error.message]);
    if (state.error.detail !== undefined) facts.push(['Detail', state.error.detail]);
  }
  if (logFile !== null) facts.push(['Log', logFile]);
  return [
    ...described(task.name, facts, paint),
    ...attempts.flatMap((attempt) => attemptLines(attempt, paint)),
    ...(timeline === null ? [] : recordingLines(task, timeline, paint)),
  ];
}

/** What there is of a recording, and what is missing. */
function recordingLines({ state, directory }: Task, timeline: Timeline, paint: Paint): string[] {
  const ledger = state.name === 'completed' ? state.artifacts.find(({ type }) => type === ledgerType)?.path : undefined;
  const width = process.stdout.isTTY ? process.stdout.columns - indent.length : Number.POSITIVE_INFINITY;
  const lines = timeline.ended
    ? recordingSummary(timeline, ledger, width, paint)
    : recordingSoFar(timeline, width, paint);
  return [`${indent}${paint.dim(`Files in ${printable(directory)}`)}`, ...lines.map((line) => indent + line)];
}

function progressOf({ progress, state }: Task): string {
  const size =
    progress.total === null
      ? formatBytes(progress.done)
      : `${formatBytes(progress.done)} of ${formatBytes(progress.total)}`;
  const parts = [percent(progress.fraction), size];
  if (state.name === 'running') {
    parts.push(formatRate(state.pace.speed), counted(state.pace.connections, 'connection'));
    if (state.pace.eta !== null) parts.push(`${formatDuration(state.pace.eta)} left`);
  }
  return parts.filter((part) => part !== '').join(', ');
}

function optionFacts(options: TaskOptions): [string, string][] {
  return [
    ['Connections', options.connections === null ? '' : `at most ${options.connections}`],
    ['Limit', options.limitRate === null ? '' : formatRate(options.limitRate)],
    ['Checksum', options.checksum ?? ''],
    ['Headers', options.headerNames.join(', ')],
    ['Cookies', options.cookies ? 'yes' : ''],
    ['Proxy', options.proxy ?? ''],
  ];
}

function attemptLines(attempt: Attempt, paint: Paint): string[] {
  const { number, startedAt, endedAt, outcome, error, log } = attempt;
  const took = endedAt === null ? '' : ` after ${formatTaken((endedAt - startedAt) / 1000)}`;
  const told =
    error === null ? '' : `: ${error.message}${error.detail === undefined ? '' : ` (${printable(error.detail)})`}`;
  return [
    `  ${paint.dim(`Attempt ${number}`)}  ${formatTime(startedAt)}, ${outcome ?? 'at work'}${took}${told}`,
    ...log.slice(-logLines).map((line) => paint.dim(`    ${printable(line)}`)),
  ];
}
