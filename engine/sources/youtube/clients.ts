import { Failure } from '../../../contract/errors.ts';

/** As whom the site can be asked. */
export interface Client {
  /** as youtubei.js names it */
  readonly name: string;
  /** it is a page: it may be signed in with the cookies of a browser, and its addresses are worked out by code of the player */
  readonly page: boolean;
}

/** As whom is asked what is the same whoever asks. */
export const web: Client = { name: 'WEB', page: true };

const pages = ['TV', 'WEB_EMBEDDED', 'MWEB', 'WEB', 'TV_SIMPLY', 'TV_EMBEDDED', 'WEB_CREATOR', 'YTMUSIC', 'YTKIDS'];
const apps = ['VISIONOS', 'ANDROID_VR', 'IOS', 'ANDROID', 'YTMUSIC_ANDROID', 'YTSTUDIO_ANDROID'];

/**
 * The order that comes with Sluice: first whose addresses need no work and are good to the end, then the one whose addresses need
 * work but no proof of a real player, then those that may give something, if only a playlist or a better reason.
 */
const usual = ['VISIONOS', 'TV', 'ANDROID_VR', 'IOS', 'WEB_EMBEDDED', 'MWEB', 'WEB'];

/**
 * As whom the site is asked, the first first.
 * @param names of the user's choice, as youtubei.js names them; empty for the order that comes with Sluice
 * @throws Failure `invalid-input`
 */
export function clientsOf(names: readonly string[]): Client[] {
  return (names.length === 0 ? usual : [...new Set(names.map((name) => name.toUpperCase()))]).map((name) => {
    const page = pages.includes(name);
    if (page || apps.includes(name)) return { name, page };
    const known = [...usual, ...pages, ...apps].filter((one, at, all) => all.indexOf(one) === at).join(', ');
    throw new Failure('invalid-input', { detail: `no client of YouTube is called ${name}; there are ${known}` });
  });
}
