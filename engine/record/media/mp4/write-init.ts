import { u8 } from '../big-endian.ts';
import { boxesIn } from './box.ts';
import type { Mp4Init, Mp4Track } from './init.ts';
import type { SampleEntry } from './sample-entry.ts';
import { box, words } from './write-box.ts';

/** A track as it is written, with the one way its samples are coded. */
export interface WrittenTrack {
  readonly track: Mp4Track;
  readonly entry: SampleEntry;
}

/**
 * An initialisation section of these tracks only, without samples, edit lists, durations and references to other files:
 * nothing a demuxer could take as a reason to leave out or to move what follows.
 */
export function writeInit(init: Mp4Init, tracks: readonly WrittenTrack[]): Uint8Array {
  const defaults = tracks.map(({ track: { id, defaults } }) =>
    box('trex', words(0, id, 1, defaults.duration, defaults.size, defaults.flags)),
  );
  const moov = box(
    'moov',
    box('mvhd', withoutDuration(init.header, 'mvhd')),
    ...tracks.map(({ track, entry }) => box('trak', ...childrenOf(track.body, entry))),
    box('mvex', ...defaults),
  );
  return Buffer.concat([box('ftyp', init.brands ?? Buffer.from('isom\0\0\0\0isomiso6', 'latin1')), moov]);
}

/** What is kept of `trak`; all else tells about files, other tracks or names. */
const kept: ReadonlySet<string> = new Set(['tkhd', 'mdia', 'mdhd', 'hdlr', 'minf', 'vmhd', 'smhd', 'nmhd', 'elng']);

function childrenOf(body: Uint8Array, entry: SampleEntry): Uint8Array[] {
  const written: Uint8Array[] = [];
  for (const child of boxesIn(body)) {
    const { type } = child;
    if (type === 'stbl') written.push(emptyTable(entry));
    else if (type === 'dinf') written.push(box('dinf', box('dref', words(0, 1), box('url ', words(1)))));
    else if (type === 'mdia' || type === 'minf') written.push(box(type, ...childrenOf(child.body, entry)));
    else if (type === 'tkhd' || type === 'mdhd') written.push(box(type, withoutDuration(child.body, type)));
    else if (kept.has(type)) written.push(box(type, child.body));
  }
  return written;
}

function emptyTable(entry: SampleEntry): Uint8Array {
  const none = (['stts', 'stsc', 'stco'] as const).map((type) => box(type, words(0, 0)));
  return box(
    'stbl',
    box('stsd', words(entry.tableVersion << 24, 1), entry.bytes),
    ...none,
    box('stsz', words(0, 0, 0)),
  );
}

/** Where the duration of a header lies in version 0 and 1. */
const durations = { mvhd: [16, 24], mdhd: [16, 24], tkhd: [20, 28] } as const;

function withoutDuration(header: Uint8Array, type: keyof typeof durations): Uint8Array {
  const copy = Buffer.from(header);
  const long = u8(header, 0) === 1;
  const at = durations[type][long ? 1 : 0];
  copy.subarray(at, at + (long ? 8 : 4)).fill(0);
  return copy;
}
