import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { Watch } from '../../cli/follow/watch.ts';
import { LineReporter } from '../../cli/report/lines.ts';
import { JsonReporter } from '../../cli/report/ndjson.ts';
import { Failure } from '../../contract/errors.ts';
import type { Task } from '../../contract/task.ts';
import { exampleTask } from './example-task.ts';

const error = new Failure('bot-check').toBody();
const queued = exampleTask();

function held(until: number): Task {
  return exampleTask({ state: { name: 'queued', since: 0, waiting: { why: 'site', until, error } } });
}

test('what a site holds back is told in one line, and again when it is held back for longer', () => {
  const err = new PassThrough();
  const reporter = new LineReporter(new PassThrough(), err, () => 0);
  const watch = new Watch();
  reporter.changed(Array(294).fill({ before: queued, after: held(60_000) }), watch);
  reporter.changed([{ before: held(60_000), after: held(60_000) }], watch);
  reporter.changed([{ before: held(60_000), after: held(180_000) }], watch);
  expect(stripVTControlCharacters(String(err.read())).trimEnd().split('\n')).toEqual([
    '294 tasks: waits 1:00 for its site: The site wants a sign-in to make sure that no robot asks',
    '1 task: waits 3:00 for its site: The site wants a sign-in to make sure that no robot asks',
  ]);
});

test('what waits for its time, or has its end behind it, has no progress to tell', () => {
  const out = new PassThrough();
  const reporter = new JsonReporter(out, new PassThrough(), () => 0);
  const scheduled: Task = { ...queued, state: { name: 'scheduled', startAt: 60_000 } };
  const paused: Task = { ...queued, state: { name: 'paused', since: 0 } };
  for (const task of [scheduled, paused]) reporter.changed([{ before: task, after: { ...task, priority: 1 } }]);
  reporter.changed([{ before: queued, after: scheduled }]);
  expect(out.read()).toBeNull();
});

test('programs hear of each', () => {
  const out = new PassThrough();
  const reporter = new JsonReporter(out, new PassThrough(), () => 0);
  reporter.changed([{ before: queued, after: held(60_000) }]);
  reporter.changed([{ before: held(60_000), after: held(60_000) }]);
  reporter.changed([{ before: held(60_000), after: held(180_000) }]);
  const events = String(out.read()).trimEnd().split('\n');
  expect(events.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'waiting', why: 'site', until: 60_000, error: { code: 'bot-check' } },
    { event: 'waiting', why: 'site', until: 180_000, error: { code: 'bot-check' } },
  ]);
});
