import type { MpdElement } from 'mpd-parser';
import { Failure } from '../../../contract/errors.ts';
import { readDate } from '../date.ts';
import { annotate } from './annotate.ts';
import { childrenOf, childText, secondsOf } from './elements.ts';
import { type Representation, readRepresentations } from './representation.ts';

/** A period of a manifest. Times are seconds from the beginning of the presentation. */
export interface Period {
  /** its id, else where it begins: the same in every version of the manifest */
  readonly key: string;
  readonly start: number;
  /** `null` while it is open */
  readonly end: number | null;
  /** no other follows it in this version */
  readonly last: boolean;
  readonly representations: readonly Representation[];
}

/** A DASH manifest (ISO/IEC 23009-1 section 5.3). Durations in seconds. */
export interface Manifest {
  /** absolute, after redirects */
  readonly url: string;
  readonly dynamic: boolean;
  /** what the times of a dynamic manifest count from, milliseconds since the epoch (`availabilityStartTime`), or `null` */
  readonly epoch: number | null;
  readonly updatePeriod: number | null;
  readonly windowDepth: number | null;
  readonly suggestedDelay: number | null;
  readonly duration: number | null;
  readonly longestSegment: number | null;
  readonly title: string | null;
  /** where the next version is to be fetched, or `null` */
  readonly location: string | null;
  /** clocks of the server to go by, the best first */
  readonly clocks: readonly { readonly scheme: string; readonly value: string }[];
  readonly periods: readonly Period[];
}

/**
 * Reads a DASH manifest. A manifest without periods, as before a broadcast, is one.
 * @param url absolute, after redirects
 * @throws Failure `corrupt-media` for what is no manifest
 */
export async function readManifest(text: string, url: string): Promise<Manifest> {
  const parser = await import('mpd-parser');
  // Looked at first, because the XML parser complains on the terminal about pages.
  if (!/<MPD[\s>]/u.test(text)) throw corrupt('not a DASH manifest');
  // The parser fills in what is missing, and half a manifest would look like one from which segments have gone.
  if (!/<\/MPD\s*>|<MPD\s[^>]*\/>/u.test(text)) throw corrupt('the manifest is broken: it is cut short');
  try {
    const mpd = parser.stringToMpdXml(text.replace(/^\ufeff/u, ''));
    annotate(mpd);
    const none = childrenOf(mpd, 'Period').length === 0;
    const found = none ? [] : parser.inheritAttributes(mpd, { manifestUri: url }).representationInfo;
    return manifestOf(mpd, url, readRepresentations(found));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw corrupt(`the manifest is broken: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function manifestOf(mpd: MpdElement, url: string, representations: readonly Representation[]): Manifest {
  const dynamic = mpd.getAttribute('type') === 'dynamic';
  const duration = secondsOf(mpd, 'mediaPresentationDuration');
  const information = childrenOf(mpd, 'ProgramInformation')[0];
  return {
    url,
    dynamic,
    epoch: dynamic ? readDate(mpd.getAttribute('availabilityStartTime') ?? '') : null,
    updatePeriod: secondsOf(mpd, 'minimumUpdatePeriod'),
    windowDepth: secondsOf(mpd, 'timeShiftBufferDepth'),
    suggestedDelay: secondsOf(mpd, 'suggestedPresentationDelay'),
    duration,
    longestSegment: secondsOf(mpd, 'maxSegmentDuration'),
    title: information === undefined ? null : childText(information, 'Title'),
    location: childText(mpd, 'Location'),
    clocks: childrenOf(mpd, 'UTCTiming').map((clock) => ({
      scheme: clock.getAttribute('schemeIdUri') ?? '',
      value: clock.getAttribute('value') ?? '',
    })),
    periods: periodsOf(mpd, dynamic, duration, representations),
  };
}

/** Periods whose beginning nobody knows yet ("early available", section 5.3.2.1) are left out. */
function periodsOf(
  mpd: MpdElement,
  dynamic: boolean,
  duration: number | null,
  representations: readonly Representation[],
): Period[] {
  const elements = childrenOf(mpd, 'Period');
  const starts: (number | null)[] = [];
  for (const [at, element] of elements.entries()) {
    const before = elements[at - 1];
    const length = before === undefined ? null : secondsOf(before, 'duration');
    const begun = starts[at - 1] ?? null;
    const behind = begun === null || length === null ? null : begun + length;
    starts.push(secondsOf(element, 'start') ?? behind ?? (at === 0 && !dynamic ? 0 : null));
  }
  const periods: Period[] = [];
  for (const [at, element] of elements.entries()) {
    const start = starts[at] ?? null;
    if (start === null) continue;
    const length = secondsOf(element, 'duration');
    const end =
      starts[at + 1] ??
      (length === null ? null : start + length) ??
      (at + 1 === elements.length ? endOfLast(start, duration) : null);
    const id = element.getAttribute('id') ?? '';
    const known = periods.some((period) => period.key === id);
    periods.push({
      key: id === '' || known ? `at ${start}` : id,
      start,
      end,
      last: at + 1 === elements.length,
      representations: representations.filter((one) => one.period === at),
    });
  }
  return periods;
}

/** Where the duration of the whole ends before the last period begins, it is meant as the length of that period. */
function endOfLast(start: number, duration: number | null): number | null {
  return duration === null || duration > start ? duration : start + duration;
}

function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail, retryable: false });
}
