import { z } from 'zod';
import { isPrivateHost } from '../../net/address.ts';
import type { FoundEntry, FoundList } from '../video/found.ts';
import { lineOf } from '../video/text.ts';
import { webUrlOrNull } from '../web-url.ts';
import { channelOf, durationOf, factsOf, liveOf, titleOf } from './facts.ts';
import { entryShape, type ListShape } from './shape.ts';

/** Entries of a list by their numbers, both included. */
export interface Page {
  readonly first: number;
  readonly last: number;
}

/** The first page is there at once, and those behind it grow: yt-dlp begins at the first entry for each of them. */
const firstPage = 100;
const largestPage = 2000;
/** No list is as long; nothing is asked for behind it. */
const longestList = 100_000;

/**
 * The page that `next` stands for, which is the number of its first entry.
 * @returns `undefined` for what no answer of `foundList` has named
 */
export function pageOf(next: string | null): Page | undefined {
  if (next === null) return { first: 1, last: firstPage };
  const first = /^[1-9]\d{0,5}$/u.test(next) ? Number(next) : longestList;
  if (first >= longestList) return undefined;
  return { first, last: first - 1 + Math.min(Math.max(first - 1, firstPage), largestPage) };
}

/**
 * A page of a list as yt-dlp describes it.
 * @param page what the answer is to hold, where one more entry behind it was asked for to see whether there is more
 */
export function foundList(found: ListShape, asked: string, version: string, page: Page): FoundList {
  const given = found.entries ?? [];
  const numbered = given.map((each, at) => ({ each, number: found.requested_entries?.[at] || page.first + at }));
  const inPage = numbered.filter(({ number }) => number >= page.first && number <= page.last);
  const more = numbered.some(({ number }) => number > page.last);
  const facts = factsOf(found, asked, version);
  return {
    ...facts,
    kind: 'list',
    count: found.playlist_count || (more ? null : page.first - 1 + inPage.length),
    entries: inPage.flatMap(({ each, number }) => entryOf(each, number, facts.url, asked)),
    next: more ? String(page.last + 1) : null,
  };
}

/** A video alone, as a list of one. */
export function listOfOne(found: ListShape, asked: string, version: string): FoundList {
  const facts = factsOf(found, asked, version);
  return { ...facts, kind: 'list', count: 1, entries: entryOf(found, 1, '', asked), next: null };
}

/** YouTube says it by the title alone. */
function missingOf(title: string): string | null {
  return /^\[(private|deleted) video\]$/iu.exec(title)?.[1]?.toLowerCase() ?? null;
}

/**
 * Nothing for what leads nowhere on the web, or from the web into a private network: an entry becomes a link of the user's own, which
 * may lead there.
 * @param list the link of the list; several videos of one page may have no other
 * @param asked the link that the user gave
 */
function entryOf(each: unknown, number: number, list: string, asked: string): FoundEntry[] {
  const read = z.safeParse(entryShape, each);
  if (!read.success) return [];
  const entry = read.data;
  const url = webUrlOrNull(entry.webpage_url ?? '', 'about:blank') ?? webUrlOrNull(entry.url ?? '', 'about:blank');
  if (url === null || (isPrivateHost(new URL(url)) && !isPrivateHost(new URL(asked)))) return [];
  const title = titleOf(entry.title);
  const id = lineOf(entry.id ?? '', 200);
  const live = liveOf(entry);
  return [
    {
      number,
      url,
      id,
      title: title || id || url,
      channel: channelOf(entry),
      duration: durationOf(entry.duration),
      live: live === 'live' || live === 'upcoming',
      missing: missingOf(title) ?? (url === list ? 'has no link of its own' : null),
    },
  ];
}
