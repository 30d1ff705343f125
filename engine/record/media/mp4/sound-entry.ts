import { readAudioConfig } from '../audio-config.ts';
import { shownSound } from '../audio-frames/shown-sound.ts';
import { u8, u16, u32 } from '../big-endian.ts';
import { fingerprint } from '../fingerprint.ts';
import { type Box, bodyOf, boxesIn } from './box.ts';
import { type DecoderConfig, readDecoderConfig } from './descriptor.ts';

interface Sound {
  readonly codec: string;
  readonly format: string;
  readonly shown: string;
  readonly nalLength: 0;
  readonly inBand: false;
}

const codecs: Readonly<Record<string, string>> = {
  'ac-3': 'ac3',
  'ec-3': 'eac3',
  'ac-4': 'ac4',
  Opus: 'opus',
  fLaC: 'flac',
  '.mp3': 'mp3',
};

/** objectTypeIndication of an `esds` box, as registered at mp4ra.org. */
const objectTypes: Readonly<Record<number, string>> = {
  64: 'aac',
  102: 'aac',
  103: 'aac',
  104: 'aac',
  105: 'mp3',
  107: 'mp3',
  165: 'ac3',
  166: 'eac3',
  169: 'dts',
  173: 'opus',
  221: 'vorbis',
};

const configBoxes: ReadonlySet<string> = new Set([
  'dac3',
  'dec3',
  'dac4',
  'dOps',
  'dfLa',
  'alac',
  'ddts',
  'pcmC',
  'mhaC',
]);

/**
 * An audio entry of `stsd`.
 * @param isoTable the table is of version 1: an entry of version 1 is then that of ISO/IEC 14496-12, else QuickTime's
 * @throws Failure `corrupt-media`
 */
export function readSoundEntry(box: Box, isoTable: boolean): Sound {
  const { body, type } = box;
  const version = isoTable ? 0 : u16(body, 8);
  const inner = body.subarray(version === 1 ? 44 : version === 2 ? 64 : 28);
  const esds = bodyOf(inner, 'esds') ?? bodyOf(inner, 'wave', 'esds');
  const decoder = esds === undefined ? null : readDecoderConfig(esds);
  const codec = codecs[type] ?? (decoder && objectTypes[decoder.objectType]) ?? type.trim();
  const boxes = [...boxesIn(inner)].filter((each) => configBoxes.has(each.type)).map((each) => each.body);
  const config = decoder === null ? boxes : [Uint8Array.of(decoder.objectType), decoder.specific, ...boxes];
  const stated =
    version === 2
      ? { rate: doubleAt(body, 32), channels: u32(body, 40) }
      : { rate: u16(body, 24), channels: u16(body, 16) };
  const { rate, channels } = { ...stated, ...told(codec, decoder, inner) };
  return {
    codec,
    format: `${codec} ${rate} ${channels} ${fingerprint(...config)}`,
    shown: shownSound(rate, channels),
    nalLength: 0,
    inBand: false,
  };
}

/** What the codec's own configuration says: the fields of the entry are often a template. */
function told(codec: string, decoder: DecoderConfig | null, inner: Uint8Array): { rate?: number; channels?: number } {
  if (codec === 'aac' && decoder !== null && decoder.specific.length > 0) {
    const { sampleRate, channels } = readAudioConfig(decoder.specific);
    return channels === 0 ? { rate: sampleRate } : { rate: sampleRate, channels };
  }
  const opus = bodyOf(inner, 'dOps');
  if (opus !== undefined) return { rate: 48_000, channels: u8(opus, 1) };
  const ac3 = bodyOf(inner, 'dac3');
  if (ac3 !== undefined) return { channels: dolbyChannels(u16(ac3, 0) >> 3, (u16(ac3, 0) >> 2) & 1) };
  const eac3 = bodyOf(inner, 'dec3');
  if (eac3 !== undefined) return { channels: dolbyChannels(u8(eac3, 3) >> 1, u8(eac3, 3) & 1) };
  return {};
}

/** Channels by acmod and lfeon (ETSI TS 102 366 section 4.4.2.3). */
function dolbyChannels(mode: number, low: number): number {
  return ([2, 1, 2, 3, 3, 4, 4, 5][mode & 7] ?? 2) + low;
}

function doubleAt(data: Uint8Array, at: number): number {
  u8(data, at + 7);
  return new DataView(data.buffer, data.byteOffset + at, 8).getFloat64(0);
}
