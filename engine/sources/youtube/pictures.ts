import type { FoundPicture } from '../video/found.ts';
import { dig, wholeOf, wordOf } from './dig.ts';

/** More than there are of any video. */
const most = 50;

/** @param thumbnails as the site lists them */
export function picturesOf(thumbnails: readonly unknown[]): FoundPicture[] {
  return thumbnails.slice(0, most).flatMap((thumbnail) => {
    const url = URL.parse(wordOf(dig(thumbnail, 'url')) ?? '', 'https://i.ytimg.com');
    if (url === null || url.protocol !== 'https:') return [];
    return [{ url: url.href, width: wholeOf(dig(thumbnail, 'width')), height: wholeOf(dig(thumbnail, 'height')) }];
  });
}
