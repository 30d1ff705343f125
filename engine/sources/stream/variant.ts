/** What can be chosen among: a variant of HLS, a representation of DASH. */
export interface Variant {
  readonly width: number | null;
  readonly height: number | null;
  /** bits a second */
  readonly bandwidth: number | null;
  /** as in RFC 6381 */
  readonly codecs: string | null;
  /** pictures a second */
  readonly frameRate: number | null;
  /** what it is called: `720p60` */
  readonly names: readonly string[];
}

const videoCodec =
  /^(?:avc|hvc|hev|dvh|dva|dav|vp0?[89]|av01|mp4v|theora|vvc|vvi|lvc|evc|encv|h26|s263|mjp|mp2v|ap[cho])/iu;
const audioCodec =
  /^(?:mp4a|ac-?[34]|ec-?3|e-?ac-?3|opus|flac|alac|mp3|vorbis|dts|enca|samr|sawb|iamf|mha|mhm|speex|lpcm|twos|sowt|mlpa)/iu;

/** What a variant holds, judged by its size and codecs. */
export function contentOf(variant: Variant): 'video' | 'audio' | 'unknown' {
  const codecs = codecsOf(variant);
  if (variant.height !== null || codecs.some((codec) => videoCodec.test(codec))) return 'video';
  return codecs.length > 0 && codecs.every((codec) => audioCodec.test(codec)) ? 'audio' : 'unknown';
}

/** Whether its codecs say that sound is in it. */
export function hasAudioCodec(variant: Variant): boolean {
  return audioCodecsOf(variant) !== '';
}

/** The codecs of its sound, listed in one text that is equal for equal ones; empty where it names none. */
export function audioCodecsOf(variant: Variant): string {
  const codecs = codecsOf(variant).filter((codec) => audioCodec.test(codec));
  return codecs.toSorted().join(',');
}

function codecsOf(variant: Variant): string[] {
  return (variant.codecs ?? '').split(/[\s,]+/u).filter((codec) => codec !== '');
}

/** Lines as in `1080p`: of a picture that stands upright the shorter side; from the name where no size is given. */
export function linesOf(variant: Variant): number | null {
  const { width, height } = variant;
  if (height !== null) return width === null ? height : Math.min(width, height);
  for (const name of variant.names) {
    const lines = /(?<!\d)(\d{3,4})p/u.exec(name)?.[1];
    if (lines !== undefined) return Number(lines);
  }
  return null;
}
