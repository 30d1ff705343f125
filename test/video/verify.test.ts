import { expect, test } from 'vitest';
import type { StreamPackets } from '../../engine/ffmpeg/packets.ts';
import { type Expectation, faultOf } from '../../engine/video/verify.ts';

function stream(kind: StreamPackets['kind'], packets: number, span = 12): StreamPackets {
  return { kind, packets, span, beginsWithKey: true, start: 0, isTimed: true };
}

const wanted: Expectation = {
  packets: { video: 288, audio: 563 },
  streams: { video: true, audio: true },
  length: 12,
};
const cover = stream('video', 1, 0);

test.each<[what: string, made: StreamPackets[], change: Partial<Expectation>, fault: RegExp | null]>([
  ['whole', [stream('video', 288), stream('audio', 563)], {}, null],
  ['with a cover', [cover, stream('video', 288), stream('audio', 563)], {}, null],
  ['no sound', [stream('video', 288)], {}, /no audio/],
  ['a cover in the place of the picture', [cover, stream('audio', 563)], {}, /1 of 288 packets of video/],
  ['a picture is lost', [stream('video', 287), stream('audio', 563)], {}, /287 of 288/],
  ['sound is lost', [stream('video', 288), stream('audio', 500)], {}, /500 of 563/],
  [
    'converted',
    [stream('audio', 470)],
    { packets: { video: null, audio: null }, streams: { video: false, audio: true } },
    null,
  ],
  [
    'a clip of a part',
    [stream('video', 90, 4), stream('audio', 155, 3.3)],
    { packets: { video: null, audio: null }, length: 3.3 },
    null,
  ],
  [
    'much too short',
    [stream('video', 90, 4), stream('audio', 155, 3.3)],
    { packets: { video: null, audio: null }, length: 60 },
    /4 s long/,
  ],
  ['nobody knows how long', [stream('video', 288), stream('audio', 563)], { length: null }, null],
])('%s', (_what, made, change, fault) => {
  const found = faultOf(made, { ...wanted, ...change });
  if (fault === null) expect(found).toBeNull();
  else expect(found).toMatch(fault);
});
