import { z } from 'zod';

/*
 * What yt-dlp writes (its source, yt_dlp/extractor/common.py, class InfoExtractor, describes each field). Only what is used is named.
 * Everything may be missing, and what is of another type than it should be counts as missing: a version that changes one field is
 * not to make all of an answer useless.
 */

const text = z.string().nullish().catch(null);
/** Nothing has more of anything; its thousandfold is still a whole number. */
const amount = z.number().nonnegative().max(9e12).nullish().catch(null);
const anyNumber = z.number().nullish().catch(null);
const truth = z.boolean().nullish().catch(null);
const things = z.array(z.unknown()).nullish().catch(null);
const byName = z.record(z.string(), z.unknown()).nullish().catch(null);

const formatFields = {
  url: text,
  format_id: text,
  format_note: text,
  manifest_url: text,
  protocol: text,
  ext: text,
  vcodec: text,
  acodec: text,
  width: amount,
  height: amount,
  fps: amount,
  dynamic_range: text,
  tbr: amount,
  vbr: amount,
  abr: amount,
  audio_channels: amount,
  language: text,
  language_preference: anyNumber,
  filesize: amount,
  filesize_approx: amount,
  /** also `maybe` */
  has_drm: z.union([z.boolean(), z.string()]).nullish().catch(null),
  http_headers: byName,
  /** as `Set-Cookie` has them, one after the other */
  cookies: text,
  downloader_options: z.object({ http_chunk_size: amount }).nullish().catch(null),
};

export const formatShape = z.object(formatFields);
export type FormatShape = z.infer<typeof formatShape>;

export const subtitleShape = z.object({ url: z.string(), ext: z.string(), name: text, protocol: text });
export type SubtitleShape = z.infer<typeof subtitleShape>;

export const chapterShape = z.object({ start_time: z.number().nonnegative(), end_time: amount, title: text });

export const pictureShape = z.object({ url: z.string(), width: amount, height: amount });

const facts = {
  id: text,
  title: text,
  url: text,
  webpage_url: text,
  extractor_key: text,
  channel: text,
  uploader: text,
  duration: amount,
  live_status: text,
  is_live: truth,
  was_live: truth,
};

/** One of a list, or a list in a list. */
export const entryShape = z.object({ ...facts, _type: text, ie_key: text, playlist_index: amount });

export const listShape = z.object({
  ...facts,
  entries: things,
  /** their numbers, where not all were asked for */
  requested_entries: z.array(z.number().int().positive().catch(0)).nullish().catch(null),
  playlist_count: z.number().int().nonnegative().nullish().catch(null),
});
export type ListShape = z.infer<typeof listShape>;

/** With the fields of a format, which stand here where there is only one. */
export const videoShape = z.object({
  ...formatFields,
  ...facts,
  /** that of what is live has the time of the look in its title */
  fulltitle: text,
  description: text,
  timestamp: anyNumber,
  upload_date: text,
  release_date: text,
  release_timestamp: amount,
  formats: things,
  subtitles: byName,
  automatic_captions: byName,
  chapters: things,
  thumbnails: things,
  thumbnail: text,
});
export type VideoShape = z.infer<typeof videoShape>;

/** What an answer is. Without a type it is a video. */
export const answerShape = z.object({ _type: text });

/** Those of a list that have the shape. */
export function those<T>(shape: z.ZodType<T>, list: readonly unknown[] | null | undefined): T[] {
  return (list ?? []).flatMap((each) => {
    const read = shape.safeParse(each);
    return read.success ? [read.data] : [];
  });
}
