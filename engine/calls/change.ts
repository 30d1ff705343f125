import { eachTask } from './each.ts';
import type { Handler } from './parts.ts';

/** Changes the priority or the rate of tasks; a running one keeps running. */
export const changeTasks: Handler<'tasks.change'> = async (parts, { ids, priority, limitRate }) => {
  const result = await eachTask(parts, ids, (record) => {
    parts.book.save({
      ...record,
      priority: priority ?? record.priority,
      options: limitRate === undefined ? record.options : { ...record.options, limitRate },
    });
    if (limitRate !== undefined) parts.runner.setTaskLimit(record.id, limitRate);
  });
  parts.admission.poke();
  return result;
};
