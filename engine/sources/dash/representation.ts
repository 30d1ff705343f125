import type { MpdAttributes, RepresentationInfo } from 'mpd-parser';
import type { Variant } from '../stream/variant.ts';
import { marks } from './annotate.ts';

/** A run of segments of one length (`S`). Ticks; `time` is exact beyond what a number can hold. */
export interface TimelineRun {
  readonly time: bigint | null;
  readonly duration: number;
  /** further ones; negative: up to the next run or the end */
  readonly repeat: number;
}

/** The initialisation section. Relative to the base; a range is `first-last`. */
interface Initialization {
  readonly url: string | null;
  readonly range: string | null;
}

/** How the segments of a representation are found (ISO/IEC 23009-1 section 5.3.9). */
interface Addressing {
  readonly form: 'template' | 'list' | 'base' | 'file';
  /** absolute */
  readonly base: string;
  /** ticks a second */
  readonly timescale: number;
  /** what is at the beginning of the period, ticks (`presentationTimeOffset`) */
  readonly offset: bigint;
  /** ticks of each segment, or `null` */
  readonly duration: number | null;
  readonly timeline: readonly TimelineRun[] | null;
  /** `null` when the manifest leaves it to be 1 */
  readonly startNumber: number | null;
  readonly endNumber: number | null;
  readonly initialization: Initialization | null;
  /** of a template: with `$Number$` and the like */
  readonly media: string;
  /** of a list */
  readonly urls: readonly { readonly media: string; readonly range: string | null }[];
  /** of a base: where the index lies (`first-last`), or `null` */
  readonly indexRange: string | null;
}

/** A representation in a period. */
export interface Representation extends Variant {
  readonly id: string;
  /** index of its period, and of its adaptation set in that */
  readonly period: number;
  readonly set: number;
  readonly kind: 'video' | 'audio' | 'text' | 'other';
  /** without parameters, lower case: `video/mp4` */
  readonly mime: string;
  readonly language: string | null;
  readonly label: string | null;
  readonly roles: readonly string[];
  readonly protected: boolean;
  readonly trick: boolean;
  readonly addressing: Addressing;
}

/** The representations of a manifest; where several places hold the same one, the first. */
export function readRepresentations(found: readonly RepresentationInfo[]): Representation[] {
  const seen = new Set<string>();
  const representations: Representation[] = [];
  for (const info of found) {
    const place = [marks.period, marks.set, marks.representation].map((mark) => text(info.attributes[mark])).join('/');
    if (seen.has(place)) continue;
    seen.add(place);
    representations.push(representationOf(info));
  }
  return representations;
}

function representationOf(info: RepresentationInfo): Representation {
  const { attributes } = info;
  const mime = (text(attributes['mimeType']) ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const codecs = text(attributes['codecs']);
  return {
    id: text(attributes['id']) ?? '',
    period: Number(text(attributes[marks.period]) ?? -1),
    set: Number(text(attributes[marks.set]) ?? -1),
    kind: kindOf(text(attributes['contentType']), mime, codecs),
    mime,
    codecs,
    width: positive(attributes['width']),
    height: positive(attributes['height']),
    bandwidth: positive(attributes['bandwidth']),
    frameRate: positive(attributes['frameRate']),
    names: [],
    language: text(attributes['lang']),
    label: text(attributes['label']),
    roles: (text(attributes[marks.roles]) ?? '').split(' ').filter((role) => role !== ''),
    protected: attributes[marks.protected] !== undefined,
    trick: attributes[marks.trick] !== undefined,
    addressing: addressingOf(info),
  };
}

function kindOf(contentType: string | null, mime: string, codecs: string | null): Representation['kind'] {
  const said = contentType ?? mime.split('/', 1)[0] ?? '';
  if (said === 'video' || said === 'audio' || said === 'text') return said;
  if (said !== 'application') return 'other';
  if (/^(?:stpp|wvtt)/u.test(codecs ?? '') || /ttml|vtt/u.test(mime)) return 'text';
  return mime === 'application/mp4' && codecs !== null
    ? /^(?:mp4a|ec-3|ac-|opus)/iu.test(codecs)
      ? 'audio'
      : 'video'
    : 'other';
}

function addressingOf({ attributes, segmentInfo }: RepresentationInfo): Addressing {
  const { template, base, list } = segmentInfo;
  const own: MpdAttributes = template ?? base ?? list ?? {};
  const initialization = own['initialization'];
  return {
    form: template !== undefined ? 'template' : base !== undefined ? 'base' : list !== undefined ? 'list' : 'file',
    base: text(attributes['baseUrl']) ?? '',
    timescale: positive(own['timescale']) ?? 1,
    offset: ticks(own[marks.offset]) ?? 0n,
    duration: positive(own['duration']),
    timeline: deepest(segmentInfo.segmentTimeline)?.map(runOf) ?? null,
    startNumber: whole(own['startNumber']),
    endNumber: whole(own['endNumber']),
    initialization: isAttributes(initialization)
      ? { url: text(initialization['sourceURL']), range: text(initialization['range']) }
      : null,
    media: text(own['media']) ?? '',
    urls: (deepest(listed(own['segmentUrls'])) ?? []).map((url) => ({
      media: text(url['media']) ?? '',
      range: text(url['mediaRange']),
    })),
    indexRange: text(own['indexRange']),
  };
}

/** The parser strings together lists that stand on several levels; the innermost replaces the others. */
function deepest(list: readonly MpdAttributes[] | undefined): readonly MpdAttributes[] | null {
  if (list === undefined) return null;
  const level = Math.max(0, ...new Set(list.map((one) => Number(one[marks.level]))));
  return list.filter((one) => Number(one[marks.level]) === level);
}

function runOf(attributes: MpdAttributes): TimelineRun {
  const repeat = attributes['r'];
  return {
    time: ticks(attributes[marks.time]),
    duration: positive(attributes['d']) ?? 0,
    repeat: typeof repeat === 'number' && Number.isFinite(repeat) ? repeat : 0,
  };
}

function listed(value: unknown): readonly MpdAttributes[] | undefined {
  return Array.isArray(value) ? value.filter(isAttributes) : undefined;
}

function isAttributes(value: unknown): value is MpdAttributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function ticks(value: unknown): bigint | null {
  return typeof value === 'string' && /^\s*-?\d{1,30}\s*$/u.test(value) ? BigInt(value.trim()) : null;
}

function positive(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
}

function whole(value: unknown): number | null {
  const number = typeof value === 'string' ? Number.parseInt(value, 10) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
