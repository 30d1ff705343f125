import type { AudioFrame } from './frame.ts';

const RATES = [48000, 44100, 32000] as const;
/** channels by acmod, without the one for low frequencies */
const CHANNELS = [2, 1, 2, 3, 3, 4, 4, 5] as const;
/** kilobits a second by frmsizecod / 2 */
const KILOBITS = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640] as const;
/** blocks of 256 samples by numblkscod */
const BLOCKS = [1, 2, 3, 6] as const;
const BLOCK_SAMPLES = 256;
/** the highest bsid of AC-3; E-AC-3 has 11 to 16 */
const LAST_AC3 = 10;

/**
 * The frame of AC-3 or E-AC-3 at `offset` (ETSI TS 102 366 sections 4.3 and E.1.2), or `undefined` when there is none. One
 * parser for both: E-AC-3 may carry a core of AC-3, and either is met under the name of the other.
 */
export function ac3Frame(data: Uint8Array, offset: number): AudioFrame | undefined {
  if (data[offset] !== 0x0b || data[offset + 1] !== 0x77) return undefined;
  const bsid = (data[offset + 5] ?? 0) >> 3;
  if (bsid > 16) return undefined;
  return bsid <= LAST_AC3 ? plain(data, offset, bsid) : enhanced(data, offset);
}

function plain(data: Uint8Array, offset: number, bsid: number): AudioFrame | undefined {
  const sizes = data[offset + 4] ?? 0;
  const rate = RATES[sizes >> 6];
  const code = sizes & 0x3f;
  const kilobits = KILOBITS[code >> 1];
  if (rate === undefined || kilobits === undefined) return undefined;
  // 1536 samples in words of 16 bits; at 44.1 kHz they do not come out even, so every other size has a word more.
  const words = rate === 44100 ? Math.floor((kilobits * 320) / 147) + (code & 1) : (kilobits * 96_000) / rate;
  const modes = data[offset + 6] ?? 0;
  const acmod = modes >> 5;
  const sampleRate = bsid > 8 ? rate >> (bsid - 8) : rate;
  const channels = (CHANNELS[acmod] ?? 0) + ((modes >> lowFrequencyBit(acmod)) & 1);
  const format = `ac3 ${sampleRate} Hz ${channels}`;
  return { codec: 'ac3', length: words * 2, samples: 6 * BLOCK_SAMPLES, sampleRate, channels, format };
}

/** Which bit of the byte says that there is a channel for low frequencies: mix levels lie before it, by acmod. */
function lowFrequencyBit(acmod: number): number {
  let bit = 4;
  if ((acmod & 1) === 1 && acmod !== 1) bit -= 2;
  if ((acmod & 4) === 4) bit -= 2;
  if (acmod === 2) bit -= 2;
  return bit;
}

function enhanced(data: Uint8Array, offset: number): AudioFrame | undefined {
  const third = data[offset + 2] ?? 0;
  const type = third >> 6;
  const modes = data[offset + 4] ?? 0;
  const rate = RATES[modes >> 6];
  const low = RATES[(modes >> 4) & 3];
  if (type === 3 || (rate === undefined && low === undefined)) return undefined;
  const length = ((((third & 0x07) << 8) | (data[offset + 3] ?? 0)) + 1) * 2;
  const sampleRate = rate ?? (low ?? 0) / 2;
  const blocks = rate === undefined ? 6 : (BLOCKS[(modes >> 4) & 3] ?? 6);
  const dependent = type === 1 || (third & 0x38) !== 0;
  const channels = (CHANNELS[(modes >> 1) & 7] ?? 0) + (modes & 1);
  const format = `eac3 ${sampleRate} Hz ${channels}`;
  return { codec: 'eac3', length, samples: dependent ? 0 : blocks * BLOCK_SAMPLES, sampleRate, channels, format };
}
