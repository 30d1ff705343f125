import { limitOf, readQuality } from '../../contract/quality.ts';
import type { RecordingOptions } from '../../contract/recording.ts';
import { parseDuration } from '../format/parse-duration.ts';

/** The qualities to choose from; `own` is what a person types. */
export const qualities = ['best', '1080p', '720p', 'worst', 'own'] as const;
export const outputs = ['mp4', 'mkv', 'ts', 'audio'] as const;
export const beginnings = ['live', 'start'] as const;
export const joints = ['new-fragment', 'go-on'] as const;
export const rhythms = ['never', 'daily', 'weekly'] as const;

/** The settings of a recording as they stand in the dialog: what is typed stays text until it is handed over. */
export interface RecordingForm {
  readonly duration: string;
  readonly fragment: string;
  readonly quality: (typeof qualities)[number];
  readonly ownQuality: string;
  readonly output: (typeof outputs)[number];
  readonly from: (typeof beginnings)[number];
  readonly giveUp: string;
  readonly onGap: (typeof joints)[number];
  readonly onDiscontinuity: (typeof joints)[number];
  /** `2026-05-12T20:15` in local time, as a date field gives it; empty for at once */
  readonly startAt: string;
  readonly wait: boolean;
  readonly repeat: (typeof rhythms)[number];
}

export const firstForm: RecordingForm = {
  duration: '',
  fragment: '',
  quality: 'best',
  ownQuality: '',
  output: 'mp4',
  from: 'live',
  giveUp: '',
  onGap: 'new-fragment',
  onDiscontinuity: 'new-fragment',
  startAt: '',
  wait: false,
  repeat: 'never',
};

/** Seconds after which a recording gives up when nothing is typed. */
export const usualGiveUp = 600;

type FormField = 'duration' | 'fragment' | 'ownQuality' | 'giveUp' | 'startAt';

/** What a form asks for; where something in it is wrong, the value stands for nothing. */
export interface FormReading {
  readonly options: RecordingOptions;
  /** milliseconds since the epoch; `null` for at once */
  readonly startAt: number | null;
  readonly wrong: ReadonlySet<FormField>;
}

/**
 * Reads the form.
 *
 * @param now milliseconds since the epoch: a start must lie after it
 */
export function readForm(form: RecordingForm, now: number): FormReading {
  const wrong = new Set<FormField>();
  const length = (field: 'duration' | 'fragment' | 'giveUp') => {
    if (form[field].trim() === '') return null;
    const seconds = parseDuration(form[field]);
    if (seconds === null) wrong.add(field);
    return seconds;
  };
  const quality = form.quality === 'own' ? ownQuality(form) : form.quality;
  if (quality === null) wrong.add('ownQuality');
  const startAt = form.startAt === '' ? null : new Date(form.startAt).getTime();
  if (startAt !== null && !(startAt > now)) wrong.add('startAt');
  const { output, from, onGap, onDiscontinuity, wait, repeat } = form;
  const options = {
    ...{ duration: length('duration'), fragment: length('fragment'), output, from },
    quality: quality ?? 'best',
    ...{ giveUp: giveUpNow(form) ?? length('giveUp') ?? usualGiveUp, onGap, onDiscontinuity, wait, repeat },
  };
  return { options, startAt, wrong };
}

/** No patience at all is a wish too, though no length of time. */
function giveUpNow({ giveUp }: RecordingForm): 0 | null {
  return giveUp.trim() === '0' ? 0 : null;
}

/** A height or a bit rate; `best` and `worst` have their own place in the form. */
function ownQuality(form: RecordingForm): string | null {
  const quality = readQuality(form.ownQuality);
  return quality !== null && limitOf(quality) !== null ? quality : null;
}
