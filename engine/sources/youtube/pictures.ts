import type { FoundPicture } from '../video/found.ts';
import { dig, wholeOf, wordOf } from './dig.ts';

/** @param thumbnails as the site lists them */
export function picturesOf(thumbnails: readonly unknown[]): FoundPicture[] {
  return thumbnails.flatMap((thumbnail) => {
    const url = URL.parse(wordOf(dig(thumbnail, 'url')) ?? '', 'https://i.ytimg.com');
    if (url === null || url.protocol !== 'https:') return [];
    return [{ url: url.href, width: wholeOf(dig(thumbnail, 'width')), height: wholeOf(dig(thumbnail, 'height')) }];
  });
}
