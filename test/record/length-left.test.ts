import { expect, onTestFinished, test } from 'vitest';
import { recordingOptions } from '../../contract/recording.ts';
import { lengthLeft } from '../../engine/record/run/length-left.ts';
import { testFolder } from '../files/folder.ts';
import { begin, ledgerOf } from '../streams/record.ts';
import { faulty } from './faulty.ts';

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

test('a stream is recorded for what is left, and not at all when it was missed', async () => {
  const { origin } = await faulty({ first: 24 });
  const folder = await testFolder();
  const url = origin.url('live.m3u8');
  const late = begin(url, `${folder}/late`, { from: 'start', duration: 8 }, { left: 3 });
  onTestFinished(() => late.recording.leave('not-running'));
  const ledger = await ledgerOf(await late.done);
  expect(ledger).toMatchObject({ end: 'duration', asked: 3 });
  expect(ledger.length).toBeCloseTo(3, 0);
  const requests = origin.requests.length;
  const missed = begin(url, `${folder}/missed`, { duration: 8 }, { left: -1, missed: true });
  await expect(missed.done).rejects.toMatchObject({ code: 'missed' });
  expect(origin.requests).toHaveLength(requests);
});
