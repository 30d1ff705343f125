import { Failure } from '../../../../contract/errors.ts';
import { u8, u16 } from '../big-endian.ts';
import { fingerprint } from '../fingerprint.ts';
import { type Box, bodyOf, boxesIn } from './box.ts';
import { readSoundEntry } from './sound-entry.ts';

/** One way in which the samples of a track are coded (an entry of `stsd`). */
export interface SampleEntry {
  /** as in `StreamSummary` */
  readonly codec: string;
  readonly format: string;
  readonly shown: string;
  /** bytes of the length before each NAL unit, 0 where samples are not made of them */
  readonly nalLength: number;
  /** parameter sets may lie in the samples, and say other than the entry */
  readonly inBand: boolean;
  /** the whole box */
  readonly bytes: Uint8Array;
  /** of the `stsd` box it comes from: it says how to read the entry */
  readonly tableVersion: number;
  /** the samples are encrypted */
  readonly encrypted: boolean;
}

const videoCodecs: Readonly<Record<string, string>> = {
  avc1: 'h264',
  avc2: 'h264',
  avc3: 'h264',
  avc4: 'h264',
  hvc1: 'hevc',
  hev1: 'hevc',
  dvh1: 'hevc',
  dvhe: 'hevc',
  av01: 'av1',
  vp08: 'vp8',
  vp09: 'vp9',
  mp4v: 'mpeg4',
};

/** Entries whose samples may bring parameter sets (ISO/IEC 14496-15 sections 5.4.2.1 and 8.4.1.1). */
const inBandTypes: ReadonlySet<string> = new Set(['avc3', 'avc4', 'hev1', 'dvhe']);

/** Boxes of an entry that say how the samples are coded. Others (rate, aspect, colour) may change within a file. */
const configBoxes: ReadonlySet<string> = new Set(['avcC', 'hvcC', 'av1C', 'vpcC', 'dvcC', 'dvvC', 'glbl']);

/**
 * The entries of the body of an `stsd` box, in their order.
 * @throws Failure `corrupt-media`
 */
export function readSampleEntries(stsd: Uint8Array, kind: 'video' | 'audio'): SampleEntry[] {
  // The version of the table decides what version 1 of a sound entry means.
  const tableVersion = u8(stsd, 0);
  const list = stsd.subarray(8);
  return [...boxesIn(list)].map((box) => {
    const bytes = list.subarray(box.start, box.end);
    const encrypted = box.type === 'encv' || box.type === 'enca';
    const read = kind === 'video' ? readPictureEntry(box) : readSoundEntry(box, tableVersion === 1);
    return { ...read, bytes, tableVersion, encrypted };
  });
}

/** @throws Failure `protected` for an entry whose samples are encrypted */
export function refuseEncrypted(entry: SampleEntry): void {
  if (entry.encrypted) throw new Failure('protected', { detail: `samples are encrypted (${entry.codec})` });
}

function readPictureEntry(box: Box): Omit<SampleEntry, 'bytes' | 'tableVersion' | 'encrypted'> {
  const [width, height] = [u16(box.body, 24), u16(box.body, 26)];
  const inner = box.body.subarray(78);
  const config = [...boxesIn(inner)].filter(({ type }) => configBoxes.has(type));
  const codec = videoCodecs[box.type] ?? box.type.trim();
  const hash = fingerprint(...config.map(({ body }) => body));
  return {
    codec,
    format: `${codec} ${box.type} ${width}x${height} ${hash}`,
    shown: `${width}×${height}`,
    nalLength: nalLengthOf(inner),
    inBand: inBandTypes.has(box.type),
  };
}

/** Bytes of the length before a NAL unit (ISO/IEC 14496-15 sections 5.3.3.1 and 8.3.3.1). */
function nalLengthOf(inner: Uint8Array): number {
  const avc = bodyOf(inner, 'avcC');
  if (avc !== undefined) return (u8(avc, 4) & 3) + 1;
  const hevc = bodyOf(inner, 'hvcC');
  return hevc === undefined ? 0 : (u8(hevc, 21) & 3) + 1;
}
