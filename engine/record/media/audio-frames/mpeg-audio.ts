import type { AudioFrame } from './frame.ts';

/** Kilobits a second by [MPEG-1 or the lower rates][layer]; index 0 is the free format, 15 is forbidden. */
const BITRATES = [
  [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ],
  [
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ],
] as const;
const RATES = [44100, 48000, 32000] as const;

/**
 * The frame of MPEG audio at `offset` (ISO/IEC 11172-3 section 2.4.2.3, 13818-3, and the lower rates of "MPEG 2.5"), or
 * `undefined` when there is none. Frames of the free format, whose length no header tells, are not found.
 */
export function mpegAudioFrame(data: Uint8Array, offset: number): AudioFrame | undefined {
  const second = data[offset + 1] ?? 0;
  const third = data[offset + 2] ?? 0;
  const fourth = data[offset + 3] ?? 0;
  if (data[offset] !== 0xff || (second & 0xe0) !== 0xe0) return undefined;
  const version = (second >> 3) & 3;
  const layer = 4 - ((second >> 1) & 3);
  // An emphasis of 2 is reserved; refusing it makes false finds rarer.
  if (version === 1 || layer === 4 || (fourth & 3) === 2) return undefined;
  const rate = RATES[(third >> 2) & 3];
  const kilobits = BITRATES[version === 3 ? 0 : 1][layer - 1]?.[third >> 4];
  if (rate === undefined || kilobits === undefined || kilobits === 0) return undefined;
  const sampleRate = version === 3 ? rate : version === 2 ? rate / 2 : rate / 4;
  const samples = layer === 1 ? 384 : layer === 3 && version !== 3 ? 576 : 1152;
  const padding = (third >> 1) & 1;
  const length =
    layer === 1
      ? (Math.floor((12_000 * kilobits) / sampleRate) + padding) * 4
      : Math.floor((samples * 125 * kilobits) / sampleRate) + padding;
  const channels = fourth >> 6 === 3 ? 1 : 2;
  const codec = `mp${layer}`;
  return { codec, length, samples, sampleRate, channels, format: `${codec} ${sampleRate} Hz ${channels}` };
}
