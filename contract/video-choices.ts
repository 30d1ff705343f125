import type { ErrorCode } from './errors.ts';

/*
 * What can be chosen of videos, in words and forms for which no schema is needed: the window, which has none, reads them here as
 * the schemas do.
 */

/** What a person can ask of a video without knowing its formats, in the order in which it is offered. */
export const presetNames = ['best', 'compatible', '1080p', '720p', 'smallest', 'audio'] as const;
export type PresetName = (typeof presetNames)[number];

/** Whether a text is the name of a preset. */
export function isPreset(text: string): text is PresetName {
  return presetNames.some((name) => name === text);
}

/** The codec of what is only sound; `keep` leaves it as it is. */
export const soundForms = ['keep', 'm4a', 'mp3', 'opus', 'flac'] as const;

/** Where subtitles go. */
export const subtitleForms = ['files', 'embedded'] as const;

/** What reads a site for us. */
export const resolverNames = ['builtin', 'yt-dlp'] as const;

/** Which of them is asked: `auto` is the built-in one, and yt-dlp where that cannot. */
export const resolverChoices = ['auto', ...resolverNames] as const;

/** What is meant by a link to a video that also names the list it is played from. */
export const meanings = ['ask', 'video', 'list'] as const;

const oneFormat = '[A-Za-z0-9][\\w.-]{0,63}';
/** The name of one format. */
export const formatIdForm = new RegExp(`^${oneFormat}$`);
/** A preset, or formats by the names that their resolver gives them: one (`18`), or a picture and a sound (`137+140`). */
export const formatChoiceForm = new RegExp(`^${oneFormat}(?:\\+${oneFormat})?$`);

/** BCP 47, as the site names it. */
export const languageForm = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
/** Languages of subtitles that can be asked for. */
export const mostLanguages = 50;

/** Names of clients of YouTube with commas between, or nothing. */
export const clientsForm = /^(?:[A-Za-z_]{1,40}(?:,[A-Za-z_]{1,40}){0,19})?$/;

/** Seconds; no video is as long. */
export const longestVideo = 10_000_000;

/** Failures that may lie with who asks rather than with the video: another resolver may know better. */
export const mayKnowBetter: ReadonlySet<ErrorCode> = new Set([
  'extractor-outdated',
  'needs-yt-dlp',
  'bot-check',
  'no-stream',
  'unsupported',
  'age-limit',
]);
