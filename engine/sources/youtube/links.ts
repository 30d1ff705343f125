import { channelId, channelLink } from './channel-link.ts';
import { listId, oldListId } from './list-id.ts';
import { startTime } from './start-time.ts';

/** What a link to YouTube leads to. */
export type YoutubeLink =
  | {
      readonly kind: 'video';
      /** eleven characters */
      readonly id: string;
      /** seconds at which it shall be played from, or `null` */
      readonly start: number | null;
      /** the list it is played from, or `null`; never a mix, which has no end */
      readonly list: string | null;
    }
  /** a piece that somebody has cut out of a video; which one only the site knows */
  | { readonly kind: 'clip'; readonly id: string }
  /** `id` is what the site calls the list, or `MPREb_…` for an album of music, of which only its page is known */
  | { readonly kind: 'list'; readonly id: string }
  | {
      readonly kind: 'channel';
      /** `@handle`, `channel/UC…`, `c/name`, `user/name`, or a `name` alone; not escaped, names in lower case */
      readonly path: string;
      readonly tab: 'videos' | 'shorts' | 'streams' | 'playlists' | null;
    }
  /** whatever a channel sends just now */
  | { readonly kind: 'channel-live'; readonly path: string };

/** What a link to YouTube leads to; `null` for any other link, also for one that merely looks like it. */
export function youtubeLink(url: string): YoutubeLink | null {
  return leadsTo(url, undefined);
}

/** The one form of a link by which two are the same source. A video is the same wherever it begins and whatever list it is in. */
export function youtubeUrl(link: YoutubeLink): string {
  switch (link.kind) {
    case 'video':
      return `${site}/watch?v=${link.id}`;
    case 'clip':
      return `${site}/clip/${link.id}`;
    case 'list':
      return link.id.startsWith('MPREb_')
        ? `https://music.youtube.com/browse/${link.id}`
        : `${site}/playlist?list=${link.id}`;
    case 'channel':
      return `${site}/${escaped(link.path)}${link.tab === null ? '' : `/${link.tab}`}`;
    case 'channel-live':
      return `${site}/${escaped(link.path)}/live`;
  }
}

/**
 * Whether a link is to a page of YouTube, whatever it shows: nobody means the page itself by it. Addresses of files there
 * (scripts, subtitles) are none.
 */
export function isYoutubePage(url: URL): boolean {
  const host = hostOf(url);
  if (![wholeSite, part, short].some((hosts) => hosts.test(host)) || host.endsWith('googleapis.com')) return false;
  return !/\.[a-z0-9]{1,5}$|^\/+(?:api|youtubei)\//u.test(url.pathname);
}

const site = 'https://www.youtube.com';

/** Hosts that show everything. */
const wholeSite = /^(?:(?:www|m|music|gaming)\.)?youtube\.com$/u;
/** Hosts that show videos and lists to some people, or inside other pages. */
const part = /^(?:(?:www|m)\.)?(?:youtube-nocookie|youtubekids)\.com$|^(?:www\.)?youtube\.googleapis\.com$/u;
const short = /^(?:www\.)?youtu\.be$/u;

/** @param outer the page that passes on to this link, which then may pass on no further */
function leadsTo(text: string, outer: URL | undefined): YoutubeLink | null {
  const url = URL.parse(text, outer?.href);
  if (url === null || !/^https?:$/u.test(url.protocol)) return null;
  if (url.port !== '' || url.username !== '' || url.password !== '') return null;
  const steps = stepsOf(url.pathname);
  if (steps === null) return null;
  const query = new URLSearchParams(url.search.replaceAll('&amp;', '&'));
  const host = hostOf(url);
  if (short.test(host)) return steps.length === 1 ? video(steps[0], query, url.hash) : null;
  if (wholeSite.test(host)) {
    const inner = outer === undefined ? passedOn(steps, query, url) : null;
    return inner ?? player(steps, query, url.hash) ?? list(steps, query) ?? channelLink(steps);
  }
  if (part.test(host)) {
    const channel = steps[0] === 'channel' ? channelLink(steps) : null;
    return player(steps, query, url.hash) ?? list(steps, query) ?? channel;
  }
  // the page that asks for consent before anything else
  if (host === 'consent.youtube.com' && outer === undefined) return leadsTo(query.get('continue') ?? '', url);
  return null;
}

function hostOf(url: URL): string {
  return url.hostname.replace(/\.$/u, '');
}

