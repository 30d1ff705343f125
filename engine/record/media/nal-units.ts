/**
 * Where the NAL units of a sample begin and end (ISO/IEC 14496-15): a length stands before each. Ends where one leads out of the
 * sample.
 * @param nalLength bytes of the lengths
 */
export function* nalUnits(sample: Uint8Array, nalLength: number): Generator<{ at: number; end: number }> {
  let at = 0;
  while (at + nalLength < sample.length) {
    let length = 0;
    for (let index = 0; index < nalLength; index++) length = length * 256 + (sample[at + index] ?? 0);
    at += nalLength;
    const end = at + length;
    if (end > sample.length) return;
    if (length > 0) yield { at, end };
    at = end;
  }
}
