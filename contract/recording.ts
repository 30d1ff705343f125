import { z } from 'zod';
import { longestDuration } from './duration.ts';

/** What a user may ask of one recording. All times are seconds on the stream's own timeline. */
export const recordingOptions = z.object({
  /** how long to record, gaps included; `null` until the stream ends or somebody stops it */
  duration: z.number().positive().max(longestDuration).nullable().default(null),
  /** how long one fragment may be at most; `null` puts everything into one file */
  fragment: z.number().positive().max(longestDuration).nullable().default(null),
  /** `best`, `worst`, a height (`1080p`), or bits a second at most (`3000k`, `3M`) */
  quality: z
    .string()
    .regex(/^(?:best|worst|\d{2,5}p|\d+(?:\.\d+)?[kKmM]?)$/)
    .default('best'),
  output: z.enum(['mp4', 'mkv', 'ts', 'audio']).default('mp4'),
  /** `live`: from now on; `start`: from the oldest media segment the server still has */
  from: z.enum(['live', 'start']).default('live'),
  /** how long an outage may last before the recording ends with what it has */
  giveUp: z.number().min(0).max(1_000_000).default(600),
  /** where the stream says that it is interrupted (EXT-X-DISCONTINUITY, a new period) */
  onDiscontinuity: z.enum(['new-fragment', 'go-on']).default('new-fragment'),
  /** where media segments are missing */
  onGap: z.enum(['new-fragment', 'go-on']).default('new-fragment'),
  /** wait until the stream is live instead of failing */
  wait: z.boolean().default(false),
  /** record anew at the same time; the next one is a task of its own */
  repeat: z.enum(['never', 'daily', 'weekly']).default('never'),
});
export type RecordingOptions = z.infer<typeof recordingOptions>;

/** Why a stretch of the stream is missing. */
export const gapCause = z.enum([
  /** 404 or 410 until it left the playlist */
  'not-found',
  /** 401 or 403 */
  'forbidden',
  /** 408, 429, 5xx */
  'server',
  /** resets, failed connections, truncated bodies */
  'network',
  'timeout',
  /** what came is not media */
  'corrupt',
  /** what came ends before its playlist says, and the next segment begins where that says */
  'short',
  /** it left the playlist before it could be fetched, while the playlist itself could not be read */
  'outage',
  /** the playlist itself says so (EXT-X-GAP) */
  'marked',
  /** the recording was paused */
  'paused',
  /** Sluice did not run */
  'not-running',
  'disk-full',
]);
export type GapCause = z.infer<typeof gapCause>;

/** Why the timeline breaks at a place although nothing is missing. */
export const breakCause = z.enum([
  /** the playlist says so (EXT-X-DISCONTINUITY, a new period) */
  'announced',
  /** the codec, the size of the picture or the layout of the sound changed */
  'format',
  /** the server began to count anew */
  'reset',
  /** timestamps jumped without an announcement */
  'timestamps',
]);
export type BreakCause = z.infer<typeof breakCause>;

const seconds = z.number().nonnegative();

/** A fragment as the timeline shows it. */
export const fragmentEntry = z.object({
  /** from 1 */
  part: z.number().int().positive(),
  /** seconds from the beginning of the recording */
  at: seconds,
  /** seconds; of an open fragment so far */
  length: seconds,
  state: z.enum(['open', 'closed', 'published', 'failed']),
  /** the finished file; `null` until it is in its place */
  path: z.string().nullable(),
  size: z.number().int().nonnegative().nullable(),
  /** it is longer than asked, because a single group of pictures is */
  tooLong: z.boolean(),
});
export type FragmentEntry = z.infer<typeof fragmentEntry>;

/** A stretch that is missing. */
export const gapEntry = z.object({
  at: seconds,
  length: seconds,
  cause: gapCause,
  /** media segments that are missing; 0 when nobody can know, and where it is a part of one */
  segments: z.number().int().nonnegative(),
  /** which track: `main`, `audio`, … */
  track: z.string(),
  /** the technical part: a status, an errno */
  detail: z.string().nullable(),
});
export type GapEntry = z.infer<typeof gapEntry>;

const breakEntry = z.object({ at: seconds, cause: breakCause, detail: z.string().nullable() });
export type BreakEntry = z.infer<typeof breakEntry>;

/** What is stored but stands in no fragment: it comes before the first keyframe behind a break or a gap, so nothing could show it. */
const leadingEntry = z.object({
  at: seconds,
  length: seconds,
  /** pictures; where a media segment has some on both sides of its keyframe, they are shared out by time */
  units: z.number().int().nonnegative(),
});

/** One track of what is recorded. */
const trackEntry = z.object({
  id: z.string(),
  kind: z.enum(['video', 'audio', 'subtitles']),
  codec: z.string().nullable(),
  language: z.string().nullable(),
  /** `1920×1080`, `48 kHz stereo`; `null` while unknown */
  format: z.string().nullable(),
});

/**
 * The ledger of a recording: what was expected, what is stored, what is missing and why. The same in the API and in the
 * JSON file beside the recording. Fields may be added; `version` grows when one changes its meaning.
 */
export const timeline = z.object({
  version: z.literal(1),
  /** the link without user and password */
  url: z.string(),
  title: z.string(),
  /** milliseconds since the epoch when the first media segment was stored; `null` before */
  startedAt: z.number().int().nullable(),
  /** the stream's own date for the beginning (EXT-X-PROGRAM-DATE-TIME), milliseconds since the epoch, or `null` */
  streamStartedAt: z.number().int().nullable(),
  /** when the beginning was sent, as far as anybody knows, milliseconds since the epoch; `null`: nobody knows */
  beganAt: z.number().int().nullable().optional(),
  /** seconds on the timeline so far, gaps included */
  length: seconds,
  /** seconds that are stored */
  recorded: seconds,
  asked: seconds.nullable(),
  ended: z.boolean(),
  /** why nothing more is added: the stream ended, what was asked for is there, somebody stopped it, an outage lasted too long */
  end: z.enum(['stream', 'duration', 'stopped', 'gave-up']).optional(),
  segments: z.object({
    expected: z.number().int().nonnegative(),
    stored: z.number().int().nonnegative(),
    missing: z.number().int().nonnegative(),
    /** named again by the server although they were stored; never stored twice */
    duplicates: z.number().int().nonnegative(),
  }),
  tracks: z.array(trackEntry),
  fragments: z.array(fragmentEntry),
  gaps: z.array(gapEntry),
  breaks: z.array(breakEntry),
  leading: z.array(leadingEntry).optional(),
});
export type Timeline = z.infer<typeof timeline>;

/** Figures of a recording that are true while it runs. */
export const liveFigures = z.object({
  /** seconds on the timeline so far, gaps included */
  length: seconds,
  /** seconds that are missing of it */
  missing: seconds,
  gaps: z.number().int().nonnegative(),
  /** fragments that are in their place */
  fragments: z.number().int().nonnegative(),
  asked: seconds.nullable(),
  /** seconds between what is stored and the newest the server has; `null` for a finished stream */
  behind: seconds.nullable(),
  /** `null` while all is well. Of the main track, or else of one beside it, while the recording goes on */
  outage: z
    .object({
      /** milliseconds since the epoch since when nothing comes */
      since: z.number().int(),
      code: z.string(),
      detail: z.string().nullable(),
      /** `main`, `audio`, … */
      track: z.string(),
    })
    .nullable(),
  /** grows whenever the timeline changed in more than its length */
  revision: z.number().int().nonnegative(),
});
export type LiveFigures = z.infer<typeof liveFigures>;
