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

/** The formats in force behind a break: those of the segment, and where it does not tell, those of before. */
export function formatsBehind(before: KnownFormats, now: KnownFormats): KnownFormats {
  const streams = [...now.streams].map(([name, stream]) => [name, known(stream, before.streams.get(name))] as const);
  return { container: now.container, streams: new Map(streams) };
}

/** The formats in force, with what a further segment tells that was not known. */
export function formatsWith(before: KnownFormats, now: KnownFormats): KnownFormats {
  const isNews = [...now.streams].some(([name, { format }]) => format !== '' && !before.streams.get(name)?.format);
  if (!isNews) return before;
  const old = [...before.streams].map(([name, stream]) => [name, known(stream, now.streams.get(name))] as const);
  return { container: before.container, streams: new Map([...now.streams, ...old]) };
}

function known(stream: StreamSummary, other: StreamSummary | undefined): StreamSummary {
  return stream.format === '' && other?.codec === stream.codec ? other : stream;
}

/**
 * Whether a segment cannot stand in one file with what came before it. A stream that comes up is such a change, because a file
 * does not get a stream it did not begin with; one that falls silent is not, unless pictures do.
 * @param young whether so little came before that sound may still be on its way
 * @returns what changed, for a person; `null`: nothing did
 */
export function formatChange(before: KnownFormats, now: KnownFormats, young: boolean): string | null {
  const pairs = [...now.streams]
    .filter(([name, { kind }]) => !(young && kind === 'audio' && !before.streams.has(name)))
    .map(([name, stream]) => [before.streams.get(name), stream] as const);
  const changed = pairs.filter(([one, other]) => isOther(one, other));
  if (changed.length > 0) return changed.map(([one, other]) => changeShown(one, other)).join(', ');
  if (before.streams.has('video 1') && !now.streams.has('video 1')) return `${shownOf(before)} → ${shownOf(now)}`;
  return before.container === now.container ? null : `${before.container} → ${now.container}`;
}

function isOther(before: StreamSummary | undefined, now: StreamSummary): boolean {
  if (before === undefined || before.codec !== now.codec) return true;
  return before.format !== '' && now.format !== '' && before.format !== now.format;
}

function changeShown(before: StreamSummary | undefined, now: StreamSummary): string {
  if (before === undefined) return `+ ${now.shown || now.codec}`;
  if (before.shown !== now.shown && before.shown !== '' && now.shown !== '') return `${before.shown} → ${now.shown}`;
  return before.codec === now.codec ? `${now.codec} ${now.shown}: other settings` : `${before.codec} → ${now.codec}`;
}

function shownOf({ streams }: KnownFormats): string {
  return [...streams.values()].map(({ shown, codec }) => shown || codec).join(', ') || '–';
}
