import { Failure } from '../../../contract/errors.ts';
import type { OpenFeed } from '../feed.ts';
import { openAudioFeed } from './audio/feed.ts';
import { openFlvFeed } from './flv/feed.ts';
import { openMp4Feed } from './mp4/feed.ts';
import { openTsFeed } from './ts/feed.ts';

/** The feed of a container. @throws Failure `unsupported` for subtitles, which ffmpeg is not fed with */
export const openFeed: OpenFeed = (window, container) => {
  switch (container) {
    case 'ts':
      return openTsFeed(window);
    case 'mp4':
      return openMp4Feed(window);
    case 'flv':
      return openFlvFeed(window);
    case 'adts':
    case 'mp3':
    case 'ac3':
      return openAudioFeed(window, container);
    case 'vtt':
      throw new Failure('unsupported', { detail: 'subtitles make no fragment' });
  }
};
