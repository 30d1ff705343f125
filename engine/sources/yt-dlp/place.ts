import { fieldName, fieldValue } from '../../../contract/header-lines.ts';
import type { Header } from '../../../contract/transfer.ts';
import type { Place } from '../video/found.ts';
import { webUrlOrNull } from '../web-url.ts';
import type { FormatShape } from './shape.ts';

/** What the user gave for requests of his own, as far as it concerns those that yt-dlp describes. */
export interface Given {
  /** lower case names of the user's own fields, which go with each request anyway */
  readonly fields: ReadonlySet<string>;
  /** nothing was given that says who asks: what a site set of cookies then is no secret of the user's */
  readonly anonymous: boolean;
}

/** Bytes of one request below which a file would be nothing but requests. */
const leastChunk = 64 * 1024;
/** Bytes that YouTube's servers give at full speed in one request. */
const youtubeChunk = 10 * 1024 * 1024;

/** Fields that are for the client alone to set, and those that carry credentials. */
const withheld: ReadonlySet<string> = new Set(
  'host connection content-length transfer-encoding te trailer upgrade range if-range accept-encoding cookie authorization proxy-authorization'.split(
    ' ',
  ),
);

/**
 * Where a format lies; `null` where that is nowhere on the web.
 * @param url its own address, or that of its manifest
 */
export function placeOf(
  url: string | null | undefined,
  { http_headers, cookies, downloader_options }: Pick<FormatShape, 'http_headers' | 'cookies' | 'downloader_options'>,
  given: Given,
): Place | null {
  const address = url === null || url === undefined ? null : webUrlOrNull(url, 'about:blank');
  if (address === null) return null;
  const headers = Object.entries(http_headers ?? {}).flatMap(([name, value]): Header[] => {
    const known = name.toLowerCase();
    const fit = typeof value === 'string' && fieldName.test(name) && fieldValue.test(value);
    return fit && !withheld.has(known) && !given.fields.has(known) ? [{ name, value }] : [];
  });
  const cookie = given.anonymous ? cookieField(cookies ?? '') : '';
  if (cookie !== '') headers.push({ name: 'Cookie', value: cookie });
  const said = downloader_options?.http_chunk_size ?? 0;
  return { url: address, headers, chunk: said >= leastChunk ? Math.floor(said) : usualChunk(address) };
}

function usualChunk(address: string): number | null {
  const { hostname } = new URL(address);
  return hostname === 'googlevideo.com' || hostname.endsWith('.googlevideo.com') ? youtubeChunk : null;
}

/** Attributes of `Set-Cookie` (RFC 6265 section 5.2), which yt-dlp writes between the cookies that it names for a format. */
const attribute = /^(?:domain|path|expires|max-age|secure|httponly|samesite|version|comment)(?:=|$)/iu;

/** Characters of the cookies of a format that are looked at: browsers and servers take no more of them in a request. */
const cookiesAtMost = 16_384;
/**
 * One of them, with the sign behind it. A value in quotes may hold that sign. Each begins where the last has ended, and none of its
 * parts can take what another could, so that no text takes longer than its length.
 */
const onePair = /((?:"(?:\\.|[^"\\])*"|[^;"])+)(?:;|$)/gsuy;

/** The value of `Cookie` for the cookies of a format. */
function cookieField(cookies: string): string {
  return [...cookies.slice(0, cookiesAtMost).matchAll(onePair)]
    .map(([, pair = '']) => pair.trim())
    .filter((pair) => !attribute.test(pair))
    .map((pair) => pair.replace(/(?<==)"(.*)"$/u, (_, value: string) => unescaped(value)))
    .filter((pair) => /^[^=\s;,"]+=[\x21-\x3a\x3c-\x7e]*$/u.test(pair))
    .join('; ');
}

/** As `SimpleCookie` of Python writes what stands in quotes. */
function unescaped(value: string): string {
  return value.replace(/\\([0-3][0-7]{2}|.)/gu, (_, sign: string) =>
    sign.length === 3 ? String.fromCharCode(Number.parseInt(sign, 8)) : sign,
  );
}
