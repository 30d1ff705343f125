import type { MediaSummary, StreamSummary } from '../stored.ts';

/** The formats of what came since the timeline broke. */
export interface KnownFormats {
  readonly container: string;
  /** by kind and number, as in `audio 2` */
  readonly streams: ReadonlyMap<string, StreamSummary>;
}

/** The formats of one segment. */
export function formatsOf(media: MediaSummary): KnownFormats {
  const streams = new Map<string, StreamSummary>();
  const counts = { video: 0, audio: 0 };
  for (const stream of media.streams) {
    if (stream.units === 0) continue;
    counts[stream.kind] += 1;
    streams.set(`${stream.kind} ${counts[stream.kind]}`, stream);
  }
  return { container: media.container, streams };
}

/**
 * Whether a segment cannot stand in one file with what came before it. A stream that comes up is such a change, because a file
 * does not get a stream it did not begin with; one that falls silent is not, unless pictures do.
 * @returns what changed, for a person; `null`: nothing did
 */
export function formatChange(before: KnownFormats, now: KnownFormats): string | null {
  const pairs = [...now.streams].map(([name, stream]) => [before.streams.get(name), stream] as const);
  const changed = pairs.filter(([one, other]) => one?.format !== other.format);
  if (changed.length > 0) return changed.map(([one, other]) => changeShown(one, other)).join(', ');
  if (before.streams.has('video 1') && !now.streams.has('video 1')) return `${shownOf(before)} → ${shownOf(now)}`;
  return before.container === now.container ? null : `${before.container} → ${now.container}`;
}

function changeShown(before: StreamSummary | undefined, now: StreamSummary): string {
  if (before === undefined) return `+ ${now.shown}`;
  if (before.shown !== now.shown) return `${before.shown} → ${now.shown}`;
  return before.codec === now.codec ? `${now.codec} ${now.shown}: other settings` : `${before.codec} → ${now.codec}`;
}

function shownOf({ streams }: KnownFormats): string {
  return [...streams.values()].map(({ shown }) => shown).join(', ') || '–';
}