/** The steps of a path, decoded, without empty ones. `null` when it is not escaped properly. */
function stepsOf(path: string): string[] | null {
  try {
    return path
      .split('/')
      .filter((step) => step !== '')
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** What a page that only passes on leads to. */
function passedOn(steps: readonly string[], query: URLSearchParams, url: URL): YoutubeLink | null {
  const [first, more] = steps;
  if (more !== undefined) return null;
  if (first === 'attribution_link') return leadsTo(query.get('u') ?? '', url);
  if (first === 'redirect') return leadsTo(absolute(query.get('q')), url);
  // old pages for telephones and those for televisions keep the address behind the hash
  if ((first === undefined || first === 'tv') && url.hash.startsWith('#/')) return leadsTo(url.hash.slice(1), url);
  return null;
}

function absolute(text: string | null): string {
  return text !== null && URL.canParse(text) ? text : '';
}

/** Pages that play the one video named in their query. */
const watchPages: ReadonlySet<string> = new Set([
  'watch',
  'watch.php',
  'watch_popup',
  'movie',
  'movie_popup',
  'ytscreeningroom',
]);
/** Pages that play the one video named behind them. */
const playerPages: ReadonlySet<string> = new Set(['watch', 'v', 'vi', 'e', 'embed', 'shorts', 'live']);

/** The video or clip that a page plays. */
function player(steps: readonly string[], query: URLSearchParams, hash: string): YoutubeLink | null {
  const [first, second, more] = steps;
  if (more !== undefined) return null;
  if (second === undefined) {
    if (first !== undefined && !watchPages.has(first)) return null;
    return video(query.get('v') ?? query.get('vi') ?? videoInHash(hash), query, hash);
  }
  if (first === 'clip') return clip(second);
  if (first === 'embed' && second === 'live_stream') {
    const id = channelId(query.get('channel'));
    return id === null ? null : { kind: 'channel-live', path: `channel/${id}` };
  }
  if (first === undefined || !playerPages.has(first)) return null;
  // old players take more fields behind the id as if there were a question mark: `/v/ID&hl=en`
  const [id, ...fields] = first === 'v' || first === 'e' ? second.split('&') : [second];
  const all = new URLSearchParams([...query, ...new URLSearchParams(fields.join('&'))]);
  return video(id, all, hash);
}

/** `watch#!v=…`, of the time when pages were changed behind the hash. */
function videoInHash(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#!?/u, '')).get('v');
}

function video(id: string | null | undefined, query: URLSearchParams, hash: string): YoutubeLink | null {
  if (id === null || id === undefined || !/^[\w-]{11}$/u.test(id) || id === 'videoseries') return null;
  const piece = query.get('clip');
  if (piece !== null && query.has('clipt')) return clip(piece);
  const times = [query.get('t'), query.get('start'), query.get('time_continue'), /^#t=(.*)$/u.exec(hash)?.[1] ?? null];
  return { kind: 'video', id, start: startTime(times.find((time) => time !== null) ?? null), list: listOf(query) };
}

function clip(id: string): YoutubeLink | null {
  return /^Ug[\w-]{14,62}$/u.test(id) ? { kind: 'clip', id } : null;
}

function listOf(query: URLSearchParams): string | null {
  return listId(query.get('list'));
}

/** Pages that show or play the list named in their query. */
const listPages: ReadonlySet<string> = new Set(['playlist', 'course', 'embed']);
const oldListPages: ReadonlySet<string> = new Set(['view_play_list', 'my_playlists']);

/** The list that a page shows or plays. */
function list(steps: readonly string[], query: URLSearchParams): YoutubeLink | null {
  const [first = '', second, more] = steps;
  if (more !== undefined) return null;
  if (first === 'browse') return browsed(second ?? '');
  if (first === 'p') return listLink(oldListId(second?.split('&', 1)[0] ?? null));
  if (first === 'embed' && second === 'videoseries') return listLink(listOf(query));
  if (second !== undefined) return null;
  if (oldListPages.has(first)) return listLink(oldListId(query.get('p') ?? query.get('list')));
  // with a list and without a video, the first of the list is played; with a broken one the link is broken
  return listPages.has(first) || (first === 'watch' && !query.has('v')) ? listLink(listOf(query)) : null;
}

/** What an id of a page stands for: a list, an album, or a channel. */
function browsed(id: string): YoutubeLink | null {
  const channel = channelId(id);
  return channel === null ? listLink(listId(id)) : { kind: 'channel', path: `channel/${channel}`, tab: null };
}

function listLink(id: string | null): YoutubeLink | null {
  return id === null ? null : { kind: 'list', id };
}

function escaped(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/').replace(/^%40/u, '@');
}
