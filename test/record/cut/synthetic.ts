import type { JournalEntry } from '../../../engine/record/journal-entry.ts';
import type { StoredSegment, StreamSummary } from '../../../engine/record/stored.ts';

/** A picture or a frame of sound, in raw ticks of its stream as its segment counts. */
export interface Unit {
  readonly id: string;
  readonly kind: 'video' | 'audio';
  readonly pts: number;
  readonly key: boolean;
  /** seconds of the clock by which pictures and sound were taken */
  readonly moment: number;
}

/** What happens in front of a segment of the main track. */
export type Incident =
  | { readonly what: 'nothing' }
  | { readonly what: 'gap'; readonly segments: number }
  | { readonly what: 'announced'; readonly jump: number }
  | { readonly what: 'seamless' }
  | { readonly what: 'format' }
  | { readonly what: 'jump'; readonly jump: number }
  | { readonly what: 'reset'; readonly jump: number };

export interface Recipe {
  /** ticks a second of pictures */
  readonly timescale: number;
  /** ticks of a picture */
  readonly frame: number;
  /** pictures of each group, in turn */
  readonly groups: readonly number[];
  /** pictures of each segment, in turn; 0: up to the next keyframe */
  readonly sizes: readonly number[];
  readonly segments: number;
  /** what happens in front of each segment, by its number */
  readonly incidents: ReadonlyMap<number, Incident>;
  /** raw tick of the first picture */
  readonly begin: number;
  readonly wrap: number | null;
  /** seconds by which sound is stored later than pictures */
  readonly lag: number;
  /** sound in a track of its own: segments of so many frames, in turn; `null`: with the pictures */
  readonly apart: { readonly sizes: readonly number[]; readonly timescale: number } | null;
}

export interface Source {
  /** the journal of a recording that got all of it, as entries in the order in which they come */
  readonly entries: readonly JournalEntry[];
  /** of each file, in the order of decoding */
  readonly units: ReadonlyMap<string, readonly Unit[]>;
  /** the moments at which something happened */
  readonly changes: ReadonlySet<number>;
}

interface Draft {
  readonly number: number;
  readonly video: { readonly id: string; readonly time: number; readonly key: boolean }[];
  readonly incident: Incident;
}

/** Seconds of a frame of sound: 1024 samples at 48 kHz. */
const soundFrame = 1024 / 48_000;

