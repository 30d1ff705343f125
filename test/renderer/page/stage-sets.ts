import type { Task } from '../../../contract/task.ts';
import type { Group } from '../../../contract/video.ts';
import { bridges, groupOf, totalOf, videoTaskOf } from './groups.ts';
import { everyState, many, running } from './scenarios.ts';
import { today } from './tasks.ts';

const mb = 1_000_000;

/** Videos in the states that are theirs. */
const singles: readonly Task[] = [
  videoTaskOf(5001, {
    name: 'How the longest bridge of the world was built',
    state: running(6_100_000, 21),
    done: 70 * mb,
    total: 180 * mb,
  }),
  videoTaskOf(5002, { name: 'A tunnel under the sea', state: { name: 'resolving', since: today } }),
  videoTaskOf(5003, {
    name: 'Ships of the north.mkv',
    state: { name: 'finishing', since: today, step: 'assemble' },
    done: 300 * mb,
    total: 300 * mb,
  }),
  videoTaskOf(5004, {
    name: 'Interview.m4a',
    state: {
      ...{ name: 'completed', at: today },
      artifacts: ['m4a', 'en.vtt'].map((ending, index) => ({
        ...{ path: `/home/mira/Downloads/Interview.${ending}`, size: index === 0 ? 14 * mb : 42_000 },
        ...{ type: null, verified: null, sameAs: null },
      })),
    },
    ...{ done: 14 * mb, total: 14 * mb },
    video: { format: 'audio', audio: 'm4a', clip: { start: 60, end: 150 } },
  }),
];

const sets = {
  group: {
    tasks: [...singles, ...bridges(6000, 7, 'Small'), ...everyState],
    heads: [groupOf(6000, 'Bridges, the short list')],
  },
  groups: {
    tasks: [...bridges(6000, 300, 'Large'), ...singles, ...bridges(7000, 6, 'Finished'), ...everyState],
    heads: [groupOf(6000, 'Bridges of the world, one each week'), groupOf(7000, 'Tunnels')],
  },
  thousandInGroups: {
    tasks: [...bridges(6000, 500, 'Large'), ...bridges(7000, 400, 'Large'), ...many(100)],
    heads: [groupOf(6000, 'Bridges of the world, one each week'), groupOf(7000, 'Tunnels')],
  },
} as const;

export const groupScenarios = {
  group: () => sets.group.tasks,
  groups: () => sets.groups.tasks,
  thousandInGroups: () => sets.thousandInGroups.tasks,
} as const satisfies Record<string, () => readonly Task[]>;

export type GroupScenarioName = keyof typeof groupScenarios;

/** The groups of a scenario; none for one that has no videos. */
export function groupsOf(scenario: string): readonly Group[] {
  const known = Object.entries(sets).find(([name]) => name === scenario)?.[1];
  return known?.heads.map((head) => totalOf(head, known.tasks)) ?? [];
}
