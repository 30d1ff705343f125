/** One blow against a recording: who is killed, and when. */
export interface RecordingBlow {
  /** `program`: the ffmpeg that makes a fragment; `engine`: the deciding process alone */
  readonly victim: 'worker' | 'program' | 'engine' | 'tree';
  readonly moment: RecordingMoment;
  /** milliseconds after the moment */
  readonly delayMs: number;
}

/** A point in the life of a recording, seen from outside. */
export type RecordingMoment =
  /** so many segments were stored since the last blow */
  | { readonly at: 'stored'; readonly segments: number }
  /** a fragment is being made */
  | { readonly at: 'making' }
  /** a fragment got its name since the last blow */
  | { readonly at: 'named' }
  /** the stream is over */
  | { readonly at: 'end' };

const victims = ['tree', 'worker', 'engine'] as const;

/** Rounds of six blows each, the last one when the stream is over. */
export function planRecordings(random: () => number, count: number): RecordingBlow[][] {
  return Array.from({ length: count }, (_, round) => {
    const victimAt = (index: number) => victims[(round + index) % victims.length] ?? 'tree';
    const stored = (): RecordingMoment => ({ at: 'stored', segments: 1 + Math.floor(random() * 4) });
    const blows: RecordingBlow[] = [
      { victim: victimAt(0), moment: stored(), delayMs: random() * 300 },
      { victim: 'program', moment: { at: 'making' }, delayMs: random() * 30 },
      { victim: victimAt(1), moment: { at: 'making' }, delayMs: random() * 100 },
      { victim: victimAt(2), moment: { at: 'named' }, delayMs: random() * 5 },
      { victim: victimAt(3), moment: stored(), delayMs: random() * 300 },
      { victim: victimAt(4), moment: { at: 'end' }, delayMs: random() * 1200 },
    ];
    return blows;
  });
}
