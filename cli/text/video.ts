import { codecLabel } from '../../contract/codecs.ts';
import { pictureLabel } from '../../contract/picture.ts';
import type {
  AnsweredBy,
  ListEntry,
  ListInfo,
  PresetOffer,
  SubtitleOffer,
  VideoFormat,
  VideoInfo,
} from '../../contract/video.ts';
import { formatBitrate } from '../format/bitrate.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatClock } from '../format/clock.ts';
import { printable } from '../format/printable.ts';
import { formatTime } from '../format/time.ts';
import { counted } from './recording.ts';

/** Languages that are named one by one. */
const mostLanguages = 12;

/** `answered by the built-in resolver 18.1.0 as VISIONOS`, `answered by yt-dlp 2026.10.01`. */
export function answeredText({ resolver, version, client }: AnsweredBy): string {
  const who = resolver === 'builtin' ? 'the built-in resolver' : resolver;
  return `answered by ${who} ${printable(version)}${client === null ? '' : ` as ${printable(client)}`}`;
}

/** `Title (Channel, 3:32)`. */
export function videoText({ title, channel, duration, live }: VideoInfo): string {
  const length = live === 'live' ? 'live' : duration === null ? null : formatClock(duration);
  return withFacts(title, [channel, length]);
}

/** `Title (Channel, 300 videos)`. */
export function listText({ title, channel, count }: Pick<ListInfo, 'title' | 'channel' | 'count'>): string {
  return withFacts(title, [channel, count === null ? null : counted(count, 'video')]);
}

function withFacts(title: string, facts: readonly (string | null)[]): string {
  const known = facts.filter((fact) => fact !== null && fact !== '').map((fact) => printable(fact ?? ''));
  return known.length === 0 ? printable(title) : `${printable(title)} (${known.join(', ')})`;
}

/** `1080p`, `1080p60`, `1080p60 HDR`; empty where there is no picture. */
export function pictureText({ hdr, ...picture }: Pick<VideoFormat, 'width' | 'height' | 'fps' | 'hdr'>): string {
  return [pictureLabel(picture), hdr ? 'HDR' : ''].filter((part) => part !== '').join(' ');
}

/** `128 kbit/s AAC`; empty where there is no sound. */
export function soundText(codec: string | null, bitrate: number | null): string {
  if (codec === null) return '';
  return bitrate === null ? codecLabel(codec) : `${formatBitrate(bitrate)} ${codecLabel(codec)}`;
}

/** `about 180 MB`; empty while nobody knows. */
export function sizeText(size: number | null, approximate: boolean): string {
  if (size === null) return '';
  return approximate ? `about ${formatBytes(size)}` : formatBytes(size);
}

/** What a preset comes to: `1080p60, VP9, 160 kbit/s Opus, about 180 MB, webm`. */
export function offerText(offer: PresetOffer): string {
  const { height, fps, videoCodec, audioCodec, audioBitrate, size, approximate, extension } = offer;
  return [
    pictureLabel({ width: null, height, fps }),
    printable(codecLabel(videoCodec)),
    printable(soundText(audioCodec, audioBitrate)),
    sizeText(size, approximate),
    printable(extension),
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** `en, ru; automatic: de, fr and 98 more`; empty when there are none. */
export function subtitlesText(offers: readonly SubtitleOffer[]): string {
  const written = offers.filter(({ automatic }) => !automatic);
  const made = offers.filter(({ automatic }) => automatic);
  return [languages(written), made.length === 0 ? '' : `automatic: ${languages(made)}`]
    .filter((part) => part !== '')
    .join('; ');
}

function languages(offers: readonly SubtitleOffer[]): string {
  const shown = offers.slice(0, mostLanguages).map(({ language }) => printable(language));
  const more = offers.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

/** What there is to say of an entry of a list: why it cannot be had, or what a task has made of it. */
export function entryRemark({ missing, live, task }: ListEntry): string {
  if (missing !== null) return printable(missing);
  if (task !== null) return task.state === 'completed' ? 'already there' : task.state;
  return live ? 'live' : '';
}

/** What is said of a live stream that is yet to come. */
export function beginsText(startsAt: number | null): string {
  return startsAt === null ? 'nobody says when it begins' : `it begins at ${formatTime(startsAt)}`;
}
