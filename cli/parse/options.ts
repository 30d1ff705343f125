import { InvalidArgumentError } from '@commander-js/extra-typings';
import { parseDuration } from '../../contract/duration.ts';
import { readQuality } from '../../contract/quality.ts';
import type { StateName } from '../../contract/task.ts';
import { formatChoice, videoOptions } from '../../contract/video.ts';
import { wrong } from '../text/say.ts';
import { stateNames } from '../text/states.ts';
import { type Clip, parseClip } from './clip.ts';
import { type NumberRange, parseItems } from './items.ts';
import { parseMoment } from './moment.ts';
import { parseRate } from './size.ts';

/** A parser for a whole number between two bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^-?\d{1,15}$/.test(text.trim()) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(wrong.whole(text, least, most));
    return value;
  };
}

/** A number of connections, or `auto` for as many as help, which is `null`. */
export function connectionsOption(text: string): number | null {
  return text === 'auto' ? null : wholeNumber(1, 32)(text);
}

/** Bytes a second, or `none`, which is `null`. */
export function rateOption(text: string): number | null {
  const rate = parseRate(text);
  if (rate === undefined) throw new InvalidArgumentError(wrong.rate(text));
  return rate;
}

/** A parser for a length of time in seconds between two bounds. */
export function duration(least: number, most: number): (text: string) => number {
  return (text) => {
    const seconds = parseDuration(text);
    if (seconds === undefined || seconds < least || seconds > most)
      throw new InvalidArgumentError(wrong.noLength(text));
    return seconds;
  };
}

/** A moment to come, milliseconds since the epoch. */
export function momentOption(text: string): number {
  const moment = parseMoment(text, Date.now());
  if ('at' in moment) return moment.at;
  throw new InvalidArgumentError(moment.wrong === 'past' ? wrong.past(text) : wrong.moment(text));
}

/** The quality of a recording as the contract knows it. */
export function qualityOption(text: string): string {
  const quality = readQuality(text);
  if (quality === null) throw new InvalidArgumentError(wrong.quality(text));
  return quality;
}

/** A preset, or the ids of formats. */
export function formatOption(text: string): string {
  const format = formatChoice.safeParse(text.trim());
  if (!format.success) throw new InvalidArgumentError(wrong.format(text));
  return format.data;
}

/** Languages, several with commas or by giving the option again. */
export function languagesOption(text: string, before: readonly string[] | undefined): string[] {
  const languages = [...(before ?? []), ...text.split(',').map((part) => part.trim())];
  const isFit = videoOptions.shape.subtitles.safeParse({ languages }).success;
  if (!isFit) throw new InvalidArgumentError(wrong.languages(text));
  return [...new Set(languages)];
}

/** A part of a video. */
export function clipOption(text: string): Clip {
  const clip = parseClip(text);
  if (clip === undefined) throw new InvalidArgumentError(wrong.clip(text));
  return clip;
}

/** Numbers of a list. */
export function itemsOption(text: string): readonly NumberRange[] {
  const items = parseItems(text);
  if (items === undefined) throw new InvalidArgumentError(wrong.items(text));
  return items;
}

/** Collects the values of an option that may be given more than once. */
export function collect(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** States, several with commas or by giving the option again; `active` means those with a worker. */
export function statesOption(text: string, before: readonly StateName[] | undefined): StateName[] {
  const states = new Set(before);
  for (const name of text.split(',').map((part) => part.trim().toLowerCase())) {
    const known = stateNames.find((state) => state === name);
    if (name === 'active') for (const state of ['resolving', 'running', 'finishing'] as const) states.add(state);
    else if (known === undefined) throw new InvalidArgumentError(wrong.state(name, [...stateNames, 'active']));
    else states.add(known);
  }
  return [...states];
}
