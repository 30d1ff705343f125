import { expect, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import { lengthLeft } from '../../engine/record/run/length-left.ts';

const job = (duration: number | null, left: number | null, missed = false, finish = false) => ({
  recording: recordingOptions.parse({ duration }),
  ...{ left, missed, finish },
});

test('one that begins late gets what is left, in every attempt the same', () => {
  expect(lengthLeft(job(60, 30), null, 70_000)).toBe(30);
  expect(lengthLeft(job(60, 5, true), 70_000, 95_000)).toBe(30);
  expect(lengthLeft(job(60, -40, true), 70_000, 140_000)).toBe(30);
  expect(lengthLeft(job(60, null), null, 70_000)).toBe(60);
  expect(lengthLeft(job(null, null), null, 70_000)).toBeNull();
});

test('one that has nothing is missed once its time is over; one that has something goes on', () => {
  const late = job(60, -5, true);
  expect(() => lengthLeft(late, null, 100_000)).toThrow(expect.objectContaining({ code: 'missed', retryable: false }));
  expect(lengthLeft(late, 40_000, 200_000)).toBe(60);
  expect(lengthLeft({ ...late, finish: true }, null, 200_000)).toBe(1);
});
