import type { RecordingOptions } from '../../../contract/recording.ts';
import type { MediaPlaylist } from '../playlist.ts';

/** Target durations behind the end where a client begins (RFC 8216 section 6.3.3). */
const HOLD_TARGETS = 3;

/**
 * Index of the segment with which a recording begins: the latest that begins far enough from the end of a live playlist, so
 * that the next ones are there before they are needed. A finished playlist is recorded from its start.
 */
export function startIndex(playlist: MediaPlaylist, from: RecordingOptions['from']): number {
  if (from === 'start' || playlist.ended) return 0;
  const hold = playlist.holdBack ?? HOLD_TARGETS * playlist.targetDuration;
  let behind = 0;
  for (let i = playlist.segments.length - 1; i > 0; i -= 1) {
    behind += playlist.segments[i]?.duration ?? 0;
    // EXTINF is a decimal: 3 × 0.2 must not fall short of 0.6.
    if (behind >= hold - 1e-6) return i;
  }
  return 0;
}
