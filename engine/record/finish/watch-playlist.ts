import type { StoredSegment } from '../stored.ts';

/** A stored segment in the order of playing. */
export interface WatchItem {
  readonly segment: Pick<StoredSegment, 'file' | 'map' | 'duration' | 'dateTime'>;
  /** what comes before it does not simply go on: something is missing, or the stream was interrupted */
  readonly isBreak: boolean;
}

/** The whole of a track, for a player. */
export interface WatchTrack {
  readonly items: readonly WatchItem[];
  /** segments, and breaks among them, that came before the first of `items` and are not there any more */
  readonly dropped: { readonly segments: number; readonly breaks: number };
  /** nothing will be added */
  readonly over: boolean;
}

/**
 * A playlist of the stored segments of one track (RFC 8216), which a player of HLS can watch while it grows: file names are
 * relative to the work folder. Where something was missing the player goes on with what comes next.
 */
export function watchPlaylist({ items, dropped, over }: WatchTrack): string {
  const longest = items.reduce((most, { segment }) => Math.max(most, segment.duration), 1);
  // A playlist that only grows may be scrubbed from its beginning; one that forgets must not say so.
  const growth = dropped.segments === 0 ? ['#EXT-X-PLAYLIST-TYPE:EVENT'] : [];
  const head = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${Math.ceil(longest)}`,
    `#EXT-X-MEDIA-SEQUENCE:${dropped.segments}`,
    `#EXT-X-DISCONTINUITY-SEQUENCE:${dropped.breaks}`,
    ...growth,
  ];
  const lines = items.flatMap((item, index) => entry(item, items[index - 1]));
  return `${[...head, ...lines, ...(over ? ['#EXT-X-ENDLIST'] : [])].join('\n')}\n`;
}

function entry({ segment, isBreak }: WatchItem, before: WatchItem | undefined): string[] {
  const { file, map, duration, dateTime } = segment;
  const parts = isBreak && before !== undefined;
  const begins = isBreak || before === undefined;
  return [
    ...(parts ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(map !== null && (begins || map !== before.segment.map) ? [`#EXT-X-MAP:URI="${encodeURIComponent(map)}"`] : []),
    ...(begins && dateTime !== null ? [`#EXT-X-PROGRAM-DATE-TIME:${new Date(dateTime).toISOString()}`] : []),
    `#EXTINF:${Math.max(duration, 0.001).toFixed(3)},`,
    encodeURIComponent(file),
  ];
}

/** A track of a recording that can be watched. */
export interface WatchRendition {
  readonly kind: 'main' | 'audio' | 'subtitles';
  /** relative name of its playlist */
  readonly playlist: string;
  /** BCP 47, or `null` */
  readonly language: string | null;
  readonly name: string | null;
}

const groups = {
  audio: { type: 'AUDIO', group: 'sound' },
  subtitles: { type: 'SUBTITLES', group: 'text' },
} as const;

/**
 * The multivariant playlist that joins the tracks of a recording.
 * @param bandwidth bits a second of all of it, at a guess
 */
export function watchIndex(renditions: readonly WatchRendition[], bandwidth: number): string {
  const names = new Set<string>();
  const media = renditions.flatMap(({ kind, playlist, language, name }, index) => {
    if (kind === 'main') return [];
    const { type, group } = groups[kind];
    const isFirst = renditions.findIndex((one) => one.kind === kind) === index;
    const wanted = quotable(name ?? language ?? '') || `${group} ${index}`;
    // Players tell renditions of a group apart by their names.
    const unique = names.has(`${kind} ${wanted}`) ? `${wanted} (${index})` : wanted;
    names.add(`${kind} ${unique}`);
    const attributes = [
      `TYPE=${type}`,
      `GROUP-ID="${group}"`,
      `NAME="${unique}"`,
      ...(language === null ? [] : [`LANGUAGE="${quotable(language)}"`]),
      `DEFAULT=${kind === 'audio' && isFirst ? 'YES' : 'NO'}`,
      'AUTOSELECT=YES',
      `URI="${encodeURIComponent(playlist)}"`,
    ];
    return [`#EXT-X-MEDIA:${attributes.join(',')}`];
  });
  const used = [...new Set(renditions.map(({ kind }) => kind))].flatMap((kind) =>
    kind === 'main' ? [] : [groups[kind]],
  );
  const variant = [
    `BANDWIDTH=${Math.max(1, Math.round(bandwidth))}`,
    ...used.map(({ type, group }) => `${type}="${group}"`),
  ];
  const main = renditions.filter(({ kind }) => kind === 'main').map(({ playlist }) => encodeURIComponent(playlist));
  return `${['#EXTM3U', '#EXT-X-VERSION:7', ...media, `#EXT-X-STREAM-INF:${variant.join(',')}`, ...main].join('\n')}\n`;
}

/** A quoted string has no quotes and no line breaks in it (section 4.2). */
function quotable(text: string): string {
  return text.replace(/["\p{Cc}]+/gu, ' ').trim();
}
