import { expect, test } from 'vitest';
import type { StateName } from '../../contract/task.ts';
import { applicable, targets } from '../../renderer/tasks/verbs.ts';
import { recordings } from './page/recordings.ts';
import { everyState } from './page/scenarios.ts';

function tasksIn(...names: StateName[]) {
  return names.flatMap((name) => everyState.find((task) => task.state.name === name) ?? []);
}

test('each state offers what can be done in it', () => {
  const of = (name: StateName) => [...applicable(tasksIn(name), 'desktop')].join(' ');
  expect(of('running')).toBe('pause cancel remove reveal copy details top up down bottom');
  expect(of('queued')).toBe(of('running'));
  expect(of('paused')).toBe('resume cancel remove reveal copy details top up down bottom');
  expect(of('failed')).toBe('retry cancel remove reveal copy details top up down bottom');
  expect(of('completed')).toBe('remove open reveal copy details');
  expect(of('canceled')).toBe('retry remove reveal copy details');
});

test('a browser downloads what the desktop opens', () => {
  expect([...applicable(tasksIn('completed'), 'web')].join(' ')).toBe('remove download copy details');
});

test('a recording can be watched, and ended while there is something to keep', () => {
  const of = (name: string) =>
    [
      ...applicable(
        recordings.filter((task) => task.name === name),
        'desktop',
      ),
    ].filter((verb) => verb === 'watch' || verb === 'stop');
  expect(of('Harbour webcam')).toEqual(['stop', 'watch']);
  expect(of('Night sky')).toEqual(['stop', 'watch']);
  // it is ending, it is done, it never began
  for (const name of ['Radio Nova', 'Conference, day 1', 'Cup final', 'Locked channel'])
    expect(of(name)).toEqual(['watch']);
});

test('in a mixed selection a verb is for those it fits', () => {
  const mixed = tasksIn('running', 'paused', 'completed');
  expect(targets('pause', mixed).map((task) => task.state.name)).toEqual(['running']);
  expect(targets('resume', mixed).map((task) => task.state.name)).toEqual(['paused']);
  expect(targets('remove', mixed)).toHaveLength(3);
});

test('opening is for one task at a time, and nothing is for none', () => {
  expect(targets('open', tasksIn('completed'))).toHaveLength(1);
  expect(targets('open', tasksIn('completed', 'completed'))).toHaveLength(0);
  expect([...applicable([], 'desktop')]).toEqual([]);
});
