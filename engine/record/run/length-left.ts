import { Failure } from '../../../contract/errors.ts';
import type { StreamJob } from '../../../contract/worker-messages.ts';

/** Seconds: a stream that is slow to begin may use up what was left. */
const least = 1;

/**
 * How long a recording is to be, in seconds: what was asked for, or of one that began late what was left of it when it did. So it
 * is the same in every attempt. `null` for no limit.
 * @param startedAt milliseconds since the epoch when the first media segment was stored, `null` when there is none yet
 * @param now milliseconds since the epoch
 * @throws Failure `missed` when nothing is stored and the time to begin is over
 */
export function lengthLeft(
  { recording, missed, left, finish }: Pick<StreamJob, 'recording' | 'missed' | 'left' | 'finish'>,
  startedAt: number | null,
  now: number,
): number | null {
  const { duration } = recording;
  if (missed && startedAt === null && !finish) throw new Failure('missed');
  if (duration === null || left === null) return duration;
  const before = (now - (startedAt ?? now)) / 1000;
  return Math.min(duration, Math.max(least, before + left));
}
