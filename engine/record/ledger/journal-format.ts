import { z } from 'zod';
import { breakCause, gapCause } from '../../../contract/recording.ts';
import type { JournalEntry } from '../journal-entry.ts';

const instant = z.number();
const count = z.number().int().nonnegative();
const tick = z.number();
const part = z.number().int().positive();

const stream = z.object({
  id: z.number(),
  kind: z.enum(['video', 'audio']),
  codec: z.string(),
  format: z.string(),
  shown: z.string(),
  timescale: z.number().positive(),
  first: tick,
  end: tick,
  units: count,
  keys: z.array(z.object({ pts: tick, dts: tick })),
});

const media = z.object({
  container: z.enum(['ts', 'mp4', 'adts', 'mp3', 'ac3', 'flv', 'vtt']),
  streams: z.array(stream),
  wrap: z.number().positive().nullable(),
  timed: z.boolean(),
});

const segment = z.object({
  track: z.string(),
  epoch: count,
  sequence: count,
  discontinuity: z.number().int(),
  file: z.string(),
  map: z.string().nullable(),
  bytes: count,
  duration: z.number().nonnegative(),
  dateTime: z.number().nullable(),
  name: z.string().exactOptional(),
  media,
});

const forgone = z.object({ track: z.string(), from: z.number(), to: z.number(), detail: z.string().nullable() });
const unended = z.object({ track: z.string(), detail: z.string().nullable() });

const cut = z.object({ epoch: count, sequence: count, pts: tick.nullable() });

/** A line of the journal as it lies on the disk. */
export const journalFormat: z.ZodType<JournalEntry> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('attempt'), at: instant, title: z.string() }),
  z.object({ type: z.literal('stored'), at: instant, segment }),
  z.object({
    type: z.literal('missing'),
    at: instant,
    track: z.string(),
    epoch: count,
    sequence: count,
    count,
    duration: z.number().nonnegative(),
    cause: gapCause,
    detail: z.string().nullable(),
  }),
  z.object({ type: z.literal('duplicates'), track: z.string(), count }),
  z.object({
    type: z.literal('epoch'),
    at: instant,
    track: z.string(),
    epoch: count,
    cause: breakCause,
    detail: z.string().nullable(),
  }),
  z.object({ type: z.literal('begins'), at: instant, behind: z.number().nonnegative().nullable() }),
  z.object({ type: z.literal('stopped'), at: instant, cause: gapCause }),
  z.object({
    type: z.literal('closed'),
    at: instant,
    part,
    cut,
    tooLong: z.boolean().default(false),
    last: z.literal(true).exactOptional(),
  }),
  z.object({
    type: z.literal('published'),
    at: instant,
    part,
    path: z.string(),
    size: count,
    without: z.array(forgone).exactOptional(),
  }),
  z.object({ type: z.literal('failed'), at: instant, part, detail: z.string() }),
  z.object({
    type: z.literal('ended'),
    at: instant,
    why: z.enum(['stream', 'duration', 'stopped', 'gave-up']),
    unended: z.array(unended).exactOptional(),
  }),
]);
