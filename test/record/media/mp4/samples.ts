import { createHash } from 'node:crypto';
import { decodingTime, isKey, presentationTime } from '../../../../engine/record/media/mp4/sample.ts';
import type { Mp4Segment } from '../../../../engine/record/media/mp4/segment.ts';
import { readMp4Segment } from '../../../../engine/record/media/mp4/segment.ts';

/** A sample as it lies in a segment or in what a feed gave. */
export interface ReadSample {
  readonly id: number;
  readonly kind: string;
  readonly hash: string;
  readonly key: boolean;
  /** ticks of the track */
  readonly pts: number;
  readonly dts: number;
  readonly timescale: number;
}

/** All samples of video and sound, in the order of the file. */
export function samplesIn(data: Uint8Array, init: Uint8Array | null): ReadSample[] {
  const { parts }: Mp4Segment = readMp4Segment(data, init);
  return parts
    .flatMap(({ runs }) => runs)
    .flatMap((run) =>
      run.samples.map((sample) => ({
        id: run.track.id,
        kind: run.track.kind,
        hash: createHash('sha1')
          .update(data.subarray(sample.at, sample.at + sample.size))
          .digest('hex'),
        key: isKey(run, sample, data),
        pts: presentationTime(run, sample),
        dts: decodingTime(run, sample),
        timescale: run.track.timescale,
      })),
    );
}
