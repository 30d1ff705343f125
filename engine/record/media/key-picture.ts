import { nalUnits } from './nal-units.ts';

/**
 * Whether a picture can be decoded without the ones before it, as its own bytes say.
 * `intra`: it may be so, and the container has to tell.
 */
export type Standing = 'key' | 'intra' | 'depends' | 'unknown';

/**
 * Looks into one sample. Flags in containers are wrong often enough (all samples marked, none marked) that a cut must not
 * rest on them alone.
 * @param nalLength bytes of the length before each NAL unit
 */
export function standingOf(codec: string, sample: Uint8Array, nalLength: number): Standing {
  if (codec === 'h264') return nalLength === 0 ? 'unknown' : avcStanding(sample, nalLength);
  if (codec === 'hevc') return nalLength === 0 ? 'unknown' : hevcStanding(sample, nalLength);
  if (codec === 'av1') return av1Standing(sample);
  if (codec === 'vp9') return vp9Standing(sample);
  if (codec === 'vp8') return sample.length === 0 ? 'unknown' : ((sample[0] ?? 0) & 1) === 0 ? 'key' : 'depends';
  return 'unknown';
}

/** ITU-T H.264 table 7-1; 5 is IDR, 1 and 2 are other slices, 6 is SEI. */
function avcStanding(sample: Uint8Array, nalLength: number): Standing {
  let recovery: 'at-once' | 'later' | null = null;
  for (const { at, end } of nalUnits(sample, nalLength)) {
    const type = (sample[at] ?? 0) & 31;
    if (type === 5) return 'key';
    if (type === 6) recovery ??= recoveryIn(sample, at + 1, end);
    if (type !== 1 && type !== 2) continue;
    const slice = sliceType(sample, at + 1);
    const intra = slice === 2 || slice === 7 || slice === 4 || slice === 9;
    if (intra) return recovery === 'at-once' ? 'key' : 'intra';
    // Pictures that are refreshed bit by bit have no other places to begin at.
    return recovery === null ? 'depends' : 'intra';
  }
  return 'unknown';
}

/** The recovery point message of SEI (payload type 6, ITU-T H.264 annex D), if there is one. */
function recoveryIn(data: Uint8Array, start: number, end: number): 'at-once' | 'later' | null {
  let at = start;
  while (at + 2 < end) {
    let [type, size] = [0, 0];
    while (data[at] === 0xff && at < end) [type, at] = [type + 255, at + 1];
    type += data[at++] ?? 0;
    while (data[at] === 0xff && at < end) [size, at] = [size + 255, at + 1];
    size += data[at++] ?? 0;
    // recovery_frame_cnt is Exp-Golomb: a first bit of 1 is 0.
    if (type === 6) return ((data[at] ?? 0) & 0x80) !== 0 ? 'at-once' : 'later';
    at += size;
  }
  return null;
}

/** slice_type, the second Exp-Golomb number of a slice header (ITU-T H.264 section 7.3.3). */
function sliceType(data: Uint8Array, start: number): number {
  let bit = start * 8;
  const next = (): number => {
    const at = bit++;
    return ((data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
  };
  const number = (): number => {
    let zeros = 0;
    while (zeros < 24 && next() === 0) zeros++;
    let value = 1;
    for (let index = 0; index < zeros; index++) value = value * 2 + next();
    return value - 1;
  };
  number();
  return number();
}

/** ITU-T H.265 table 7-1: below 32 are slices, 16 to 21 of them random access points. */
function hevcStanding(sample: Uint8Array, nalLength: number): Standing {
  for (const { at } of nalUnits(sample, nalLength)) {
    const type = ((sample[at] ?? 0) >> 1) & 63;
    if (type < 32) return type >= 16 && type <= 21 ? 'key' : 'depends';
  }
  return 'unknown';
}

/** AV1 sections 5.3.2, 5.5.1 and 5.9.2: the first frame header, with what its sequence header says before it. */
function av1Standing(sample: Uint8Array): Standing {
  let [at, sequence] = [0, false];
  while (at < sample.length) {
    const header = sample[at] ?? 0;
    const type = (header >> 3) & 15;
    at += header & 4 ? 2 : 1;
    let size = sample.length - at;
    if (header & 2) {
      size = 0;
      for (let shift = 0; shift < 28; shift += 7) {
        const byte = sample[at++] ?? 0;
        size += (byte & 127) << shift;
        if ((byte & 128) === 0) break;
      }
    }
    if (type === 1) sequence = true;
    // 3: frame header, 6: frame. show_existing_frame is the first bit, then frame_type (0: key) and show_frame.
    if (type === 3 || type === 6) {
      const first = sample[at] ?? 0x80;
      if ((first & 0xf0) !== 0x10) return 'depends';
      return sequence ? 'key' : 'intra';
    }
    at += size;
  }
  return 'unknown';
}

/** VP9 section 6.2: frame_marker, profile, show_existing_frame, frame_type (0: key). */
function vp9Standing(sample: Uint8Array): Standing {
  const first = sample[0];
  if (first === undefined || first >> 6 !== 2) return 'unknown';
  const shift = (first & 0x30) === 0x30 ? 1 : 0;
  if ((first >> (3 - shift)) & 1) return 'depends';
  return (first >> (2 - shift)) & 1 ? 'depends' : 'key';
}
