import type { Chapter } from '../../../contract/video.ts';
import { lineOf } from '../video/text.ts';
import { dig, findAll, findFirst, listOf, numberOf, textOf, wordOf } from './dig.ts';

interface Mark {
  readonly title: string;
  /** seconds */
  readonly start: number;
}

/**
 * The chapters of a video: those that the page around it marks on its bar, else those it lists, else those in its description.
 * @param next what `/youtubei/v1/next` answered, or `null`
 * @param duration seconds; without it nobody knows where the last one ends, and there are none
 */
export function chaptersOf(next: unknown, description: string | null, duration: number | null): Chapter[] {
  if (duration === null) return [];
  const ways = [() => marksOfBar(next), () => marksOfPanel(next), () => marksOfDescription(description ?? '')];
  for (const way of ways) {
    const chapters = whole(way(), duration);
    if (chapters.length > 0) return chapters;
  }
  return [];
}

/** More than any video has. */
const most = 2000;

/** Marks with their ends; none at all unless they ascend within the video. */
function whole(marks: readonly Mark[], duration: number): Chapter[] {
  const inside = marks.slice(0, most).filter(({ start }) => start < duration);
  if (inside.some(({ start }, at) => start <= (inside[at - 1]?.start ?? -1))) return [];
  return inside.map(({ title, start }, at) => ({
    title: lineOf(title, 500) || String(at + 1),
    start,
    end: inside[at + 1]?.start ?? duration,
  }));
}

function marksOfBar(next: unknown): Mark[] {
  const bar = findFirst(dig(next, 'playerOverlays'), 'multiMarkersPlayerBarRenderer');
  const map = listOf(dig(bar, 'markersMap'));
  const chapters = map.find((entry) => /CHAPTERS/.test(wordOf(dig(entry, 'key')) ?? ''));
  return listOf(dig(chapters, 'value', 'chapters')).flatMap((entry) => {
    const chapter = dig(entry, 'chapterRenderer');
    return mark(textOf(dig(chapter, 'title')), numberOf(dig(chapter, 'timeRangeStartMillis')), 1000);
  });
}

function marksOfPanel(next: unknown): Mark[] {
  const panel = listOf(dig(next, 'engagementPanels'))
    .map((one) => dig(one, 'engagementPanelSectionListRenderer'))
    .find((one) => /macro-markers-(?:description|auto)-chapters/.test(wordOf(dig(one, 'targetId')) ?? ''));
  return findAll(panel, new Set(['macroMarkersListItemRenderer'])).flatMap(({ value }) =>
    mark(textOf(dig(value, 'title')), numberOf(dig(value, 'onTap', 'watchEndpoint', 'startTimeSeconds')), 1),
  );
}

function mark(title: string | null, time: number | null, unit: number): Mark[] {
  return title === null || time === null || time < 0 ? [] : [{ title, start: time / unit }];
}

/** A line of a description that begins or ends with a time: `0:00 Beginning`, `[1:02:03] - Middle`, `End (10:00)`. */
const before = /^[\s\-–—•*·>#|([]*((?:\d{1,3}:)?\d{1,2}:\d{2})(?![\d:])[)\]]?[\s\-–—:.|]*(\S.*?)\s*$/u;
const behind = /^\s*(\S.*?)[\s\-–—:.|([]*(?<![\d:])((?:\d{1,3}:)?\d{1,2}:\d{2})[)\]]?\s*$/u;

/** At least three, the first at 0:00, each ten seconds or longer: what the site itself takes for chapters. */
function marksOfDescription(description: string): Mark[] {
  const marks = description
    .slice(0, 20_000)
    .split('\n')
    .flatMap((line): Mark[] => {
      const text = line.slice(0, 500);
      const [, time, title] = before.exec(text) ?? [];
      if (time !== undefined && title !== undefined) return [{ title, start: timeOf(time) }];
      const [, first, last] = behind.exec(text) ?? [];
      return first === undefined || last === undefined ? [] : [{ title: first, start: timeOf(last) }];
    });
  const fine = marks.every(({ start }, at) => start >= (marks[at - 1]?.start ?? -10) + 10);
  return marks.length >= 3 && marks[0]?.start === 0 && fine ? marks : [];
}

function timeOf(time: string): number {
  return time.split(':').reduce((all, part) => all * 60 + Number(part), 0);
}
