import { useEffect, useState } from 'react';
import type { Attempt, Task, TaskId } from '../../contract/task.ts';
import { useClient } from '../client/client-context.tsx';

/** The attempts at a task, read again whenever it changes its state. */
export function useAttempts(id: TaskId, state: Task['state']): readonly Attempt[] {
  const client = useClient();
  const [attempts, setAttempts] = useState<readonly Attempt[]>([]);
  useEffect(() => {
    let gone = false;
    // `state` is no input of the call, but a change of it means that there is more to tell
    void state;
    void client.transport.call('tasks.show', { id }).then((reply) => {
      if (!gone && reply.ok) setAttempts(reply.value.attempts);
    });
    return () => {
      gone = true;
    };
  }, [client, id, state]);
  return attempts;
}
