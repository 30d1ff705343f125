import { VisuallyHidden } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../contract/task.ts';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';
import type { Arrivals } from '../tasks/arrivals.ts';

/** Milliseconds over which ends are gathered, so that a hundred small files are one sentence. */
const gather = 1500;

/** Tells a screen reader what has finished or failed; never how far things are. */
export function Announcer() {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const [text, setText] = useState('');

  useEffect(() => {
    let completed: Task[] = [];
    let failed: Task[] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    const speak = () => {
      timer = null;
      const parts: string[] = [];
      const one = (tasks: readonly Task[]) => (tasks.length === 1 ? honest(tasks[0]?.name ?? '') : null);
      const numbers = (tasks: readonly Task[]) => ({ count: tasks.length, number: formats.count(tasks.length) });
      const name = one(completed);
      if (name !== null) parts.push(t('announce.completed', { name }));
      else if (completed.length > 0) parts.push(t('announce.completedMany', numbers(completed)));
      const bad = one(failed);
      if (bad !== null) parts.push(t('announce.failed', { name: bad }));
      else if (failed.length > 0) parts.push(t('announce.failedMany', numbers(failed)));
      completed = [];
      failed = [];
      setText(parts.join('. '));
    };
    const hear = (arrivals: Arrivals) => {
      completed.push(...arrivals.completed);
      failed.push(...arrivals.failed);
      timer ??= setTimeout(speak, gather);
    };
    const stop = client.tasks.subscribe((now, before) => {
      if (now.arrivals !== before.arrivals) hear(now.arrivals);
    });
    return () => {
      stop();
      if (timer !== null) clearTimeout(timer);
    };
  }, [client, t, formats]);

  const busy = useTasks((state) => state.loading !== null);
  return (
    <VisuallyHidden>
      <div role="status" aria-live="polite" aria-busy={busy}>
        {text}
      </div>
    </VisuallyHidden>
  );
}
