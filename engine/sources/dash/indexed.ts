import { Failure } from '../../../contract/errors.ts';
import type { ByteRange, SegmentMap } from '../../record/playlist.ts';
import type { Web } from '../../record/web.ts';
import { webUrl } from '../web-url.ts';
import type { Period } from './manifest.ts';
import type { Representation } from './representation.ts';
import { byteRange, type DashSegment } from './segment.ts';
import { mapOf, wholeFile } from './segments.ts';
import { readSegmentIndex, topBoxes } from './sidx.ts';

/** Boxes that are looked at for an index whose place the manifest does not tell. */
const boxesAtMost = 10;
/** Bytes of the longest head of a box. */
const headLength = 16;
/** Bytes of an index at most: 1.4 million references. */
const indexAtMost = 16 * 1024 * 1024;
/** Indexes that lead to indexes, at most. */
const depthAtMost = 4;

/** How an index is fetched. */
export interface IndexFetch {
  readonly web: Web;
  readonly referer: string | null;
  readonly signal: AbortSignal;
}

/**
 * The segments of a representation that is one file with an index (`SegmentBase`, ISO/IEC 23009-1 section 5.3.9.2). Where the
 * manifest does not tell the place of the index, the beginning of the file is searched; a file without one is one segment.
 * @throws Failure of the HTTP client, `corrupt-media`, `forbidden`
 */
export async function indexedSegments(
  period: Period,
  representation: Representation,
  fetch: IndexFetch,
): Promise<DashSegment[]> {
  const { addressing } = representation;
  const url = webUrl('', addressing.base, 'a media segment');
  const place = byteRange(addressing.indexRange) ?? (await findIndex(url, fetch));
  if (place === null) return [wholeFile(period, representation)];
  const map: SegmentMap = mapOf(representation) ?? { url, range: { start: 0, length: place.start }, key: null };
  const pieces = await follow(url, place, fetch, 0);
  let start = period.start;
  return pieces.map(({ range, duration }, at): DashSegment => {
    const segment = { key: `bytes ${range.start}`, number: at + 1, hint: null, start, duration, url, range, map };
    start += duration;
    return segment;
  });
}

async function follow(
  url: string,
  place: ByteRange,
  fetch: IndexFetch,
  depth: number,
): Promise<{ range: ByteRange; duration: number }[]> {
  if (depth > depthAtMost) throw corrupt('indexes that lead to indexes without end');
  const { web, referer, signal } = fetch;
  const { body } = await web.get({ url, range: place, atMost: indexAtMost, referer, signal });
  const index = readSegmentIndex(body, place.start);
  if (index === null) throw corrupt('there is no segment index where the manifest says');
  const pieces = [];
  for (const { start, length, duration, index: further } of index.references) {
    if (further) pieces.push(...(await follow(url, { start, length }, fetch, depth + 1)));
    else if (length > 0) pieces.push({ range: { start, length }, duration });
  }
  return pieces;
}

/** Looks from box to box, each by its head alone: more could reach beyond the end of the file. */
async function findIndex(url: string, { web, referer, signal }: IndexFetch): Promise<ByteRange | null> {
  let at = 0;
  for (let looked = 0; looked < boxesAtMost; looked += 1) {
    const range = { start: at, length: headLength };
    const { body } = await web.get({ url, range, atMost: headLength, referer, signal });
    const [box] = topBoxes(body);
    if (box === undefined || box.type === 'moof' || box.type === 'mdat') return null;
    if (box.type === 'sidx') return { start: at, length: box.end };
    at += box.end;
  }
  return null;
}

function corrupt(detail: string): Failure {
  return new Failure('corrupt-media', { detail, retryable: false });
}
