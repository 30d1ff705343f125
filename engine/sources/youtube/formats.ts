import { Misc } from 'youtubei.js';
import type { FoundFormat, Place } from '../video/found.ts';
import { languageOf } from '../video/language.ts';
import { amountOf, dig, wholeOf, wordOf } from './dig.ts';

/** Bytes of one answer above which the service sends the rest at the pace at which it is watched. */
const CHUNK_BYTES = 10 * 1024 * 1024;

/** A format as the site gives it, and the address that was worked out for it. */
export interface Addressed {
  readonly format: unknown;
  readonly url: string;
}

/** The formats of a video, in the order of the site; each has a name of its own. */
export function foundFormats(formats: readonly Addressed[], headers: Place['headers']): FoundFormat[] {
  const read = formats.map(({ format, url }) => ({ ...readFormat(format), url }));
  const languages = new Set(read.flatMap(({ tags }) => (tags.language === null ? [] : [tags.language])));
  const several = languages.size > 1;
  const names = new Map<string, number>();
  return read
    .map(({ tags, url, ...format }) => ({
      ...format,
      id: nameOf(format.itag, tags, several, names),
      language: several ? tags.language : null,
      original: tags.original,
      road: 'https' as const,
      place: { url, headers, chunk: CHUNK_BYTES },
    }))
    .map(({ itag: _, ...format }) => format);
}

/** What tells formats of one itag apart. */
interface Tags {
  readonly language: string | null;
  readonly original: boolean;
  /** loud and quiet evened out, the voice made louder, the picture made larger */
  readonly treatment: readonly string[];
}

function nameOf(itag: number, tags: Tags, several: boolean, names: Map<string, number>): string {
  const language = several && !tags.original && tags.language !== null ? [tags.language.slice(0, 35)] : [];
  const name = [String(itag), ...language, ...tags.treatment].join('-').replace(/[^\w.-]/g, '');
  return uniqueName(name, names);
}

/**
 * A name that nobody else has: itself, or with the first number from 2 on that makes it one.
 * @param taken how many have asked for each name, by name
 */
function uniqueName(name: string, taken: Map<string, number>): string {
  for (;;) {
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    const unique = count === 1 ? name : `${name}-${count}`;
    if (count === 1 || !taken.has(unique)) {
      taken.set(unique, Math.max(1, taken.get(unique) ?? 0));
      return unique;
    }
  }
}

type ReadFormat = Omit<FoundFormat, 'id' | 'language' | 'original' | 'road' | 'place'> & {
  readonly itag: number;
  readonly tags: Tags;
};

function readFormat(raw: unknown): ReadFormat {
  const [, type = '', container = '', codecs = ''] =
    /^(video|audio)\/([\w-]{1,20})(?:;\s*codecs="([^"]*)")?/.exec(wordOf(dig(raw, 'mimeType')) ?? '') ?? [];
  const names = codecs.split(/[\s,]+/).filter((codec) => /^[\w.+-]{1,64}$/.test(codec));
  const kind = type === 'audio' ? 'audio' : names.length > 1 ? 'both' : 'video';
  const bitrate = amountOf(dig(raw, 'averageBitrate')) ?? amountOf(dig(raw, 'bitrate'));
  return {
    itag: wholeOf(dig(raw, 'itag')) ?? 0,
    tags: tagsOf(raw),
    kind,
    container: type === 'audio' && container === 'mp4' ? 'm4a' : container || 'mp4',
    width: wholeOf(dig(raw, 'width')),
    height: wholeOf(dig(raw, 'height')),
    fps: kind === 'audio' ? null : amountOf(dig(raw, 'fps')),
    hdr: isHdr(raw),
    videoCodec: kind === 'audio' ? null : (names[0] ?? null),
    audioCodec: kind === 'video' ? null : (names[kind === 'both' ? 1 : 0] ?? null),
    bitrate,
    audioBitrate: kind === 'audio' ? bitrate : null,
    channels: kind === 'video' ? null : wholeOf(dig(raw, 'audioChannels')),
    ...sizeOf(raw, bitrate),
    index: container === 'mp4' ? indexOf(raw) : null,
  };
}

function sizeOf(raw: unknown, bitrate: number | null): { readonly size: number | null; readonly approximate: boolean } {
  const size = wholeOf(dig(raw, 'contentLength'));
  if (size !== null) return { size, approximate: false };
  const milliseconds = amountOf(dig(raw, 'approxDurationMs'));
  if (milliseconds === null || bitrate === null) return { size: null, approximate: false };
  const reckoned = wholeOf(Math.round((bitrate * milliseconds) / 8000));
  return { size: reckoned, approximate: reckoned !== null };
}

/** The transfer characteristics of PQ and HLG (ITU-R BT.2100). */
function isHdr(raw: unknown): boolean {
  const transfer = wordOf(dig(raw, 'colorInfo', 'transferCharacteristics')) ?? '';
  return /SMPTEST2084|ARIB_STD_B67/.test(transfer) || /HDR/.test(wordOf(dig(raw, 'qualityLabel')) ?? '');
}

function indexOf(raw: unknown): FoundFormat['index'] {
  const range = (name: string) => {
    const start = wholeOf(dig(raw, name, 'start'));
    const end = wholeOf(dig(raw, name, 'end'));
    return start === null || end === null || end < start ? null : { start, length: end - start + 1 };
  };
  const init = range('initRange');
  const index = range('indexRange');
  return init === null || index === null ? null : { init, index };
}

/** The library knows the tags that a format carries packed. */
function tagsOf(raw: unknown): Tags {
  let format: Misc.Format;
  try {
    format = new Misc.Format(raw as ConstructorParameters<typeof Misc.Format>[0]);
  } catch {
    return { language: null, original: true, treatment: [] };
  }
  const treatment = [
    ...(format.is_vb === true ? ['vb'] : []),
    ...(format.is_sr === true ? ['sr'] : []),
    ...(format.is_drc === true ? ['drc'] : []),
  ];
  const foreign = format.is_dubbed || format.is_auto_dubbed || format.is_descriptive || format.is_secondary;
  // `en-US.4`; what stands behind the dot is a number for what kind of track it is.
  const track = dig(raw, 'audioTrack');
  const language = languageOf(wordOf(format.language) ?? wordOf(dig(track, 'id'))?.split('.')[0]);
  const original =
    wordOf(format.language) === null && track !== undefined ? dig(track, 'audioIsDefault') === true : foreign !== true;
  return { language, original, treatment };
}
