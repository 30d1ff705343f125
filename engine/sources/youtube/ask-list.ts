import { Failure } from '../../../contract/errors.ts';
import type { AnsweredBy } from '../../../contract/video.ts';
import type { FoundList } from '../video/found.ts';
import { type OpenChannel, openChannel } from './ask-channel.ts';
import { web } from './clients.ts';
import { type YoutubeLink, youtubeUrl } from './links.ts';
import { entryOf } from './list-entries.ts';
import { alertOf, type ListPage, readListHead, readListPage } from './list-page.ts';
import { decodeToken, encodeToken, type ListToken } from './list-token.ts';
import { extractorVersion, outdated } from './outdated.ts';
import type { Site } from './site.ts';

const answeredBy: AnsweredBy = { resolver: 'builtin', version: extractorVersion, client: web.name };

/** With this the site also lists the videos that nobody may see. */
const withUnavailable = 'wgYCCAA=';

/**
 * The first page of a list.
 * @throws Failure `video-private`, `video-removed`, `no-stream` (nothing is seen in it), `unsupported`, `extractor-outdated`,
 * and of `Site`
 */
export async function askList(site: Site, link: YoutubeLink): Promise<FoundList> {
  if (link.kind === 'channel') return channelList(await openChannel(site, link), youtubeUrl(link));
  const id = link.kind === 'list' ? link.id : link.kind === 'video' ? link.list : null;
  if (id === null) throw new Failure('invalid-input', { detail: 'the link leads to one video and to no list' });
  const list = id.startsWith('MPREb_') ? await albumList(site, id) : id;
  const json = await site.ask('browse', { browseId: `VL${list}`, params: withUnavailable }, web);
  const alert = alertOf(json);
  const page = readListPage(json);
  const head = readListHead(json);
  // Where the site does not say itself that there are none, it may be Sluice that sees none.
  const isEmpty = alert === null && head.count === 0;
  if (page === null || (page.entries.length === 0 && !isEmpty)) throw alert ?? nothing(page);
  const url = link.kind === 'list' ? youtubeUrl(link) : youtubeUrl({ kind: 'list', id });
  return toList(page, {
    before: 0,
    id,
    url,
    title: head.title ?? id,
    channel: head.channel,
    count: head.count,
    owner: null,
  });
}

/**
 * The page of a list behind the one that named `next`.
 * @throws Failure `invalid-input`, `extractor-outdated`, and of `Site`
 */
export async function askNextPage(site: Site, next: string): Promise<FoundList> {
  const { continuation, ...about } = decodeToken(next);
  const json = await site.ask('browse', { continuation }, web);
  const page = readListPage(json);
  if (page === null) throw alertOf(json) ?? outdated('a page of a shape that nobody knows', web.name);
  return toList(page, about);
}

function channelList({ id, title, contents }: OpenChannel, url: string): FoundList {
  const page = readListPage(contents);
  if (page === null || page.entries.length === 0) throw nothing(page);
  return toList(page, { before: 0, id, url, title, channel: title, count: null, owner: title });
}

/** The list of the songs of an album, which the site calls by another name. */
async function albumList(site: Site, id: string): Promise<string> {
  const json = await site.ask('browse', { browseId: id }, { name: 'YTMUSIC', page: true });
  const list = /"(OLAK5uy_[\w-]{20,60})"|[?&]list=(OLAK5uy_[\w-]{20,60})/.exec(JSON.stringify(json) ?? '');
  const found = list?.[1] ?? list?.[2];
  if (found === undefined) throw alertOf(json) ?? outdated('an album without its list', 'YTMUSIC');
  return found;
}

function nothing(page: ListPage | null): Failure {
  if (page === null) return outdated('a list of a shape that nobody knows', web.name);
  return new Failure('no-stream', { detail: 'there are no videos in this list' });
}

function toList(page: ListPage, about: Omit<ListToken, 'continuation'>): FoundList {
  const { before, owner, id, url, title, channel, count } = about;
  const entries = page.entries
    .map((found) => entryOf(found, owner))
    .filter((entry) => entry !== null)
    .map((entry, at) => ({ ...entry, number: before + at + 1 }));
  const { continuation } = page;
  const next = continuation === null ? null : encodeToken({ ...about, before: before + entries.length, continuation });
  return { kind: 'list', url, site: 'YouTube', id, title, channel, answeredBy, count, entries, next };
}
