import type { Timeline } from '../../../contract/recording.ts';

type Tracks = Timeline['tracks'];

/** How a codec is asked after, and how people call it. */
const known: Readonly<Record<string, { readonly name: string; readonly type: string | null }>> = {
  h264: { name: 'H.264', type: 'video/mp4; codecs="avc1.640028"' },
  hevc: { name: 'HEVC (H.265)', type: 'video/mp4; codecs="hvc1.1.6.L93.B0"' },
  av1: { name: 'AV1', type: 'video/mp4; codecs="av01.0.08M.08"' },
  vp9: { name: 'VP9', type: 'video/mp4; codecs="vp09.00.10.08"' },
  mpeg2: { name: 'MPEG-2', type: null },
  aac: { name: 'AAC', type: 'audio/mp4; codecs="mp4a.40.2"' },
  mp3: { name: 'MP3', type: 'audio/mpeg' },
  ac3: { name: 'AC-3', type: 'audio/mp4; codecs="ac-3"' },
  eac3: { name: 'E-AC-3', type: 'audio/mp4; codecs="ec-3"' },
  opus: { name: 'Opus', type: 'audio/mp4; codecs="opus"' },
  flac: { name: 'FLAC', type: 'audio/mp4; codecs="flac"' },
};

/** The name of a codec as people know it. */
export function codecName(codec: string): string {
  return known[codec]?.name ?? codec;
}

/**
 * The codecs among the tracks that this window cannot play, by name. Those it does not know are for the player to try.
 *
 * @param supports whether a media type can be played (`MediaSource.isTypeSupported`)
 */
export function unplayable(tracks: Tracks, supports: (type: string) => boolean): readonly string[] {
  const codecs = new Set(tracks.filter(({ kind }) => kind !== 'subtitles').flatMap(({ codec }) => codec ?? []));
  return [...codecs].flatMap((codec) => {
    const entry = known[codec];
    return entry && (entry.type === null || !supports(entry.type)) ? [entry.name] : [];
  });
}

/** Whether there is a picture to show. */
export function hasPicture(tracks: Tracks): boolean {
  return tracks.length === 0 || tracks.some(({ kind }) => kind === 'video');
}
