import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Task } from '../../contract/task.ts';
import { useClient } from '../client/client-context.tsx';
import type { Summary } from './summary.ts';

/** The figures of a finished recording; `null` for everything else, and until they are known. */
export function useSummary(task: Task): Summary | null {
  const { summaries } = useClient();
  const { id } = task;
  const finished = task.kind === 'stream' && task.state.name === 'completed';
  useEffect(() => (finished ? summaries.want(id) : undefined), [summaries, id, finished]);
  return useStore(summaries, (state) => (finished ? (state.summaries.get(id) ?? null) : null));
}
