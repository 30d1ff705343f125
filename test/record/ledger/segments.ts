import type { JournalEntry, Missing } from '../../../engine/record/journal-entry.ts';
import { Ledger } from '../../../engine/record/ledger/ledger.ts';
import type { Container, StoredSegment, StreamSummary } from '../../../engine/record/stored.ts';

/** What is special about a segment. Times are seconds of its own timestamps. */
export interface Special {
  /** where its timestamps begin; by default what its number says */
  readonly at?: number;
  readonly length?: number;
  /** EXTINF, where it is another */
  readonly said?: number;
  readonly track?: string;
  /** `both`: pictures and sound */
  readonly kind?: 'video' | 'audio' | 'both' | 'text';
  /** keyframes, seconds behind its beginning */
  readonly keys?: readonly number[];
  readonly epoch?: number;
  readonly discontinuity?: number;
  readonly date?: number | null;
  readonly shown?: string;
  readonly format?: string;
  readonly timescale?: number;
  readonly wrap?: number | null;
  readonly timed?: boolean;
  readonly container?: Container;
  /** seconds by which its sound is stored late */
  readonly lag?: number;
  readonly frame?: number;
}

/** A segment of 2 s, by default of pictures in MPEG-TS with a keyframe at its beginning. */
export function stored(sequence: number, special: Special = {}): StoredSegment {
  const { track = 'main', kind = 'video', epoch = 0, discontinuity = 0, length = 2, date = null } = special;
  const { timed = true, container = 'ts', wrap = 2 ** 33 } = special;
  const at = special.at ?? sequence * 2;
  const streams: StreamSummary[] = [];
  if (kind === 'video' || kind === 'both') streams.push(pictures(at, length, special));
  if (kind === 'audio' || kind === 'both') streams.push(sound(at - (special.lag ?? 0), length, special));
  return {
    track,
    epoch,
    sequence,
    discontinuity,
    file: `${track}-${epoch}-${sequence}.${container}`,
    map: null,
    bytes: 1000,
    duration: special.said ?? length,
    dateTime: date,
    media: { container, streams, wrap, timed },
  };
}

function pictures(at: number, length: number, special: Special): StreamSummary {
  const { timescale = 90_000, keys = [0], shown = '160×120', format = `h264 ${shown}`, frame = 0.04 } = special;
  const first = Math.round(at * timescale);
  return {
    id: 256,
    kind: 'video',
    codec: 'h264',
    format,
    shown,
    timescale,
    first,
    end: Math.round((at + length) * timescale),
    units: Math.max(1, Math.round(length / frame)),
    keys: keys.map((key) => Math.round((at + key) * timescale)).map((pts) => ({ pts, dts: pts })),
  };
}

function sound(at: number, length: number, { timescale = 90_000 }: Special): StreamSummary {
  return {
    id: 257,
    kind: 'audio',
    codec: 'aac',
    format: 'aac 48000 2',
    shown: '48 kHz stereo',
    timescale,
    first: Math.round(at * timescale),
    end: Math.round((at + length) * timescale),
    units: Math.round((length * 48_000) / 1024),
    keys: [],
  };
}

/** Something that is missing. */
export function missing(sequence: number, special: Partial<Missing> = {}): JournalEntry {
  const count = special.count ?? 1;
  return {
    type: 'missing',
    at: 0,
    track: 'main',
    epoch: 0,
    sequence,
    count,
    duration: 2 * count,
    cause: 'not-found',
    detail: 'HTTP 404',
    ...special,
  };
}

/** A ledger of what came, one entry after another, two seconds apart. */
export function ledgerOf(...what: readonly (StoredSegment | JournalEntry)[]): Ledger {
  return filled(new Ledger(), what);
}

/** The same, where so many seconds were asked for. */
export function ledgerAsked(asked: number, ...what: readonly (StoredSegment | JournalEntry)[]): Ledger {
  return filled(new Ledger(asked), what);
}

function filled(ledger: Ledger, what: readonly (StoredSegment | JournalEntry)[]): Ledger {
  ledger.apply({ type: 'attempt', at: 0, title: 'test' });
  for (const [index, one] of what.entries())
    ledger.apply('type' in one ? one : { type: 'stored', at: 1_000_000 + index * 2000, segment: one });
  return ledger;
}

export const meta = { url: 'https://example.org/live.m3u8' };
