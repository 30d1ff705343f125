import { dig, findAll, textOf, wordOf } from './dig.ts';

/** The parts of a channel that hold videos, in the order in which they are worth showing. */
export const tabNames = ['videos', 'shorts', 'streams'] as const;
export type TabName = (typeof tabNames)[number];

/** What the site calls the tabs where nobody has told us otherwise. */
export const usualParams: Readonly<Record<TabName, string>> = {
  videos: 'EgZ2aWRlb3PyBgQKAjoA',
  shorts: 'EgZzaG9ydHPyBgUKA5oBAA%3D%3D',
  streams: 'EgdzdHJlYW1z8gYECgJ6AA%3D%3D',
};

/** A tab of a channel's page. */
export interface Tab {
  readonly name: TabName;
  readonly params: string | null;
  readonly selected: boolean;
  /** what is in it, if it is the selected one */
  readonly content: unknown;
}

/** The tabs of a channel's page that hold videos. */
export function tabsOf(json: unknown): Tab[] {
  return findAll(dig(json, 'contents'), new Set(['tabRenderer'])).flatMap(({ value }) => {
    const endpoint = dig(value, 'endpoint');
    const url = wordOf(dig(endpoint, 'commandMetadata', 'webCommandMetadata', 'url')) ?? '';
    const last = url.split('/').at(-1)?.toLowerCase();
    const title = textOf(dig(value, 'title'))?.toLowerCase();
    const name = tabNames.find((one) => one === last) ?? byTitle[title ?? ''];
    if (name === undefined) return [];
    const params = wordOf(dig(endpoint, 'browseEndpoint', 'params'));
    return [{ name, params, selected: dig(value, 'selected') === true, content: dig(value, 'content') }];
  });
}

const byTitle: Readonly<Record<string, TabName>> = { videos: 'videos', shorts: 'shorts', live: 'streams' };
