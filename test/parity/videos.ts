import { refusedIds } from '../stand-in/catalogue.ts';
import { codeOf, outcome } from './normal.ts';
import type { Scenario } from './scenario.ts';

const link = (id: string): string => `https://www.youtube.com/watch?v=${id}`;
const list = (id: string): string => `https://www.youtube.com/playlist?list=${id}`;
const small = { format: '18' };

export const videoScenarios: readonly Scenario[] = [
  {
    name: 'what can be had of a video, what is in a list of several pages, and why others cannot be had',
    run: async (front, { proxy }) => {
      const refused = [];
      for (const id of [refusedIds.private, refusedIds.region, 'drmOnlyVide'])
        refused.push(await codeOf(front.look(link(id), proxy)));
      const entries = await front.entries(list('PLstandInList300'), proxy);
      return { video: await front.look(link('shortDirect'), proxy), entries, count: entries.length, refused };
    },
    expected: {
      video: { title: 'Short bars', answeredBy: { resolver: 'builtin' } },
      count: 300,
      refused: ['video-private', 'region', 'protected'],
    },
  },
  {
    name: 'a video at 360p, and some of a list as a group',
    run: async (front, { proxy }) => {
      const {
        added: [id = ''],
      } = await front.add({ links: [link('shortDirect')], video: small, proxy });
      await front.until(id, { states: ['completed'] });
      const { added } = await front.addList(list('PLsmallListOf5'), [2, 3], { video: small, proxy });
      for (const each of added) await front.until(each, { states: ['completed'] });
      const groups = await front.groups();
      const [group] = groups;
      const tasks = [];
      for (const each of [id, ...added]) tasks.push(await outcome(front, each));
      const again = await front.addList(list('PLsmallListOf5'), [2, 3], { video: small, proxy });
      const paused = await front.pause([group?.id ?? '', '0000000000']);
      return {
        tasks,
        groups: groups.map(({ id: _, ...rest }) => rest),
        again,
        refused: paused.refused,
        named: paused.done.length,
      };
    },
    expected: {
      tasks: [
        { task: { kind: 'video', video: { format: '18' }, name: 'Short bars.mp4', group: null } },
        { task: { kind: 'video', name: '002 Part 2 of 300.mp4', group: { number: 2 } } },
        { task: { kind: 'video', name: '003 Part 3 of 300.mp4', group: { number: 3 } } },
      ],
      groups: [{ title: 'A few', counts: { completed: 2, waiting: 0 } }],
      again: { added: [], existing: [{ taken: 'skipped' }, { taken: 'skipped' }] },
      refused: [{ error: { code: 'no-such-task' } }],
      named: 1,
    },
  },
];
