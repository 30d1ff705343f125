import type { StreamFiles } from './make-hls.ts';

/** A period of a live presentation: pictures and sound apart. */
export interface DashPeriod {
  readonly id: string;
  /** seconds from the beginning of the presentation */
  readonly start: number;
  readonly video: StreamFiles;
  readonly audio: StreamFiles;
}

/** How a manifest tells its segments. */
export interface DashShape {
  /** `number`: by their common duration and the clock; `timeline`: one by one */
  readonly addressing: 'number' | 'timeline';
  /** seconds of a segment */
  readonly segment: number;
  /** timeShiftBufferDepth, seconds */
  readonly depth: number;
  /** minimumUpdatePeriod, seconds */
  readonly update: number;
}

/** The state of a live presentation. */
export interface DashEdge {
  /** availabilityStartTime, milliseconds since the epoch by the server's clock */
  readonly epoch: number;
  /** seconds of the presentation that are there */
  readonly at: number;
  readonly ended: boolean;
  /** UTCTiming elements */
  readonly clock: string;
}

const scale = 1_000_000;

/** Seconds of a period. */
export function periodLength({ video }: DashPeriod): number {
  return video.segments.reduce((total, { duration }) => total + duration, 0);
}

/** When a segment begins and ends, seconds from the beginning of its period. */
export function timesOf({ segments }: StreamFiles): { readonly start: number; readonly end: number }[] {
  let start = 0;
  return segments.map(({ duration }) => {
    const end = start + duration;
    const times = { start, end };
    start = end;
    return times;
  });
}

/** The manifest of a live presentation as it is now (ISO/IEC 23009-1 sections 5.3 and 5.4). Periods that have begun are in it. */
export function dashManifest(periods: readonly DashPeriod[], shape: DashShape, edge: DashEdge): string {
  const { epoch, at, ended, clock } = edge;
  const length = periods.reduce((total, period) => total + periodLength(period), 0);
  const type = ended
    ? `type="static" mediaPresentationDuration="PT${length.toFixed(3)}S"`
    : `type="dynamic" availabilityStartTime="${new Date(epoch).toISOString()}" minimumUpdatePeriod="PT${shape.update}S" timeShiftBufferDepth="PT${shape.depth}S"`;
  const begun = periods.filter(({ start }) => start < at + 0.001);
  const shown = ended ? begun : begun.filter((period) => period.start + periodLength(period) > at - shape.depth);
  return `<?xml version="1.0" encoding="utf-8"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:isoff-live:2011" minBufferTime="PT1S" ${type}>
${shown.map((period) => periodElement(period, shape, edge)).join('\n')}
${clock}
</MPD>
`;
}

function periodElement(period: DashPeriod, shape: DashShape, edge: DashEdge): string {
  const set = (
    kind: 'video' | 'audio',
    about: string,
  ): string => `<AdaptationSet contentType="${kind}" mimeType="${kind}/mp4">
<Representation id="${kind}" ${about}>${template(period, kind, shape, edge)}</Representation>
</AdaptationSet>`;
  return `<Period id="${period.id}" start="PT${period.start}S">
${set('video', 'bandwidth="100000" codecs="avc1.42c00a"')}
${set('audio', 'bandwidth="64000" codecs="mp4a.40.2" audioSamplingRate="48000"')}
</Period>`;
}

function template(period: DashPeriod, kind: 'video' | 'audio', shape: DashShape, edge: DashEdge): string {
  const names = `initialization="${period.id}/$RepresentationID$/init.mp4" media="${period.id}/$RepresentationID$/$Number$.m4s"`;
  if (shape.addressing === 'number') {
    return `<SegmentTemplate timescale="${scale}" duration="${shape.segment * scale}" startNumber="1" ${names}/>`;
  }
  const times = timesOf(period[kind]);
  const oldest = edge.ended ? 0 : edge.at - shape.depth - period.start;
  const there = (end: number): boolean => end > oldest && (edge.ended || period.start + end <= edge.at + 0.001);
  const first = times.findIndex(({ end }) => there(end));
  const runs = times
    .filter(({ end }) => there(end))
    .map(({ start, end }) => `<S t="${ticks(start)}" d="${ticks(end) - ticks(start)}"/>`);
  return `<SegmentTemplate timescale="${scale}" startNumber="${Math.max(0, first) + 1}" ${names}>
<SegmentTimeline>${runs.join('')}</SegmentTimeline>
</SegmentTemplate>`;
}

function ticks(seconds: number): number {
  return Math.round(seconds * scale);
}
