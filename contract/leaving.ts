import { z } from 'zod';

/** What would be missed if the program ended now; asked of a person before it does. */
export const leaveQuestion = z.object({
  /** streams that are being recorded */
  recording: z.number().int().nonnegative(),
  /** what the stream is called when there is one, `null` otherwise */
  name: z.string().nullable(),
  /** recordings that begin later: at their time, when the stream is live, when it is their turn */
  waiting: z.number().int().nonnegative(),
  /** milliseconds since the epoch when the next of those with a time begins, or `null` */
  next: z.number().int().nonnegative().nullable(),
});
export type LeaveQuestion = z.infer<typeof leaveQuestion>;

/**
 * What a person wants: `background` goes on without a window, `stop` ends the recordings, keeps what they have and then ends the
 * program, `quit` ends it at once (what runs goes on at the next start), `stay` changes nothing.
 */
export const leaveAnswer = z.enum(['background', 'stop', 'quit', 'stay']);
export type LeaveAnswer = z.infer<typeof leaveAnswer>;
