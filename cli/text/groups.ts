import type { Group } from '../../contract/video.ts';
import { counted } from './recording.ts';

const order = ['completed', 'active', 'waiting', 'paused', 'failed', 'canceled'] as const;
const words: Readonly<Record<(typeof order)[number], string>> = {
  completed: 'done',
  active: 'active',
  waiting: 'waiting',
  paused: 'paused',
  failed: 'failed',
  canceled: 'canceled',
};

/** Tasks of a group in all. */
function tasksIn({ counts }: Group): number {
  return order.reduce((sum, key) => sum + counts[key], 0);
}

/** `300 tasks: 12 done, 4 active, 284 waiting`. */
export function countsText(group: Group): string {
  const parts = order.filter((key) => group.counts[key] > 0).map((key) => `${group.counts[key]} ${words[key]}`);
  return [counted(tasksIn(group), 'task'), parts.join(', ')].filter((part) => part !== '').join(': ');
}

/** Whether something of a group is still to come. */
export function isOpen({ counts }: Group): boolean {
  return counts.active + counts.waiting + counts.paused + counts.failed > 0;
}
