import type { CodeKind } from './player-code.ts';

/** What can be set while the stand-in runs. */
export interface Behaviour {
  /** what player code is served; each change is a new version of the player */
  code: CodeKind;
  /** seconds for which addresses of media are good */
  goodFor: number;
  /** bytes of one video after which the addresses given so far are good no more; once. `null` for never */
  expireAfterBytes: number | null;
  /** bytes of one answer above which it is throttled */
  largest: number;
  /** bytes a second of what is throttled */
  crawl: number;
  /** what a wrong `n` comes to */
  wrongN: 'refuse' | 'throttle';
  /** a status for everything of the interface, or for its pages alone; `null` for true answers */
  refuseAll: number | null;
  refuseMedia: number | null;
  /** what the pages and answers of lists are */
  lists: 'good' | 'changed' | 'garbage';
  /** milliseconds before each answer of the interface */
  delay: number;
}

/** As the site is. */
export function usualBehaviour(): Behaviour {
  return {
    code: 'good',
    goodFor: 6 * 3600,
    expireAfterBytes: null,
    largest: 10 * 1024 * 1024,
    crawl: 64 * 1024,
    wrongN: 'refuse',
    refuseAll: null,
    refuseMedia: null,
    lists: 'good',
    delay: 0,
  };
}
