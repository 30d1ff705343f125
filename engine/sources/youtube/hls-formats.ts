import type { HlsVariant, Multivariant } from '../hls/multivariant.ts';
import type { FoundFormat, Place } from '../video/found.ts';
import { languageOf } from '../video/language.ts';
import { webUrlOrNull } from '../web-url.ts';
import { amountOf, wholeOf } from './dig.ts';

/** More than any playlist has, of variants and of sounds. */
const most = 500;

/**
 * What an HLS playlist of a whole video offers: a format for each of its variants, and for each sound that has a playlist of its own.
 * @param base absolute address of the multivariant playlist
 * @param duration seconds of the video, or `null`
 */
export function hlsFormats(
  { variants: allVariants, audio: allAudio }: Pick<Multivariant, 'variants' | 'audio'>,
  base: string,
  duration: number | null,
  headers: Place['headers'],
): FoundFormat[] {
  const [variants, audio] = [allVariants.slice(0, most), allAudio.slice(0, most)];
  const names = new Set<string>();
  const place = (reference: string): Place | null => {
    const url = webUrlOrNull(reference, base);
    return url === null ? null : { url, headers, chunk: null };
  };
  const pictures = variants.flatMap((variant) => {
    const at = place(variant.url);
    if (at === null) return [];
    const apart = audio.some(({ group, url }) => group === variant.audioGroup && url !== null);
    return [{ ...pictureOf(variant, apart, duration), id: nameOf(variant.url, names), place: at }];
  });
  const languages = new Set(audio.map(({ language }) => language));
  const sounds = audio.flatMap((rendition): FoundFormat[] => {
    const at = rendition.url === null ? null : place(rendition.url);
    if (at === null) return [];
    return [
      {
        ...empty,
        id: nameOf(at.url, names),
        kind: 'audio',
        container: 'm4a',
        audioCodec: soundOf(variants.find(({ audioGroup }) => audioGroup === rendition.group)),
        language: languages.size > 1 ? languageOf(rendition.language) : null,
        original: rendition.default || languages.size === 1,
        place: at,
      },
    ];
  });
  return [...pictures, ...sounds];
}

const empty = {
  width: null,
  height: null,
  fps: null,
  hdr: false,
  videoCodec: null,
  audioCodec: null,
  bitrate: null,
  audioBitrate: null,
  channels: null,
  language: null,
  original: true,
  size: null,
  approximate: false,
  road: 'hls',
  index: null,
} as const;

function pictureOf(variant: HlsVariant, apart: boolean, duration: number | null): Omit<FoundFormat, 'id' | 'place'> {
  const bandwidth = amountOf(variant.bandwidth);
  const codecs = (variant.codecs ?? '').split(/[\s,]+/).filter((codec) => /^[\w.+-]{1,64}$/.test(codec));
  const sound = codecs.find(isSound) ?? null;
  const size = bandwidth === null || duration === null ? null : wholeOf(Math.round((bandwidth * duration) / 8));
  return {
    ...empty,
    kind: apart || (codecs.length > 0 && sound === null) ? 'video' : 'both',
    container: 'mp4',
    width: wholeOf(variant.width),
    height: wholeOf(variant.height),
    fps: amountOf(variant.frameRate),
    videoCodec: codecs.find((codec) => !isSound(codec)) ?? null,
    audioCodec: apart ? null : sound,
    bitrate: bandwidth,
    size,
    approximate: size !== null,
  };
}

function isSound(codec: string): boolean {
  return /^(?:mp4a|opus|ac-3|ec-3)/i.test(codec);
}

function soundOf(variant: HlsVariant | undefined): string | null {
  return variant?.codecs?.split(/[\s,]+/).find(isSound) ?? null;
}

/** The itag that its address names, else a number. */
function nameOf(url: string, names: Set<string>): string {
  const itag = /\/itag\/(\d{1,9})\//.exec(url)?.[1];
  const name = itag === undefined ? 'hls' : `hls-${itag}`;
  let unique = itag === undefined ? `${name}-1` : name;
  for (let at = 2; names.has(unique); at += 1) unique = `${name}-${at}`;
  names.add(unique);
  return unique;
}
