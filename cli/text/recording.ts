import { errorHelp } from '../../contract/errors.ts';
import type { BreakCause, GapCause, GapEntry, LiveFigures } from '../../contract/recording.ts';
import type { Outage } from '../follow/recording-news.ts';
import { formatClock, formatLength } from '../format/clock.ts';
import { printable } from '../format/printable.ts';
import { formatTimeOfDay } from '../format/time.ts';
import { firstSentence } from './sentence.ts';

/** Why something is missing, in a word or two. */
export const gapCauses: Readonly<Record<GapCause, string>> = {
  'not-found': 'not found',
  forbidden: 'refused',
  server: 'server error',
  network: 'connection failed',
  timeout: 'no answer',
  corrupt: 'damaged',
  short: 'cut short by the server',
  outage: 'gone before it could be fetched',
  marked: 'missing in the stream itself',
  paused: 'paused',
  'not-running': 'Sluice did not run',
  'disk-full': 'disk full',
};

/** Why the timeline breaks although nothing is missing. */
export const breakCauses: Readonly<Record<BreakCause, string>> = {
  announced: 'announced by the stream',
  format: 'the format changes',
  reset: 'the server counts anew',
  timestamps: 'the clock of the stream jumps',
};

/** Why nothing comes, where the error has no detail; the sentences for errors ask people to do something, which may not be needed here. */
const outageWhy: Readonly<Record<string, string>> = {
  network: 'the connection fails',
  timeout: 'the server does not answer',
  'not-found': 'the stream is not at its address',
  forbidden: 'the server refuses',
  'auth-required': 'the server wants a password',
  'source-unavailable': 'the server has trouble',
  'rate-limited': 'the server asks to come back later',
  'corrupt-media': 'what comes is damaged',
  'not-live': 'the stream is not live',
};

/** `3 fragments`, `1 fragment`. */
export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** How far a recording is: `0:34 / 1:00:00`, or `0:34` when there is no end to it. */
export function reachedText({ length, asked }: Pick<LiveFigures, 'length' | 'asked'>): string {
  return asked === null ? formatClock(length) : `${formatClock(length)} / ${formatClock(asked)}`;
}

/** `2 gaps, 12 s missing`; empty when there is none. */
function gapsText({ gaps, missing }: Pick<LiveFigures, 'gaps' | 'missing'>): string {
  return gaps === 0 ? '' : `${counted(gaps, 'gap')}, ${formatLength(missing)} missing`;
}

/** `3 s behind`; empty for a stream that has ended. */
export function behindText({ behind }: Pick<LiveFigures, 'behind'>): string {
  return behind === null ? '' : `${behind < 60 ? `${Math.round(behind)} s` : formatClock(behind)} behind`;
}

/** One line on a gap: where, how long, why. */
export function gapText({ at, length, cause, segments, track, detail }: GapEntry): string {
  const more = segments === 0 ? [] : [counted(segments, 'segment')];
  const where = track === 'main' ? '' : ` in ${printable(track)}`;
  const why = detail === null ? gapCauses[cause] : `${gapCauses[cause]}: ${printable(detail)}`;
  return `gap at ${formatClock(at)}${where}: ${[`${formatLength(length)} missing`, ...more].join(', ')} (${why})`;
}

/** Why nothing comes. */
export function outageReason({ code, detail }: Outage): string {
  if (detail !== null) return printable(detail);
  const help: Readonly<Record<string, string>> = errorHelp;
  return outageWhy[code] ?? firstSentence(help[code] ?? code);
}

/**
 * An outage in words: `nothing comes since 12 s: 503 Service Unavailable; trying until 20:31:05`; of a track beside the main one
 * `nothing of audio comes since 12 s: 503 Service Unavailable; the rest is recorded`.
 * @param giveUp seconds after which the recording ends with what it has
 * @param now milliseconds since the epoch
 */
export function outageText(outage: Outage, giveUp: number, now: number): string {
  const since = Math.max(0, Math.round((now - outage.since) / 1000));
  const until = outage.since + giveUp * 1000;
  const time = since < 60 ? `${since} s` : formatClock(since);
  if (outage.track !== 'main') {
    return `nothing of ${printable(outage.track)} comes since ${time}: ${outageReason(outage)}; the rest is recorded`;
  }
  const then = until > now ? `trying until ${formatTimeOfDay(until)}` : 'giving up';
  return `nothing comes since ${time}: ${outageReason(outage)}; ${then}`;
}

/** The figures of a running recording in one line, for a log. */
export function figuresText(live: LiveFigures): string {
  const parts = [
    live.asked === null ? formatClock(live.length) : `${formatClock(live.length)} of ${formatClock(live.asked)}`,
    counted(live.fragments, 'fragment'),
    behindText(live),
    gapsText(live),
  ];
  return parts.filter((part) => part !== '').join(', ');
}
