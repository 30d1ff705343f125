import type { MediaSummary } from '../../stored.ts';
import { shownSound } from '../audio-frames/shown-sound.ts';
import { type PackedAudio, type PackedContainer, type PackedFrame, readPacked } from './packed.ts';

/** Ticks a second of the time that ID3 tags give, and after how many it begins anew. */
const clock = { timescale: 90_000, wrap: 2 ** 33 } as const;

/**
 * What a segment of bare AAC (ADTS), MPEG audio, AC-3 or E-AC-3 holds. With an ID3 timestamp its times are that of the stream,
 * at 90 kHz; without, they count from 0 in samples.
 * @throws Failure `corrupt-media`
 */
export function readAudio(data: Uint8Array, container: PackedContainer): MediaSummary {
  const audio = readPacked(data, container);
  const { codec, format, sampleRate, channels } = audio.header;
  return {
    container,
    streams: [
      {
        id: 0,
        kind: 'audio',
        codec,
        format,
        shown: shownSound(sampleRate, channels),
        timescale: timescaleOf(audio),
        first: timeAt(audio, 0),
        end: timeAt(audio, audio.samples),
        units: audio.frames.length,
        keys: [],
      },
    ],
    wrap: audio.timestamp === null ? null : clock.wrap,
    timed: audio.timestamp !== null,
  };
}

/** Ticks a second of the times of a segment. */
export function timescaleOf(audio: PackedAudio): number {
  return audio.timestamp === null ? audio.header.sampleRate : clock.timescale;
}

/** When a frame begins, in ticks. */
export function frameTime(audio: PackedAudio, frame: PackedFrame): number {
  return timeAt(audio, frame.before);
}

function timeAt({ timestamp, header }: PackedAudio, samples: number): number {
  return timestamp === null ? samples : timestamp + Math.round((samples * clock.timescale) / header.sampleRate);
}
