import { latin1, u8, u32 } from '../big-endian.ts';
import { corrupt } from '../corrupt.ts';
import { type Box, bodyOf, boxesIn, needBody } from './box.ts';
import { editOffset } from './edit-list.ts';
import { readSampleEntries, type SampleEntry } from './sample-entry.ts';

/** What `trex` says of samples of which their fragments say nothing. */
export interface SampleDefaults {
  /** counts from 1 */
  readonly entry: number;
  readonly duration: number;
  readonly size: number;
  readonly flags: number;
}

/** A track of an initialisation section. */
export interface Mp4Track {
  readonly id: number;
  readonly kind: 'video' | 'audio' | 'other';
  /** ticks a second */
  readonly timescale: number;
  /** ticks to be added to composition times (the edit list) */
  readonly edit: number;
  /** empty for kind `other` */
  readonly entries: readonly SampleEntry[];
  readonly defaults: SampleDefaults;
  /** the body of the `trak` box */
  readonly body: Uint8Array;
}

/** What `moov` says. */
export interface Mp4Init {
  readonly tracks: ReadonlyMap<number, Mp4Track>;
  /** the body of `mvhd` */
  readonly header: Uint8Array;
  /** the body of `ftyp`, or `null` */
  readonly brands: Uint8Array | null;
}

/**
 * Reads the boxes `ftyp` and `moov` out of an initialisation section or a file that begins with one.
 * @throws Failure `corrupt-media`
 */
export function readInit(boxes: readonly Box[]): Mp4Init {
  const moov = boxes.find(({ type }) => type === 'moov')?.body;
  if (moov === undefined) throw corrupt('no moov box tells what the samples are');
  const header = needBody(moov, 'mvhd');
  const movieTimescale = timescaleIn(header);
  const defaults = readDefaults(bodyOf(moov, 'mvex'));
  const tracks = new Map<number, Mp4Track>();
  for (const { type, body } of boxesIn(moov)) {
    if (type !== 'trak') continue;
    const track = readTrack(body, movieTimescale, defaults);
    tracks.set(track.id, track);
  }
  return { tracks, header, brands: boxes.find(({ type }) => type === 'ftyp')?.body ?? null };
}

function readTrack(trak: Uint8Array, movie: number, defaults: ReadonlyMap<number, SampleDefaults>): Mp4Track {
  const tkhd = needBody(trak, 'tkhd');
  const id = u32(tkhd, u8(tkhd, 0) === 1 ? 20 : 12);
  const media = needBody(trak, 'mdia');
  const timescale = timescaleIn(needBody(media, 'mdhd'));
  const kind = kindOf(latin1(needBody(media, 'hdlr'), 8, 4));
  const elst = bodyOf(trak, 'edts', 'elst');
  return {
    id,
    kind,
    timescale,
    edit: elst === undefined ? 0 : editOffset(elst, movie, timescale),
    entries: kind === 'other' ? [] : readSampleEntries(needBody(media, 'minf', 'stbl', 'stsd'), kind),
    defaults: defaults.get(id) ?? { entry: 1, duration: 0, size: 0, flags: 0 },
    body: trak,
  };
}

function kindOf(handler: string): Mp4Track['kind'] {
  return handler === 'vide' ? 'video' : handler === 'soun' ? 'audio' : 'other';
}

/** `mvhd` and `mdhd` have it at the same place. */
function timescaleIn(header: Uint8Array): number {
  const timescale = u32(header, u8(header, 0) === 1 ? 20 : 12);
  if (timescale === 0) throw corrupt('a timescale is 0');
  return timescale;
}

function readDefaults(mvex: Uint8Array | undefined): Map<number, SampleDefaults> {
  const found = new Map<number, SampleDefaults>();
  for (const { type, body } of mvex === undefined ? [] : boxesIn(mvex)) {
    if (type !== 'trex') continue;
    const [entry, duration, size, flags] = [u32(body, 8), u32(body, 12), u32(body, 16), u32(body, 20)];
    found.set(u32(body, 4), { entry, duration, size, flags });
  }
  return found;
}
