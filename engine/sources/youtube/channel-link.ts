import type { YoutubeLink } from './links.ts';

/** The tabs of a channel that hold videos of one sort, or its playlists. */
const tabs = ['videos', 'shorts', 'streams', 'playlists'] as const;

/** Tabs that say something about a channel: who gives the link of one means the channel. */
const aboutIt: ReadonlySet<string> = new Set(['featured', 'home', 'about', 'community', 'posts', 'channels']);

/**
 * The channel that the steps of a path lead to: `@handle`, `channel/UC…`, `c/name`, `user/name`, or a `name` alone, with or without
 * a tab. `null` for other pages. Whether a name alone is one of a channel, and of which, only the site knows (it may be a custom
 * name, or that of a user): it is taken for one unless it is known to be a page of the site's own.
 */
export function channelLink(steps: readonly string[]): YoutubeLink | null {
  const [first = '', second = ''] = steps;
  const twofold = first === 'channel' || first === 'c' || first === 'user';
  const path = twofold ? named(first, second) : (handle(first) ?? bareName(first));
  const [tab, more] = steps.slice(twofold ? 2 : 1);
  if (path === null || more !== undefined) return null;
  if (tab === 'live') return { kind: 'channel-live', path };
  if (tab === undefined || aboutIt.has(tab)) return { kind: 'channel', path, tab: null };
  const known = tabs.find((name) => name === tab);
  return known === undefined ? null : { kind: 'channel', path, tab: known };
}

/** The id of a channel, or `null`. */
export function channelId(text: string | null): string | null {
  return text !== null && /^UC[\w-]{22}$/u.test(text) ? text : null;
}

function named(kind: 'channel' | 'c' | 'user', name: string): string | null {
  if (kind === 'channel') return channelId(name) === null ? null : `channel/${name}`;
  return /^[\p{L}\p{N}\p{M}_.-]{1,100}$/u.test(name) && !/^\.+$/u.test(name) ? `${kind}/${oneCase(name)}` : null;
}

/** Letters and digits of any script, with `_`, `-`, `.` and the middle dot between them. */
function handle(step: string): string | null {
  return /^@[\p{L}\p{N}_][\p{L}\p{N}\p{M}_.·-]{0,63}$/u.test(step) ? oneCase(step) : null;
}

function bareName(step: string): string | null {
  const name = /^[A-Za-z0-9]{3,100}$/u.test(step) ? oneCase(step) : null;
  return name === null || ownPages.has(name) ? null : name;
}

/** The site makes no difference between upper and lower case in names, only in ids. */
function oneCase(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** First steps of addresses of the site's own, in lower case. */
const ownPages: ReadonlySet<string> = new Set(
  (
    'about account accounts ads advertise advertising api apps attribution audiolibrary browse c channel channels charts clip ' +
    'comment comments community copyright course create creators csi dashboard debug default destination developers ' +
    'devices editor embed error explore feed feeds gaming hashtag help history home howyoutubeworks html5 iframe img index jobs kids ' +
    'leanback library live login logout memberships logo manifest movie movies music my mychannel mychans myvideos new news ' +
    'oauth oembed oops p partner payments player playlist playlists podcasts post premium press privacy profile ptracking ' +
    'purchases redirect redeem reporthistory results robots s safetymode sandbox search settings share shop shopping ' +
    'shorts show shows signin signout signup sitemap source sports static storefront studio subscribe subscriptions supported ' +
    'sw t tags team terms testtube trailers transcript trending trends tv upgrade upload upsell user v vi video videos videoplayback ' +
    'viewall watch watchlater watchvideos web yt yti youtubei youtube youtubeoriginals'
  ).split(' '),
);
