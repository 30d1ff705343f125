import type { TaskOptions } from '../../contract/task.ts';

/** The options of a task for which nobody asked anything. */
export const usualOptions: TaskOptions = {
  ...{ connections: null, limitRate: null, checksum: null, headerNames: [], cookies: false, proxy: null },
  publicOnly: false,
};
