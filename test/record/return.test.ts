import { expect, test } from 'vitest';
import { faulty, recorded, told } from './faulty.ts';

const page = '<!DOCTYPE html><title>The studio is closed</title>';

test('one that cannot go on says what it has: while it waits for its stream, and when it fails', async () => {
  const { origin, record } = await faulty();
  const begun = record({ duration: 8 });
  await recorded(begun, 4);
  begun.recording.leave('paused');
  await expect(begun.done).rejects.toMatchObject({ code: 'canceled' });
  const { progress } = begun.recording;
  expect(progress.done).toBeGreaterThan(0);
  expect(progress.fraction).toBeCloseTo(0.25, 2);

  origin.fault('live.m3u8', { status: 503 });
  const waiting = record({ duration: 8 });
  await expect.poll(() => told(waiting, 'the stream cannot be reached'), { timeout: 20_000 }).toBeGreaterThan(0);
  expect(waiting.recording.progress).toEqual(progress);
  waiting.recording.leave('paused');
  await expect(waiting.done).rejects.toMatchObject({ code: 'canceled' });
  expect(waiting.recording.progress).toEqual(progress);

  origin.fault('live.m3u8', { text: page });
  const failing = record({ duration: 8 });
  await expect(failing.done).rejects.toMatchObject({ code: 'no-stream' });
  expect(failing.recording.progress).toEqual(progress);
});
