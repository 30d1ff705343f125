import type { SegmentMap } from '../../record/playlist.ts';
import { webUrl } from '../web-url.ts';
import type { Manifest, Period } from './manifest.ts';
import type { Representation } from './representation.ts';
import { byteRange, type DashSegment } from './segment.ts';
import { countsByNumber, fillTemplate } from './template.ts';
import { expandTimeline } from './timeline.ts';
import { availableByClock, expandDuration } from './window.ts';

/**
 * The segments of a representation that are there now, in their order: of a static manifest all, of a dynamic one those that
 * the window holds and the clock allows. Not for an index (`SegmentBase`), see `indexedSegments`.
 * @param now milliseconds since the epoch, by the server's clock
 * @throws Failure `corrupt-media`, `forbidden` (an address that is neither http nor https)
 */
export function segmentsOf(
  manifest: Manifest,
  period: Period,
  representation: Representation,
  now: number,
): DashSegment[] {
  const { addressing } = representation;
  if (addressing.form === 'template') return templateSegments(manifest, period, representation, now);
  if (addressing.form === 'list') return listSegments(manifest, period, representation);
  return [wholeFile(period, representation)];
}

/** A file that is one segment and holds its own initialisation section, if any: subtitles beside a stream. */
export function wholeFile(period: Period, { addressing }: Representation): DashSegment {
  const duration = period.end === null ? 0 : period.end - period.start;
  const url = webUrl('', addressing.base, 'a media segment');
  return { key: 'file', number: null, hint: null, start: period.start, duration, url, range: null, map: null };
}

function templateSegments(
  manifest: Manifest,
  period: Period,
  representation: Representation,
  now: number,
): DashSegment[] {
  const { addressing } = representation;
  const { timescale, offset } = addressing;
  const map = mapOf(representation);
  const numbered = countsByNumber(addressing.media);
  const segment = (number: number, time: bigint, duration: number): DashSegment => {
    const values = { id: representation.id, bandwidth: representation.bandwidth ?? 0, number, time };
    return {
      key: numbered ? `number ${number}` : `time ${time}`,
      number: numbered ? number : null,
      hint: number,
      start: period.start + Number(time - offset) / timescale,
      duration,
      url: webUrl(fillTemplate(addressing.media, values), addressing.base, 'a media segment'),
      range: null,
      map,
    };
  };
  const first = addressing.startNumber ?? 1;
  if (addressing.timeline !== null) {
    const entries = expandTimeline(addressing.timeline, endTicks(manifest, period, timescale, offset, now));
    const all = hinted(
      entries.map((entry, at) => segment(first + at, entry.time, entry.duration / timescale)),
      period,
      addressing.startNumber,
    );
    return availableByClock(manifest, inside(all, period), now);
  }
  if (addressing.duration === null) {
    return [segment(first, offset, period.end === null ? 0 : period.end - period.start)];
  }
  const ticks = BigInt(Math.round(addressing.duration));
  return expandDuration(manifest, period, addressing.duration / timescale, addressing.endNumber, first, now).map(
    ({ index, duration }) => segment(first + index, offset + ticks * BigInt(index), duration),
  );
}

/**
 * Many manifests let the first number move on with the window although they tell segments apart by time, others leave it at 1
 * for ever. It is a hint when it is as large as the time passed since the beginning of the period wants.
 */
function hinted(segments: DashSegment[], period: Period, startNumber: number | null): DashSegment[] {
  const [first] = segments;
  const last = segments.at(-1);
  if (first === undefined || last === undefined) return segments;
  const length = (last.start + last.duration - first.start) / segments.length;
  const passed = (first.start - period.start) / length;
  const fits = startNumber !== null && Math.abs(startNumber - 1 - passed) <= 0.5 + passed * 0.2;
  return fits ? segments : segments.map((segment) => ({ ...segment, hint: null }));
}

function listSegments(manifest: Manifest, period: Period, representation: Representation): DashSegment[] {
  const { addressing } = representation;
  const { timescale, offset } = addressing;
  const map = mapOf(representation);
  const first = addressing.startNumber ?? 1;
  const entries = addressing.timeline === null ? null : expandTimeline(addressing.timeline, null);
  const length = addressing.duration === null ? null : addressing.duration / timescale;
  const segments = addressing.urls.map((listed, at): DashSegment => {
    const entry = entries?.[at];
    // A list that moves on says with its first number how far it has come.
    const passed = (manifest.dynamic ? first - 1 : 0) + at;
    const start = entry === undefined ? passed * (length ?? 0) : Number(entry.time - offset) / timescale;
    const url = webUrl(listed.media, addressing.base, 'a media segment');
    return {
      key: addressing.startNumber === null ? `${url} ${listed.range ?? ''}` : `number ${first + at}`,
      number: addressing.startNumber === null ? null : first + at,
      hint: null,
      start: period.start + start,
      duration: entry === undefined ? (length ?? 0) : entry.duration / timescale,
      url,
      range: byteRange(listed.range),
      map,
    };
  });
  const last = segments.at(-1);
  // Only the last one of a period may be shorter than the others.
  if (last === undefined || length === null || manifest.dynamic || period.end === null) return segments;
  const rest = period.end - last.start;
  return rest > 0 && rest < last.duration ? [...segments.slice(0, -1), { ...last, duration: rest }] : segments;
}

/** The initialisation section of a representation, or `null` when its segments need none. */
export function mapOf({ id, bandwidth, addressing }: Representation): SegmentMap | null {
  const { initialization } = addressing;
  if (initialization === null || (initialization.url === null && initialization.range === null)) return null;
  const url = fillTemplate(initialization.url ?? '', { id, bandwidth: bandwidth ?? 0, number: 0, time: 0n });
  return {
    url: webUrl(url, addressing.base, 'an initialisation section'),
    range: byteRange(initialization.range),
    key: null,
  };
}

/**
 * Without what lies wholly outside of the period, as after a cut; unless that is everything, for then the offset is wrong.
 * What reaches beyond the end of the last period is real all the same: durations are rounded.
 */
function inside(segments: DashSegment[], period: Period): DashSegment[] {
  const end = period.last ? null : period.end;
  const some = segments.filter(
    ({ start, duration }) => start + duration > period.start + slack && (end === null || start < end - slack),
  );
  return some.length > 0 ? some : segments;
}

/** Seconds of rounding. */
const slack = 0.002;

function endTicks(manifest: Manifest, period: Period, timescale: number, offset: bigint, now: number): bigint | null {
  const open = manifest.epoch === null ? null : (now - manifest.epoch) / 1000;
  const end = manifest.dynamic && open !== null ? Math.min(open, period.end ?? open) : period.end;
  return end === null ? null : offset + BigInt(Math.round((end - period.start) * timescale));
}
