import { expect, onTestFinished, test } from 'vitest';
import { nextTime } from '../../engine/jobs/repeat.ts';

const hour = 3_600_000;

function inZone(zone: string): void {
  const before = process.env['TZ'];
  process.env['TZ'] = zone;
  onTestFinished(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });
}

test('the same time of day tomorrow, and in a week', () => {
  inZone('Europe/Berlin');
  const at = new Date(2026, 5, 1, 20, 15).getTime();
  expect(nextTime(at, 1, at)).toBe(at + 24 * hour);
  expect(nextTime(at, 7, at)).toBe(at + 7 * 24 * hour);
});

test('a change to summer time does not move it', () => {
  inZone('Europe/Berlin');
  const at = new Date(2026, 2, 28, 20, 15).getTime();
  const next = nextTime(at, 1, at);
  expect(next).toBe(at + 23 * hour);
  expect(new Date(next).getHours()).toBe(20);
});

test('what was slept through is not made up for', () => {
  inZone('UTC');
  const at = Date.UTC(2026, 5, 1, 20, 15);
  expect(nextTime(at, 1, at + 50 * hour)).toBe(at + 72 * hour);
});
