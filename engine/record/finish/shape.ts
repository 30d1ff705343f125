import type { FragmentPlan, FragmentTrack, Ticks } from '../fragment.ts';
import type { StreamSummary } from '../stored.ts';

/** What the summaries of its segments tell of a fragment before it is made. Seconds on the fragment's own timeline. */
export interface Shape {
  /** tracks with pictures or sound; subtitles are not among them */
  readonly tracks: readonly FragmentTrack[];
  readonly codecs: { readonly video: ReadonlySet<string>; readonly audio: ReadonlySet<string> };
  /** streams of sound of each track, by its id */
  readonly sounds: ReadonlyMap<string, number>;
  readonly length: number;
  /** how far sound begins before the picture at 0 */
  readonly lead: number;
  /** the longest time that nothing of a stream is there for */
  readonly hole: number;
  /** how long after its track a stream begins at most, and how many bytes of the track lie before it */
  readonly late: { readonly after: number; readonly bytes: number };
  /** units of all streams at most, and bytes of all segments */
  readonly units: number;
  readonly bytes: number;
}

/** One stream of one segment in a fragment. */
interface Strip {
  readonly track: string;
  /** tells streams of a fragment apart: an id may change within a track, the place among the others does not */
  readonly stream: string;
  readonly kind: 'video' | 'audio';
  readonly codec: string;
  readonly units: number;
  readonly first: number;
  readonly end: number;
  /** bytes of its track up to its end */
  readonly bytes: number;
  readonly fromCut: boolean;
}

/** Looks through a plan. @param only `audio` leaves pictures, and tracks of nothing else, aside */
export function shapeOf(plan: FragmentPlan, only: 'audio' | null): Shape {
  const wanted = ({ kind, units }: StreamSummary): boolean => units > 0 && (only === null || kind === only);
  const tracks = plan.tracks.filter(({ pieces }) => pieces.some(({ segment }) => segment.media.streams.some(wanted)));
  const strips = tracks.flatMap((track) => [...stripsOf(track, plan.fromCut, wanted)]);
  const codecsOf = (kind: Strip['kind']): Set<string> =>
    new Set(strips.filter((strip) => strip.kind === kind).map(({ codec }) => codec));
  const early = strips.filter(({ kind, fromCut }) => kind === 'audio' && !fromCut);
  const lead = early.reduce((most, { first }) => Math.max(most, -first), 0);
  return {
    tracks,
    codecs: { video: codecsOf('video'), audio: codecsOf('audio') },
    sounds: new Map(tracks.map((track) => [track.track, soundsOf(track)])),
    length: plan.length + lead,
    lead,
    ...spread(strips),
    units: strips.reduce((sum, { units }) => sum + units, 0),
    bytes: tracks.flatMap(({ pieces }) => pieces).reduce((sum, { segment }) => sum + segment.bytes, 0),
  };
}

function* stripsOf(
  { track, pieces, fromCut }: FragmentTrack,
  cut: boolean,
  wanted: (stream: StreamSummary) => boolean,
): Generator<Strip> {
  let bytes = 0;
  for (const { segment, shift } of pieces) {
    bytes += segment.bytes;
    for (const [index, stream] of segment.media.streams.filter(wanted).entries()) {
      const { kind, codec, units, timescale } = stream;
      const [first, end] = [secondsOf(stream.first, timescale, shift), secondsOf(stream.end, timescale, shift)];
      yield {
        track,
        stream: `${track} ${kind} ${index}`,
        kind,
        codec,
        units,
        first,
        end,
        bytes,
        fromCut: fromCut ?? cut,
      };
    }
  }
}

/** Where streams begin late or have holes. */
function spread(strips: readonly Strip[]): Pick<Shape, 'hole' | 'late'> {
  const ends = new Map<string, number>();
  const begins = new Map<string, number>();
  for (const { track, first } of strips) begins.set(track, Math.min(first, begins.get(track) ?? first));
  let [hole, late] = [0, { after: 0, bytes: 0 }];
  for (const { track, stream, first, end, bytes } of strips) {
    const last = ends.get(stream);
    const after = first - (begins.get(track) ?? first);
    if (last !== undefined) hole = Math.max(hole, first - last);
    else if (after > late.after) late = { after, bytes };
    ends.set(stream, Math.max(last ?? end, end));
  }
  return { hole, late };
}

/** How many streams of sound a track has at most. */
function soundsOf({ pieces }: FragmentTrack): number {
  const counts = pieces.map(({ segment }) => segment.media.streams.filter(({ kind }) => kind === 'audio').length);
  return counts.reduce((most, count) => Math.max(most, count), 0);
}

/** Both times may be too large for their sum to be exact in a double. */
function secondsOf(ticks: number, timescale: number, shift: Ticks): number {
  const scale = BigInt(timescale) * BigInt(shift.timescale);
  const sum = BigInt(ticks) * BigInt(shift.timescale) + BigInt(shift.ticks) * BigInt(timescale);
  return Number((sum * 1_000_000_000n) / scale) / 1e9;
}
