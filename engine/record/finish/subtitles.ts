import type { Ticks } from '../fragment.ts';
import { type Cue, moveCue, readVtt, writeVtt } from './vtt.ts';

/** A stored segment of WebVTT in a fragment. */
export interface SubtitlePiece {
  readonly text: string;
  /** what is added to presentation times to get the fragment's own */
  readonly shift: Ticks;
}

/** Seconds after which presentation times at 90 kHz begin anew. */
const wrap = 2 ** 33 / 90_000;

/**
 * The subtitles of one fragment: the cues that are shown while it plays, at its own times. A cue that reaches over an end of
 * the fragment is cut there, so that each of the two fragments shows its part.
 * @param length seconds
 * @param lead seconds by which the file begins before the fragment's 0
 * @returns WebVTT, or `null` when nothing is shown
 */
export function fragmentSubtitles(pieces: readonly SubtitlePiece[], length: number, lead: number): string | null {
  const looks = new Set<string>();
  const cues: Cue[] = [];
  const [from, to] = [Math.round(lead * 1000), Math.round((lead + length) * 1000)];
  for (const { text, shift } of pieces) {
    const vtt = readVtt(text);
    for (const look of vtt.looks) looks.add(look);
    const first = vtt.cues[0];
    if (first === undefined) continue;
    const { ticks, local } = vtt.map ?? { ticks: 0, local: 0 };
    const offset = ticks / 90_000 - local / 1000 + shift.ticks / shift.timescale + lead;
    // Only the difference to the nearest turn of the clock counts.
    const turns = Math.round((offset + first.start / 1000 - (lead + length / 2)) / wrap);
    const by = (offset - turns * wrap) * 1000;
    cues.push(...vtt.cues.flatMap((cue) => moveCue(cue, by, from, to) ?? []));
  }
  const joined = joinCues(cues);
  return joined.length === 0 ? null : writeVtt([...looks], joined);
}

/** Segments repeat a cue that reaches from one into the next, or cut it in two: either way it is one cue. */
function joinCues(cues: readonly Cue[]): Cue[] {
  const joined: Cue[] = [];
  const last = new Map<string, number>();
  for (const cue of cues.toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    const key = JSON.stringify([cue.id, cue.settings, cue.text]);
    const index = last.get(key);
    const before = index === undefined ? undefined : joined[index];
    if (index !== undefined && before !== undefined && cue.start <= before.end + 1) {
      joined[index] = { ...before, end: Math.max(before.end, cue.end) };
    } else {
      last.set(key, joined.length);
      joined.push(cue);
    }
  }
  return joined;
}
