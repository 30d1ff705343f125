import type { VideoFormat } from '../../../contract/video.ts';
import { type Codec, codecOf } from './codecs.ts';

/** Negative when `a` is the one to be preferred. */
export type Order = (a: VideoFormat, b: VideoFormat) => number;

/** Lines as in `1080p`: of a picture that stands upright, the shorter side. */
export function linesOf({ width, height }: Pick<VideoFormat, 'width' | 'height'>): number | null {
  return width === null || height === null ? height : Math.min(width, height);
}

/** Orders pictures by what is seen: size, pictures a second, range of brightness, codec. */
export function byPicture(taste: { readonly hdr: 'first' | 'last'; readonly codecs: readonly Codec[] }): Order {
  const rank = ({ videoCodec }: VideoFormat): number => {
    const codec = codecOf(videoCodec);
    const at = codec === null ? -1 : taste.codecs.indexOf(codec);
    return at < 0 ? taste.codecs.length : at;
  };
  const hdr = taste.hdr === 'first' ? 1 : -1;
  return (a, b) =>
    faithfulness(b) - faithfulness(a) ||
    (linesOf(b) ?? 0) - (linesOf(a) ?? 0) ||
    // 29.97 and 30 are no difference that anybody sees.
    Math.round(b.fps ?? 0) - Math.round(a.fps ?? 0) ||
    hdr * (Number(b.hdr) - Number(a.hdr)) ||
    rank(a) - rank(b) ||
    byRoad(a, b) ||
    (b.bitrate ?? 0) - (a.bitrate ?? 0);
}

/** How much better a codec sounds than AAC of the same bitrate, about. */
const worth: Readonly<Partial<Record<Codec, number>>> = {
  opus: 1.3,
  vorbis: 1.1,
  mp3: 0.8,
  ac3: 0.6,
  eac3: 0.8,
  flac: 10,
};

/** Orders sounds by what is heard. @param surround whether more than two channels are wanted */
export function bySound(surround: boolean): Order {
  const channels = (format: VideoFormat): number => {
    const count = format.channels ?? 2;
    return surround || count <= 2 ? count : -count;
  };
  return (a, b) => channels(b) - channels(a) || byRoad(a, b) || loudness(b) - loudness(a);
}

function loudness({ audioCodec, audioBitrate, bitrate }: VideoFormat): number {
  const codec = codecOf(audioCodec);
  return (audioBitrate ?? bitrate ?? 0) * (codec === null ? 1 : (worth[codec] ?? 1));
}

/** A file can be gone on with anywhere; of a playlist, only whole segments count. */
function byRoad(a: VideoFormat, b: VideoFormat): number {
  return Number(a.road !== 'https') - Number(b.road !== 'https');
}

/** How near a sound is to what its makers published: their own language, and its loud and quiet places left as they are. */
export function faithfulness({ kind, original, id }: VideoFormat): number {
  if (kind === 'video') return 3;
  // Sites that even out the loudness say so in the name and nowhere else.
  return (original ? 2 : 0) + (/-drc$/iu.test(id) ? 0 : 1);
}

/** The lightest of a list, measured as `lightest` does, in their order. @param most how many */
export function lightestOf<F extends VideoFormat>(list: readonly F[], most: number): readonly F[] {
  if (list.length <= most) return list;
  const measures = [({ size }: F) => size, ({ bitrate }: F) => bitrate];
  const measure = measures.find((of) => list.every((one) => of(one) !== null)) ?? linesOf;
  const kept = new Set(list.toSorted((a, b) => (measure(a) ?? 0) - (measure(b) ?? 0)).slice(0, most));
  return list.filter((one) => kept.has(one));
}

/**
 * The choice of the fewest bytes, or bits a second where nobody knows the bytes of all, or lines.
 * @param tie decides among those that weigh the same; the lower is preferred
 */
export function lightest<C extends readonly VideoFormat[]>(
  choices: readonly C[],
  tie: (choice: C) => number,
): C | null {
  const sum = (of: (format: VideoFormat) => number | null) => (choice: C) =>
    choice.reduce<number | null>((all, format) => {
      const one = of(format);
      return all === null || one === null ? null : all + one;
    }, 0);
  const measures = [sum(({ size }) => size), sum(({ bitrate }) => bitrate)];
  const measure =
    measures.find((of) => choices.every((choice) => of(choice) !== null)) ?? sum((format) => linesOf(format) ?? 0);
  const [first] = choices.toSorted((a, b) => (measure(a) ?? 0) - (measure(b) ?? 0) || tie(a) - tie(b));
  return first ?? null;
}
