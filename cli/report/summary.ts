import type { Tally } from '../follow/tally.ts';
import { say } from '../text/say.ts';
import type { Ending } from './reporter.ts';

const order = ['completed', 'skipped', 'failed', 'refused', 'paused', 'canceled', 'removed', 'unfinished'] as const;
const words: Record<(typeof order)[number], string> = {
  completed: 'done',
  skipped: 'already there',
  failed: 'failed',
  refused: 'not added',
  paused: 'paused',
  canceled: 'canceled',
  removed: 'removed',
  unfinished: 'unfinished',
};

/** One line over everything a command did, or `undefined` when it was a single thing that has said all itself. */
export function summaryLine({ tally, bytes, took }: Ending): string | undefined {
  if (countAll(tally) <= 1) return undefined;
  const parts = order.filter((key) => tally[key] > 0).map((key) => `${tally[key]} ${words[key]}`);
  if (tally.incomplete > 0) parts.push(`${tally.incomplete} with something missing`);
  return say.summary(parts, bytes, took / 1000);
}

function countAll(tally: Tally): number {
  return order.reduce((sum, key) => sum + tally[key], 0);
}
