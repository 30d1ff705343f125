import type { PlannedTrack } from '../plan.ts';

/** What is known of a track beside the main one while it is taken. */
export interface SideState {
  readonly kind: PlannedTrack['kind'];
  /** it has ended in order: nothing more will come, and nothing is missing */
  readonly over: boolean;
  /** something of it is stored */
  readonly came: boolean;
  /** seconds since when nothing comes of it; `null` while all is well */
  readonly failingFor: number | null;
}

/** How far the main track goes on behind a fragment before sound, or text, that lags is no longer waited for. Seconds. */
export const patience = { sound: 30, text: 15 } as const;

/** @returns how far the main track may go on behind a fragment that waits for this track, seconds; 0: it does not wait */
export function patienceFor({ kind, over, came, failingFor }: SideState): number {
  if (over) return 0;
  if (kind !== 'subtitles') return patience.sound;
  // Text that never came, or has long been gone, is not to hold back each fragment anew.
  return failingFor !== null && (!came || failingFor > patience.text) ? 0 : patience.text;
}
