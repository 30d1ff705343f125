import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findFrame } from '../../../../engine/record/media/audio-frames/find-frame.ts';
import type { AudioFrame, FramedCodec } from '../../../../engine/record/media/audio-frames/frame.ts';
import { frameAt } from '../../../../engine/record/media/audio-frames/frame-at.ts';
import { shownSound } from '../../../../engine/record/media/audio-frames/shown-sound.ts';
import { make, run } from '../ts/ffmpeg.ts';

interface Case {
  readonly name: string;
  readonly codec: FramedCodec;
  readonly args: readonly string[];
  readonly format: string;
  readonly samples: number;
}

const sine = (rate: number, layout = 'stereo') => [
  ...['-f', 'lavfi', '-i', `aevalsrc='random(0)*0.3':s=${rate}:d=1.5`],
  ...['-af', `aformat=channel_layouts=${layout}`],
];
const as = (codec: string, format: string, ...rest: string[]) => ['-c:a', codec, ...rest, '-f', format];

const cases: readonly Case[] = [
  {
    name: 'AAC, 44.1 kHz stereo',
    codec: 'aac',
    args: [...sine(44100), ...as('aac', 'adts')],
    format: 'aac-lc 44100 Hz 2',
    samples: 1024,
  },
  {
    name: 'AAC 5.1',
    codec: 'aac',
    args: [...sine(48000, '5.1'), ...as('aac', 'adts')],
    format: 'aac-lc 48000 Hz 6',
    samples: 1024,
  },
  {
    name: 'MP3, 44.1 kHz, variable rate',
    codec: 'mp3',
    args: [...sine(44100), ...as('libmp3lame', 'mp3', '-q:a', '4', '-write_xing', '0', '-id3v2_version', '0')],
    format: 'mp3 44100 Hz 2',
    samples: 1152,
  },
  {
    name: 'MP3 of MPEG-2, mono',
    codec: 'mp3',
    args: [...sine(22050, 'mono'), ...as('libmp3lame', 'mp3', '-write_xing', '0', '-id3v2_version', '0')],
    format: 'mp3 22050 Hz 1',
    samples: 576,
  },
  {
    name: 'MP3 of MPEG-2.5',
    codec: 'mp3',
    args: [...sine(8000), ...as('libmp3lame', 'mp3', '-write_xing', '0', '-id3v2_version', '0')],
    format: 'mp3 8000 Hz 2',
    samples: 576,
  },
  {
    name: 'MPEG audio layer 2',
    codec: 'mp3',
    args: [...sine(48000), ...as('mp2', 'mp2')],
    format: 'mp2 48000 Hz 2',
    samples: 1152,
  },
  {
    name: 'AC-3 5.1',
    codec: 'ac3',
    args: [...sine(48000, '5.1'), ...as('ac3', 'ac3')],
    format: 'ac3 48000 Hz 6',
    samples: 1536,
  },
  {
    name: 'AC-3, 44.1 kHz, whose frames differ by a word',
    codec: 'ac3',
    args: [...sine(44100), ...as('ac3', 'ac3')],
    format: 'ac3 44100 Hz 2',
    samples: 1536,
  },
  {
    name: 'E-AC-3',
    codec: 'eac3',
    args: [...sine(48000, '5.1'), ...as('eac3', 'eac3')],
    format: 'eac3 48000 Hz 6',
    samples: 1536,
  },
];

function framesOf(codec: FramedCodec, data: Uint8Array, from = 0): AudioFrame[] {
  const frames: AudioFrame[] = [];
  for (let at = from; at < data.length; ) {
    const frame = frameAt(codec, data, at);
    if (frame === undefined) throw new Error(`no frame at ${at}`);
    frames.push(frame);
    at += frame.length;
  }
  return frames;
}

describe.each(cases)('$name', ({ codec, args, format, samples }) => {
  const media = make(args);

  test('the frames are the packets that ffprobe finds', async () => {
    const data = await media;
    const frames = framesOf(codec, data);
    const probe = ['-v', 'error', '-show_entries', 'packet=size', '-of', 'csv=p=0', '-f', codec, '-i', '-'];
    const sizes = (await run('ffprobe', probe, data)).out.toString().trim().split(/\s+/).map(Number.parseFloat);
    expect(frames.map((frame) => frame.length)).toEqual(sizes);
    expect(new Set(frames.map((frame) => frame.format))).toEqual(new Set([format]));
    expect(new Set(frames.map((frame) => frame.samples))).toEqual(new Set([samples]));
  });

  test('from anywhere, the next frame is found, also behind noise', async () => {
    const data = await media;
    const starts: number[] = [];
    for (let at = 0; at < data.length; at += frameAt(codec, data, at)?.length ?? data.length) starts.push(at);
    const last = starts.at(-4) ?? 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: last }), fc.uint8Array({ maxLength: 300 }), (from, noise) => {
        expect(findFrame(codec, data, from)).toBe(starts.find((start) => start >= from));
        const noisy = Buffer.concat([noise, data.subarray(starts[1])]);
        expect(findFrame(codec, noisy, 0)).toBe(noise.length);
      }),
      { numRuns: 60 },
    );
  });
});

test('a cut header is no frame, and whatever comes is survived', () => {
  const adts = Buffer.from('fff150800bfffc', 'hex');
  expect(frameAt('aac', adts, 0)?.length).toBe(95);
  expect(frameAt('aac', adts.subarray(0, 6), 0)).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 7 }), fc.constantFrom('aac', 'mp3', 'ac3', 'eac3'), (data, codec) => {
      const frame = frameAt(codec, data, 0);
      if (frame !== undefined) expect(frame.length).toBeGreaterThan(0);
      expect(findFrame(codec, data, 0)).toBeGreaterThanOrEqual(-1);
    }),
  );
});

test('a sampling for a person', () => {
  expect(shownSound(44100, 2)).toBe('44.1 kHz stereo');
  expect(shownSound(48000, 0)).toBe('48 kHz');
  expect(shownSound(48000, 3)).toBe('48 kHz 3 channels');
});
