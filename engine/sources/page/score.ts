import { namesPlaylist } from '../playlist-link.ts';

/** Where in a page an address was found, the surest first. */
export type Place = 'player' | 'address' | 'json-ld' | 'meta' | 'data' | 'script' | 'link';

const byPlace: Readonly<Record<Place, number>> = {
  player: 100,
  // The page was called with it.
  address: 90,
  'json-ld': 85,
  meta: 80,
  data: 75,
  script: 60,
  link: 50,
};

/** How likely an address in a page is the stream that is to be seen there; higher is likelier. */
export function scoreOf(url: string, place: Place, type: string): number {
  const link = URL.parse(url);
  let score = byPlace[place];
  const playlist = (link !== null && namesPlaylist(link)) || /mpegurl|dash\+xml/iu.test(type);
  // A film beside the stream, or a sound without any name.
  if (!playlist) score -= 30;
  if (/mpd(?:$|\?)|dash\+xml/iu.test(url + type)) score -= 2;
  if (/(?:^|[/_.-])(?:master|main|multivariant)(?=[/_.?-]|$)/iu.test(url)) score += 3;
  if (/chunklist|media_b?\d/iu.test(url)) score -= 5;
  if (/(?:^|[/_.=-])(?:ads?|vast|preroll|promo|trailer|preview|thumbs?|storyboard|sprites?)(?=[/_.?&-]|$)/iu.test(url))
    score -= 40;
  return score;
}
