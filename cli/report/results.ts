import type { Writable } from 'node:stream';
import type { Task } from '../../contract/task.ts';

/** Writes the paths of a finished task's files, one a line, for the program that reads them. */
export function writePaths(task: Task, to: Writable): void {
  if (task.state.name !== 'completed') return;
  for (const artifact of task.state.artifacts) to.write(`${artifact.path}\n`);
}
