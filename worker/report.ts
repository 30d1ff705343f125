import type { LiveFigures } from '../contract/recording.ts';
import type { FinishingStep, Pace, Progress, TaskId } from '../contract/task.ts';
import type { JobTools } from './running-job.ts';

/** What jobs of all kinds tell the deciding process. What is told at once makes older figures that wait to be told void. */
export function reportOf(id: TaskId, { port, mail }: Pick<JobTools, 'port' | 'mail'>) {
  return {
    named: (name: string) => port.send({ type: 'named', id, name }),
    running(progress: Progress) {
      mail.drop(id);
      port.send({ type: 'running', id, progress });
    },
    finishing(step: FinishingStep, progress: Progress) {
      mail.drop(id);
      port.send({ type: 'finishing', id, step, progress });
    },
    progress: (progress: Progress, pace: Pace, live: LiveFigures | null = null) =>
      mail.put({ id, progress, pace, live }),
    child: (pid: number, running: boolean) => port.send({ type: 'child', pid, running }),
    log: (level: 'info' | 'warn', message: string, fields: Record<string, string | number | boolean | null>) =>
      port.send({ type: 'log', level, id, message, fields }),
  };
}