/** Makes the journal of a stream, with all that is in its segments. Deterministic. */
export function makeSource(recipe: Recipe): Source {
  const entries: JournalEntry[] = [{ type: 'attempt', at: 0, title: 'synthetic' }];
  const units = new Map<string, readonly Unit[]>();
  const changes = new Set<number>();
  let sequence = 0;
  let epoch = 0;
  let discontinuity = 0;
  let format = 0;
  let offset = recipe.begin;
  let audioSequence = 0;
  let at = 1000;
  const stretches = stretchesOf(recipe);
  for (const stretch of stretches) {
    for (const { incident, number, video, sound, length } of stretch) {
      if (incident.what !== 'nothing') changes.add(Math.min(...video.map(({ time }) => time)) / recipe.timescale);
      if (incident.what === 'gap') {
        // The segments that are missing take their time.
        const missing = { count: incident.segments, duration: incident.segments * length };
        entries.push({
          type: 'missing',
          at,
          track: 'main',
          epoch,
          sequence,
          ...missing,
          cause: 'not-found',
          detail: '404',
        });
        sequence += incident.segments;
      }
      if (incident.what === 'announced' || incident.what === 'seamless') discontinuity += 1;
      if (incident.what === 'announced' || incident.what === 'jump' || incident.what === 'reset')
        offset += Math.round(incident.jump * recipe.timescale);
      if (incident.what === 'format') format += 1;
      if (incident.what === 'reset') {
        epoch += 1;
        sequence = 0;
        entries.push({ type: 'epoch', at, track: 'main', epoch, cause: 'reset', detail: null });
      }
      const pictures = video.map(({ id, time, key }) => ({
        id,
        kind: 'video' as const,
        pts: time + offset,
        key,
        moment: time / recipe.timescale,
      }));
      const soundScale = recipe.apart?.timescale ?? recipe.timescale;
      const soundWrap = recipe.wrap === null ? null : Math.round((recipe.wrap * soundScale) / recipe.timescale);
      const soundOffset = Math.round((offset * soundScale) / recipe.timescale);
      const frames = sound.map(({ id, time }) => ({
        id,
        kind: 'audio' as const,
        pts: Math.round(time * soundScale) + soundOffset,
        key: true,
        moment: time,
      }));
      const main = wrapped(recipe.apart === null ? [...pictures, ...frames] : pictures, recipe.wrap);
      const segment = storedOf(`main-${number}`, 'main', main, recipe, format, { soundScale, wrap: recipe.wrap });
      units.set(segment.file, main);
      entries.push({
        type: 'stored',
        at,
        segment: { ...segment, epoch, sequence, discontinuity, duration: length },
      });
      sequence += 1;
      at += Math.round(length * 1000);
      if (recipe.apart === null) continue;
      for (let taken = 0, turn = number; taken < frames.length; turn += 1) {
        const size = recipe.apart.sizes[turn % recipe.apart.sizes.length] ?? 40;
        const part = wrapped(frames.slice(taken, taken + size), soundWrap);
        taken += size;
        const file = `audio-${audioSequence}`;
        const piece = storedOf(file, 'audio', part, recipe, 0, { soundScale, wrap: soundWrap });
        units.set(file, part);
        entries.push({
          type: 'stored',
          at,
          segment: { ...piece, epoch, sequence: audioSequence, discontinuity, duration: part.length * soundFrame },
        });
        audioSequence += 1;
      }
    }
  }
  entries.push({ type: 'ended', at, why: 'stream' });
  return { entries, units, changes };
}

interface Segment extends Draft {
  readonly sound: { readonly id: string; readonly time: number }[];
  /** seconds */
  readonly length: number;
}

/** The segments of the stream, in stretches in which time simply goes on. Times: pictures in ticks, sound in seconds. */
function stretchesOf(recipe: Recipe): Segment[][] {
  const drafts = draftsOf(recipe);
  const stretches: Segment[][] = [];
  for (let begin = 0; begin < drafts.length; ) {
    let end = begin + 1;
    while (end < drafts.length && isSmooth(drafts[end]?.incident)) end += 1;
    stretches.push(withSound(drafts.slice(begin, end), recipe, stretches.length));
    begin = end;
  }
  return stretches;
}

function isSmooth(incident: Incident | undefined): boolean {
  return incident === undefined || incident.what === 'nothing' || incident.what === 'seamless';
}

function draftsOf(recipe: Recipe): Draft[] {
  const drafts: Draft[] = [];
  let shown = 0;
  let group = 0;
  let left: { id: string; time: number; key: boolean }[] = [];
  const refill = (): void => {
    const size = recipe.groups[group % recipe.groups.length] ?? 10;
    const times = decodingOrder(size).map((index) => ({
      id: `v${shown + index}`,
      time: (shown + index) * recipe.frame,
      key: index === 0,
    }));
    left.push(...times);
    shown += size;
    group += 1;
  };
  for (let number = 0; number < recipe.segments; number += 1) {
    const incident = recipe.incidents.get(number) ?? { what: 'nothing' as const };
    if (left.length === 0) refill();
    // Behind a change a stream begins with a keyframe; behind a gap it goes on wherever it is.
    if (incident.what !== 'nothing' && incident.what !== 'gap') {
      while (left[0] !== undefined && !left[0].key) left.shift();
      if (left.length === 0) refill();
    }
    const size = recipe.sizes[number % recipe.sizes.length] ?? 0;
    if (incident.what === 'gap') {
      // What is missing was sent all the same.
      const lost = lengthOf(recipe, size) * incident.segments;
      shown += lost;
      left = left.map(({ id, time, key }) => ({ id, time: time + lost * recipe.frame, key }));
    }
    const video: Draft['video'] = [];
    do {
      if (left.length === 0) refill();
      const next = left.shift();
      if (next !== undefined) video.push(next);
      if (left.length === 0) refill();
    } while (size === 0 ? left[0]?.key !== true : video.length < size);
    drafts.push({ number, video, incident });
  }
  return drafts;
}

