import { corrupt } from './corrupt.ts';

/** What an AudioSpecificConfig tells (ISO/IEC 14496-3 section 1.6.2.1). */
export interface AudioConfig {
  readonly objectType: number;
  /** hertz at the output, spectral band replication included */
  readonly sampleRate: number;
  /** 0: the data itself tells */
  readonly channels: number;
  /** samples of one frame, counted at `sampleRate` */
  readonly frameSamples: number;
}

const rates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const channelCounts = [0, 1, 2, 3, 4, 5, 6, 8];

/** @throws Failure `corrupt-media` */
export function readAudioConfig(data: Uint8Array): AudioConfig {
  const bits = bitsOf(data);
  const first = objectTypeOf(bits);
  const base = rateOf(bits);
  const channels = channelCounts[bits(4)] ?? 0;
  // Explicit signalling (5: SBR, 29: SBR and PS) names the output rate and then the type of what is below.
  const extended = first === 5 || first === 29;
  const sampleRate = extended ? rateOf(bits) : base;
  const objectType = extended ? objectTypeOf(bits) : first;
  const short = frameLengthFlag.has(objectType) && bits(1) === 1;
  const frame = short ? 960 : 1024;
  return { objectType, sampleRate, channels, frameSamples: (frame * sampleRate) / base };
}

/** Types whose configuration goes on with the flag for frames of 960 samples. */
const frameLengthFlag: ReadonlySet<number> = new Set([1, 2, 3, 4, 6, 7, 17, 19, 20]);

type Bits = (count: number) => number;

function objectTypeOf(bits: Bits): number {
  const type = bits(5);
  return type === 31 ? 32 + bits(6) : type;
}

function rateOf(bits: Bits): number {
  const index = bits(4);
  const rate = index === 15 ? bits(24) : rates[index];
  if (!rate) throw corrupt(`the sample rate ${index} of an AAC configuration is reserved`);
  return rate;
}

function bitsOf(data: Uint8Array): Bits {
  let at = 0;
  return (count) => {
    let value = 0;
    for (let left = count; left > 0; left--, at++) {
      const byte = data[at >> 3];
      if (byte === undefined) throw corrupt('an AAC configuration ends early');
      value = (value << 1) | ((byte >> (7 - (at & 7))) & 1);
    }
    return value;
  };
}
