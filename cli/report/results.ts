import type { Writable } from 'node:stream';
import type { Task } from '../../contract/task.ts';
import { ledgerType } from '../../engine/record/work-files.ts';
import type { RecordingNews } from '../follow/recording-news.ts';

/** Writes the paths of a finished task's files, one a line, for the program that reads them. A ledger is no result. */
export function writePaths(task: Task, to: Writable): void {
  if (task.state.name !== 'completed') return;
  for (const { path, type } of task.state.artifacts) if (type !== ledgerType) to.write(`${path}\n`);
}

/** The paths of files that a recording has just put in their places. */
export function newPaths(news: RecordingNews): string[] {
  if (news.kind === 'fragment') return [news.fragment.path];
  return news.kind === 'over' ? news.beside.filter(({ isLedger }) => !isLedger).map(({ path }) => path) : [];
}
