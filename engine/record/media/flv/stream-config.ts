import { readAudioConfig } from '../audio-config.ts';
import { frameAt } from '../audio-frames/frame-at.ts';
import { shownSound } from '../audio-frames/shown-sound.ts';
import { u8, u16 } from '../big-endian.ts';
import { fingerprint } from '../fingerprint.ts';
import { unescaped } from '../ts/bits.ts';
import { h264Format } from '../ts/h264-format.ts';
import { hevcFormat } from '../ts/hevc-format.ts';
import type { PictureFormat } from '../ts/picture.ts';

/** What a stream of an FLV file is. */
export interface StreamConfig {
  readonly format: string;
  readonly shown: string;
  /** bytes of the length before each NAL unit, 0 where there are none */
  readonly nalLength: number;
  /** milliseconds of one frame of sound, 0 where it is not known */
  readonly frameLength: number;
}

/**
 * What the sequence header of a stream says.
 * @param data its payload: an AVC or HEVC decoder configuration record, an AudioSpecificConfig, or what others have
 * @throws Failure `corrupt-media`
 */
export function readConfig(codec: string, kind: 'video' | 'audio', data: Uint8Array): StreamConfig {
  const hash = fingerprint(data);
  if (kind === 'audio') {
    if (codec !== 'aac') return { format: `${codec} ${hash}`, shown: codec, nalLength: 0, frameLength: 0 };
    const { sampleRate, channels, frameSamples } = readAudioConfig(data);
    const frameLength = (frameSamples * 1000) / sampleRate;
    return {
      format: `aac ${sampleRate} ${channels} ${hash}`,
      shown: shownSound(sampleRate, channels),
      nalLength: 0,
      frameLength,
    };
  }
  const size = codec === 'h264' ? avcSize(data) : codec === 'hevc' ? hevcSize(data) : undefined;
  const nalLength = codec === 'h264' ? (u8(data, 4) & 3) + 1 : codec === 'hevc' ? (u8(data, 21) & 3) + 1 : 0;
  const shown = size === undefined ? codec : `${size.width}×${size.height}`;
  return { format: `${codec} ${shown} ${hash}`, shown, nalLength, frameLength: 0 };
}

/**
 * What the first unit of a stream without a sequence header says.
 * @throws never
 */
export function configOfUnit(codec: string, kind: 'video' | 'audio', unit: Uint8Array): StreamConfig {
  const frame = codec === 'mp3' && kind === 'audio' ? frameAt('mp3', unit, 0) : undefined;
  if (frame === undefined) return { format: codec, shown: codec, nalLength: 0, frameLength: 0 };
  return {
    format: frame.format,
    shown: shownSound(frame.sampleRate, frame.channels),
    nalLength: 0,
    frameLength: (frame.samples * 1000) / frame.sampleRate,
  };
}

/** Codecs that cannot be decoded without a sequence header. */
export const needsConfig: ReadonlySet<string> = new Set(['h264', 'hevc', 'aac', 'av1']);

/** The first sequence parameter set of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15 section 5.3.3.1). */
function avcSize(data: Uint8Array): PictureFormat | undefined {
  if ((u8(data, 5) & 31) === 0) return undefined;
  return h264Format(unescaped(data.subarray(9, 8 + u16(data, 6))));
}

/** The first sequence parameter set of an HEVCDecoderConfigurationRecord (section 8.3.3.1). */
function hevcSize(data: Uint8Array): PictureFormat | undefined {
  let at = 23;
  for (let arrays = u8(data, 22); arrays > 0; arrays--) {
    const type = u8(data, at) & 63;
    const count = u16(data, at + 1);
    at += 3;
    for (let index = 0; index < count; index++) {
      const length = u16(data, at);
      if (type === 33) return hevcFormat(unescaped(data.subarray(at + 4, at + 2 + length)));
      at += 2 + length;
    }
  }
  return undefined;
}
