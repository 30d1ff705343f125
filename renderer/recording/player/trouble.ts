import type { Timeline } from '../../../contract/recording.ts';
import type { LiveTrouble } from './attach-live.ts';
import { hasPicture, unplayable } from './codecs.ts';
import type { Wish } from './wish.ts';

/** Why there is nothing to see. */
export type Trouble =
  | LiveTrouble
  | { readonly kind: 'codecs'; readonly names: readonly string[] }
  | { readonly kind: 'container' };

/** What speaks against playing at all, before anything is tried: Chromium knows no file of MPEG-TS, and not every codec. */
export function foreseen({ tracks }: Pick<Timeline, 'tracks'>, { source, name }: Wish): Trouble | null {
  const main = tracks.filter(({ kind }) => kind === (hasPicture(tracks) ? 'video' : 'audio'));
  const names = unplayable(main, (type) => MediaSource.isTypeSupported(type));
  if (names.length > 0) return { kind: 'codecs', names };
  return source.kind === 'file' && /\.ts$/i.test(name ?? '') ? { kind: 'container' } : null;
}