function lengthOf(recipe: Recipe, size: number): number {
  return size === 0 ? (recipe.groups[0] ?? 10) : size;
}

/** Display numbers in the order of decoding: every third picture comes before the two it is built from. */
function decodingOrder(size: number): number[] {
  const order = [0];
  for (let index = 1; index < size; index += 3) {
    if (index + 2 < size) order.push(index + 2, index, index + 1);
    else for (let rest = index; rest < size; rest += 1) order.push(rest);
  }
  return order;
}

function withSound(drafts: readonly Draft[], recipe: Recipe, stretch: number): Segment[] {
  const seconds = (ticks: number): number => ticks / recipe.timescale;
  let latest = 0;
  const begins = drafts.map(({ video }) => {
    latest = Math.max(latest, seconds(Math.min(...video.map(({ time }) => time))));
    return latest;
  });
  const last = drafts.at(-1);
  const end = seconds(Math.max(...(last?.video ?? []).map(({ time }) => time)) + recipe.frame);
  const origin = begins[0] ?? 0;
  const count = Math.floor((end - origin) / soundFrame);
  const frames = Array.from({ length: count }, (_, index) => ({
    id: `a${stretch}.${index}`,
    time: origin + index * soundFrame,
  }));
  return drafts.map((draft, index) => {
    const from = index === 0 ? Number.NEGATIVE_INFINITY : (begins[index] ?? 0) - recipe.lag;
    const to = index === drafts.length - 1 ? Number.POSITIVE_INFINITY : (begins[index + 1] ?? 0) - recipe.lag;
    return {
      ...draft,
      sound: frames.filter(({ time }) => time >= from && time < to),
      length: (begins[index + 1] ?? end) - (begins[index] ?? 0),
    };
  });
}

function storedOf(
  file: string,
  track: string,
  units: readonly Unit[],
  { frame, timescale }: Recipe,
  format: number,
  { soundScale, wrap }: { soundScale: number; wrap: number | null },
): Omit<StoredSegment, 'epoch' | 'sequence' | 'discontinuity' | 'duration'> {
  const streams: StreamSummary[] = [];
  for (const kind of ['video', 'audio'] as const) {
    const own = units.filter((unit) => unit.kind === kind);
    if (own.length === 0) continue;
    const scale = kind === 'video' ? timescale : soundScale;
    const times = own.map(({ pts }) => pts);
    streams.push({
      id: kind === 'video' ? 256 : 257,
      kind,
      codec: kind === 'video' ? 'h264' : 'aac',
      format: kind === 'video' ? `h264 ${format}` : 'aac',
      shown: kind === 'video' ? `${160 + format}×120` : '48 kHz stereo',
      timescale: scale,
      first: Math.min(...times),
      // How long a single picture lasts, nothing tells.
      end: Math.max(...times) + (kind === 'audio' ? Math.round(soundFrame * scale) : own.length > 1 ? frame : 0),
      units: own.length,
      keys: kind === 'audio' ? [] : own.filter(({ key }) => key).map(({ pts }) => ({ pts, dts: pts })),
    });
  }
  const container = wrap === null ? 'mp4' : 'ts';
  return { track, file, map: null, bytes: 1000, dateTime: null, media: { container, streams, wrap, timed: true } };
}

/** Timestamps as a reader gives them: the first of the segment within the wrap, the others beside it. */
function wrapped(units: readonly Unit[], wrap: number | null): Unit[] {
  const base = wrap === null ? 0 : Math.floor((units[0]?.pts ?? 0) / wrap) * wrap;
  return units.map((unit) => ({ ...unit, pts: unit.pts - base }));
}
