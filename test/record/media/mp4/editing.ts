import { boxesIn } from '../../../../engine/record/media/mp4/box.ts';

/** Places of boxes in a file, by the path of their types: where their bodies begin. */
export function placesOf(data: Uint8Array, ...path: readonly string[]): number[] {
  const [type, ...rest] = path;
  return [...boxesIn(data)]
    .filter((box) => box.type === type)
    .flatMap(({ body }) => {
      const start = body.byteOffset - data.byteOffset;
      return rest.length === 0 ? [start] : placesOf(body, ...rest).map((place) => start + place);
    });
}

/** A copy that was changed at some places. */
export function edited(
  data: Uint8Array,
  places: readonly number[],
  change: (bytes: Buffer, at: number) => void,
): Buffer {
  const copy = Buffer.from(data);
  for (const place of places) change(copy, place);
  return copy;
}
