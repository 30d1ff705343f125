import { Failure } from '../../../contract/errors.ts';
import { lineOf } from '../video/text.ts';
import { dig, type Found, findAll, findFirst, listOf, textOf, wholeOf, wordOf } from './dig.ts';
import { entryNames } from './list-entries.ts';

/** A page of a list as the site gives it. */
export interface ListPage {
  readonly entries: readonly Found[];
  /** the site's word for the page behind it */
  readonly continuation: string | null;
}

/** More than any page has; the token is what `list-token.ts` takes. */
const most = { entries: 1000, token: 50_000 } as const;

const continuationNames = ['continuationItemRenderer', 'continuationItemViewModel'];

/**
 * The entries of a page, the first or one behind it; `null` when it is none of these.
 * @param contents where to look: of the first page of a channel the tab that is open, else the whole answer
 */
export function readListPage(json: unknown, contents: unknown = json): ListPage | null {
  const places = [
    dig(contents, 'contents'),
    dig(contents, 'onResponseReceivedActions'),
    dig(contents, 'onResponseReceivedEndpoints'),
    dig(contents, 'continuationContents'),
  ].filter((place) => place !== undefined);
  if (places.length === 0) return null;
  const found = findAll(places, new Set([...entryNames, ...continuationNames]));
  // What continues the page as a whole brings what the site recommends beside the list.
  const beside = new Set(
    findAll(places, new Set(['sectionListRenderer'])).flatMap(({ value }) =>
      listOf(dig(value, 'contents')).flatMap((one) => continuationNames.map((name) => tokenOf(dig(one, name)))),
    ),
  );
  const tokens = found.flatMap(({ name, value }) => (continuationNames.includes(name) ? [tokenOf(value)] : []));
  return {
    entries: found.filter(({ name }) => entryNames.has(name)).slice(0, most.entries),
    continuation: tokens.findLast((token) => token !== null && !beside.has(token)) ?? null,
  };
}

function tokenOf(item: unknown): string | null {
  const token = wordOf(findFirst(item, 'token'));
  return token !== null && token.length <= most.token ? token : null;
}

/** What the site says of a list besides its entries. */
export interface ListHead {
  readonly title: string | null;
  readonly channel: string | null;
  readonly count: number | null;
}

export function readListHead(json: unknown): ListHead {
  const header = dig(json, 'header');
  const metadata = dig(json, 'metadata');
  const channelTitle = textOf(dig(metadata, 'channelMetadataRenderer', 'title'));
  const titles = [
    dig(metadata, 'playlistMetadataRenderer', 'title'),
    channelTitle,
    dig(header, 'pageHeaderRenderer', 'pageTitle'),
    dig(header, 'playlistHeaderRenderer', 'title'),
    dig(json, 'microformat', 'microformatDataRenderer', 'title'),
  ];
  const owners = [
    channelTitle,
    dig(findFirst(dig(json, 'sidebar'), 'videoOwnerRenderer'), 'title'),
    dig(header, 'playlistHeaderRenderer', 'ownerText'),
    dig(findFirst(header, 'avatarStackViewModel'), 'text'),
  ];
  const first = (texts: readonly unknown[]): string | null => texts.map(textOf).find((text) => text !== null) ?? null;
  return {
    title: lineOf(first(titles) ?? '', 500) || null,
    channel: lineOf(first(owners)?.replace(/^by /, '') ?? '', 200) || null,
    // That of a channel counts what is in all of its tabs.
    count: channelTitle === null ? countOf([header, dig(json, 'sidebar')]) : null,
  };
}

/** `300 videos`, `1,234 videos`, `No videos`. */
function countOf(places: readonly unknown[]): number | null {
  const groups = findAll(places, new Set(['metadataParts', 'stats', 'briefStats', 'numVideosText'])).flatMap(
    ({ value }) => (Array.isArray(value) ? value : [value]),
  );
  for (const group of groups) {
    const text = textOf(dig(group, 'text')) ?? textOf(group) ?? '';
    if (/^no videos/i.test(text)) return 0;
    const number = /^([\d,.\u00a0 ]+) (?:videos?|episodes?|songs?|tracks?)$/i.exec(text)?.[1];
    if (number !== undefined) return wholeOf(Number(number.replace(/\D/g, '')));
  }
  return null;
}

/** Why there is no list, as far as the answer says so; `null` when it does not. */
export function alertOf(json: unknown): Failure | null {
  const alerts = findAll(dig(json, 'alerts'), new Set(['alertRenderer', 'alertWithButtonRenderer'])).map(
    ({ value }) => value,
  );
  const alert = alerts.find((one) => dig(one, 'type') === 'ERROR');
  if (alert === undefined) return null;
  const text = textOf(dig(alert, 'text')) ?? 'an error without words';
  const detail = lineOf(text, 300);
  if (/private/i.test(text)) return new Failure('video-private', { detail });
  if (/sign in/i.test(text)) return new Failure('bot-check', { detail });
  if (/country|region/i.test(text)) return new Failure('region', { detail });
  if (/does not exist|unavailable|not available|removed|terminated|closed|deleted|no longer/i.test(text)) {
    return new Failure('video-removed', { detail });
  }
  return new Failure('no-stream', { detail });
}
