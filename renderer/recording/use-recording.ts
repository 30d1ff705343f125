import { useEffect, useRef, useState } from 'react';
import type { ErrorBody } from '../../contract/errors.ts';
import type { Timeline } from '../../contract/recording.ts';
import type { StreamTask, TaskDetails } from '../../contract/task.ts';
import { useClient, useTasks } from '../client/client-context.tsx';
import { keepEqual } from './keep-equal.ts';

/** What is known of a recording that somebody looks at. */
interface Known {
  /** as it was read last; `null` before that */
  readonly timeline: Timeline | null;
  readonly details: TaskDetails | null;
  /** why the timeline cannot be read */
  readonly problem: ErrorBody | null;
}

/** Milliseconds between two readings of a ledger at least. */
const rest = 1000;

/**
 * Timeline and details of a recording: read again when its figures say that the timeline changed in more than its length,
 * or when it changes its state; at most once a second.
 */
export function useRecording(task: StreamTask): Known {
  const { transport } = useClient();
  const { id } = task;
  const revision = useTasks((state) => state.ledger.moving.get(id)?.live?.revision ?? -1);
  const [known, setKnown] = useState<Known>({ timeline: null, details: null, problem: null });
  const lastAt = useRef(Number.NEGATIVE_INFINITY);
  const reading = useRef(0);
  const occasion = `${task.state.name} ${revision}`;
  useEffect(() => {
    // not an input of the calls, but what there is to read changes with it
    void occasion;
    const read = async () => {
      lastAt.current = performance.now();
      reading.current += 1;
      const number = reading.current;
      const [timeline, details] = await Promise.all([
        transport.call('tasks.timeline', { id }),
        transport.call('tasks.show', { id }),
      ]);
      // an answer that was overtaken knows less
      if (number !== reading.current) return;
      setKnown((before) => ({
        timeline: timeline.ok ? keepEqual(before.timeline, timeline.value) : before.timeline,
        details: details.ok ? details.value : before.details,
        problem: timeline.ok ? null : timeline.error,
      }));
    };
    const timer = setTimeout(() => void read(), Math.max(0, lastAt.current + rest - performance.now()));
    return () => clearTimeout(timer);
  }, [transport, id, occasion]);
  return known;
}
