import { latin1, u32, u64 } from '../big-endian.ts';
import { corrupt } from '../corrupt.ts';

/** A box of ISO/IEC 14496-12 section 4.2. Offsets count in the data it was found in. */
export interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** what follows the header; shares the memory of the data */
  readonly body: Uint8Array;
  /** its size says "until the end of the file" */
  readonly open: boolean;
}

/**
 * The boxes that follow one another in `data`. Fewer than eight bytes at the end hold no box and are left alone.
 * @throws Failure `corrupt-media` for a box that is smaller than its header or reaches beyond the end
 */
export function* boxesIn(data: Uint8Array): Generator<Box> {
  let start = 0;
  while (start + 8 <= data.length) {
    const box = boxAt(data, start);
    yield box;
    start = box.end;
  }
}

function boxAt(data: Uint8Array, start: number): Box {
  const type = latin1(data, start + 4, 4);
  const short = u32(data, start);
  const header = short === 1 ? 16 : 8;
  const size = short === 0 ? data.length - start : short === 1 ? Number(u64(data, start + 8)) : short;
  if (size < header || size > data.length - start) {
    throw corrupt(`box ${JSON.stringify(type)} at ${start} has ${size} bytes of ${data.length - start}`);
  }
  const end = start + size;
  return { type, start, end, body: data.subarray(start + header, end), open: short === 0 };
}

/** The first box of a type among those that follow one another in `data`, or `undefined`. */
function childOf(data: Uint8Array, type: string): Box | undefined {
  for (const box of boxesIn(data)) if (box.type === type) return box;
  return undefined;
}

/** What is in the box that a path of types leads to; `undefined` where one of them is missing. */
export function bodyOf(data: Uint8Array, ...path: readonly string[]): Uint8Array | undefined {
  let body: Uint8Array | undefined = data;
  for (const type of path) {
    if (body === undefined) return undefined;
    body = childOf(body, type)?.body;
  }
  return body;
}

/** As `bodyOf`, for a box that has to be there. @throws Failure `corrupt-media` */
export function needBody(data: Uint8Array, ...path: readonly string[]): Uint8Array {
  const body = bodyOf(data, ...path);
  if (body === undefined) throw corrupt(`box ${path.join('/')} is missing`);
  return body;
}
