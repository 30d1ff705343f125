import type { Chapter } from '../../contract/video.ts';

/** What a player shows of a file. */
export interface Tags {
  readonly title: string;
  readonly artist: string | null;
  /** `2026-01-31` */
  readonly date: string | null;
  /** the link it came from */
  readonly link: string;
}

/**
 * A file of ffmpeg's own format for metadata. Tags go to ffmpeg this way and not as arguments: nothing in a title is ever an
 * option, nor does it stand in the list of processes.
 * @param tags `null` for none
 */
export function metadataFile(tags: Tags | null, chapters: readonly Chapter[]): string {
  const lines = [';FFMETADATA1'];
  if (tags !== null) {
    lines.push(`title=${escaped(tags.title)}`);
    if (tags.artist !== null) lines.push(`artist=${escaped(tags.artist)}`);
    if (tags.date !== null) lines.push(`date=${escaped(tags.date)}`);
    lines.push(`comment=${escaped(tags.link)}`);
  }
  for (const { title, start, end } of chapters) {
    const times = [`START=${Math.round(start * 1000)}`, `END=${Math.round(end * 1000)}`];
    lines.push('[CHAPTER]', 'TIMEBASE=1/1000', ...times, `title=${escaped(title)}`);
  }
  return `${lines.join('\n')}\n`;
}

/** One line, and a backslash before what means something there (ffmpeg-formats, section Metadata). */
function escaped(text: string): string {
  // ffmpeg takes any backslash before the end of a line for one that goes on, even one that is escaped.
  return oneLine(text)
    .replace(/\\$/u, '\\ ')
    .replace(/[=;#\\]/gu, String.raw`\$&`);
}

/** Titles of more lines are shown as something else than a title, or not at all. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

/** Chapters of a part: those that reach into it, at its own times, in seconds. */
export function chaptersWithin(chapters: readonly Chapter[], from: number, to: number | null): Chapter[] {
  const most = to ?? Number.POSITIVE_INFINITY;
  return chapters
    .map(({ title, start, end }) => ({ title, start: Math.max(start, from) - from, end: Math.min(end, most) - from }))
    .filter(({ start, end }) => start < end);
}
