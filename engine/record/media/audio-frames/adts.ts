import type { AudioFrame } from './frame.ts';

const RATES = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350] as const;
const PROFILES = ['main', 'lc', 'ssr', 'ltp'] as const;

/**
 * The ADTS frame of AAC at `offset` (ISO/IEC 14496-3 section 1.A.3.2), or `undefined` when there is none.
 * The caller has seen to it that seven bytes are there.
 */
export function adtsFrame(data: Uint8Array, offset: number): AudioFrame | undefined {
  const second = data[offset + 1] ?? 0;
  // Twelve bits of sync, then a layer that is always 0.
  if (data[offset] !== 0xff || (second & 0xf6) !== 0xf0) return undefined;
  const third = data[offset + 2] ?? 0;
  const fourth = data[offset + 3] ?? 0;
  const sampleRate = RATES[(third >> 2) & 0x0f];
  if (sampleRate === undefined) return undefined;
  const length = ((fourth & 0x03) << 11) | ((data[offset + 4] ?? 0) << 3) | ((data[offset + 5] ?? 0) >> 5);
  const header = (second & 1) === 1 ? 7 : 9;
  if (length < header) return undefined;
  const layout = ((third & 1) << 2) | (fourth >> 6);
  const channels = layout === 7 ? 8 : layout;
  const blocks = ((data[offset + 6] ?? 0) & 0x03) + 1;
  const format = `aac-${PROFILES[third >> 6] ?? ''} ${sampleRate} Hz ${channels}`;
  return { codec: 'aac', length, samples: blocks * 1024, sampleRate, channels, format };
}
