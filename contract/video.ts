import { z } from 'zod';
import { taskId } from './task-id.ts';
import {
  formatChoiceForm,
  languageForm,
  longestVideo,
  mostLanguages,
  presetNames,
  resolverChoices,
  resolverNames,
  soundForms,
  subtitleForms,
} from './video-choices.ts';

const resolverName = z.enum(resolverNames);
export type ResolverName = z.infer<typeof resolverName>;

export const resolverChoice = z.enum(resolverChoices);
export type ResolverChoice = z.infer<typeof resolverChoice>;

export const formatChoice = z.string().regex(formatChoiceForm);

const seconds = z.number().nonnegative().max(longestVideo);

/** What is wanted of the subtitles of a video. */
const subtitleOptions = z.object({
  /** `all` stands for every language that has written ones */
  languages: z.array(z.string().regex(languageForm)).max(mostLanguages).default([]),
  /** also those that the site made itself, where nobody has written any */
  automatic: z.boolean().default(false),
  as: z.enum(subtitleForms).default('files'),
});

/** What a user may ask of one video. */
export const videoOptions = z.object({
  format: formatChoice.default('best'),
  audio: z.enum(soundForms).default('keep'),
  subtitles: subtitleOptions.prefault({}),
  /** write the chapters into the file */
  chapters: z.boolean().default(true),
  /** put the thumbnail into the file as its cover */
  thumbnail: z.boolean().default(true),
  /** write title, channel, date and link into the file */
  tags: z.boolean().default(true),
  /** only this part, in seconds; it begins at the keyframe before `start`. `end` is `null` for the end of the video */
  clip: z
    .object({ start: seconds, end: seconds.nullable() })
    .refine(({ start, end }) => end === null || end > start, 'its end must come after its start')
    .nullable()
    .default(null),
  /** `null`: the setting decides */
  resolver: resolverChoice.nullable().default(null),
});
export type VideoOptions = z.infer<typeof videoOptions>;

/** One form in which a site gives a video, or its picture or sound alone. */
export const videoFormat = z.object({
  /** as its resolver names it */
  id: z.string(),
  kind: z.enum(['video', 'audio', 'both']),
  /** `mp4`, `webm`, … */
  container: z.string(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  /** frames a second */
  fps: z.number().nullable(),
  hdr: z.boolean(),
  /** RFC 6381, or `null` where there is no picture or nobody knows */
  videoCodec: z.string().nullable(),
  audioCodec: z.string().nullable(),
  /** bits a second of all of it */
  bitrate: z.number().nullable(),
  /** bits a second of the sound */
  audioBitrate: z.number().nullable(),
  channels: z.number().int().nullable(),
  /** of the sound, BCP 47; `null` where there is only one */
  language: z.string().nullable(),
  /** false for a dubbed or described track */
  original: z.boolean(),
  /** bytes */
  size: z.number().int().nonnegative().nullable(),
  /** the size is reckoned from the bitrate */
  approximate: z.boolean(),
  /** how it is fetched */
  road: z.enum(['https', 'hls', 'dash']),
});
export type VideoFormat = z.infer<typeof videoFormat>;

/** What a preset comes to for one video. */
const presetOffer = z.object({
  preset: z.enum(presetNames),
  /** one, or a picture and a sound */
  formats: z.array(z.string()).min(1).max(2),
  /** of the file it becomes: `mp4`, `webm`, `mkv`, `m4a`, … */
  extension: z.string(),
  height: z.number().int().nullable(),
  fps: z.number().nullable(),
  videoCodec: z.string().nullable(),
  audioCodec: z.string().nullable(),
  audioBitrate: z.number().nullable(),
  size: z.number().int().nonnegative().nullable(),
  approximate: z.boolean(),
});
export type PresetOffer = z.infer<typeof presetOffer>;

/** Who answered: extractors age, so the version belongs to the answer. */
const answeredBy = z.object({
  resolver: resolverName,
  version: z.string(),
  /** as whom the built-in one asked; `null` for yt-dlp */
  client: z.string().nullable(),
});
export type AnsweredBy = z.infer<typeof answeredBy>;

const chapter = z.object({ title: z.string(), start: seconds, end: seconds });
export type Chapter = z.infer<typeof chapter>;

const subtitleOffer = z.object({ language: z.string(), name: z.string(), automatic: z.boolean() });
export type SubtitleOffer = z.infer<typeof subtitleOffer>;

const facts = {
  /** the link that leads to it and to nothing else */
  url: z.string(),
  /** `YouTube`, or what yt-dlp calls the site */
  site: z.string(),
  id: z.string(),
  title: z.string(),
  channel: z.string().nullable(),
  answeredBy,
};

/** What a link to one video leads to, and what can be had of it. */
export const videoInfo = z.object({
  ...facts,
  kind: z.literal('video'),
  /** seconds; `null` for what is live, and where nobody knows */
  duration: seconds.nullable(),
  /** the day it was published, `2026-01-31` */
  published: z.string().nullable(),
  live: z.enum(['no', 'live', 'upcoming', 'was-live']),
  /** when it begins, milliseconds since the epoch; `null` unless it is upcoming and somebody knows */
  startsAt: z.number().int().nullable(),
  /** a `data:` URL of a small picture, or `null` */
  thumbnail: z.string().nullable(),
  chapters: z.array(chapter),
  formats: z.array(videoFormat),
  offers: z.array(presetOffer),
  subtitles: z.array(subtitleOffer),
});
export type VideoInfo = z.infer<typeof videoInfo>;

/** One video of a playlist or channel, as far as the list tells. */
export const listEntry = z.object({
  /** its place in the list, from 1 */
  number: z.number().int().positive(),
  url: z.string(),
  id: z.string(),
  title: z.string(),
  channel: z.string().nullable(),
  duration: seconds.nullable(),
  live: z.boolean(),
  /** why it cannot be had, as the list says (private, deleted); `null` when it says nothing */
  missing: z.string().nullable(),
  /** the task that has it already, or is about to */
  task: z.object({ id: z.string(), state: z.string() }).nullable(),
});
export type ListEntry = z.infer<typeof listEntry>;

/** A playlist or channel, or the first page of one. */
export const listInfo = z.object({
  ...facts,
  kind: z.literal('list'),
  /** how many there are in all, as the site says; `null` where it does not */
  count: z.number().int().nonnegative().nullable(),
  entries: z.array(listEntry),
  /** for `videos.more`; `null` when these are all */
  next: z.string().nullable(),
});
export type ListInfo = z.infer<typeof listInfo>;

/** A link that leads to a video and to the list it is played from: the person has to say which is meant. */
export const bothInfo = z.object({ kind: z.literal('both'), video: z.string(), list: z.string() });
export type BothInfo = z.infer<typeof bothInfo>;

/** Tasks that were added together from one list, and their total. */
export const group = z.object({
  /** made as those of tasks are */
  id: taskId,
  url: z.string(),
  title: z.string(),
  /** milliseconds since the epoch */
  createdAt: z.number().int().nonnegative(),
  /** tasks in it by what they do: `waiting` covers scheduled and queued */
  counts: z.object({
    waiting: z.number().int(),
    active: z.number().int(),
    paused: z.number().int(),
    completed: z.number().int(),
    failed: z.number().int(),
    canceled: z.number().int(),
  }),
  /** over all that are not canceled; `total` is `null` until the size of each is known */
  progress: z.object({
    fraction: z.number().min(0).max(1),
    done: z.number().int().nonnegative(),
    total: z.number().int().nonnegative().nullable(),
  }),
});
export type Group = z.infer<typeof group>;
