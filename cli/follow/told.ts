import type { GapEntry, Timeline } from '../../contract/recording.ts';
import type { FinishedFragment } from './recording-news.ts';

/** Seconds by which the end of a gap may miss the end of the timeline and still be there. */
const near = 0.05;

/** What has been told of one recording, so that nothing is told twice. */
export class Told {
  readonly #parts = new Set<number>();
  readonly #gaps = new Set<string>();
  readonly #files = new Set<string>();

  /**
   * What is new in a timeline, and told from now on. A gap counts once something stands behind it or the recording is over:
   * before that it grows.
   */
  take({ fragments, gaps, length }: Timeline, over: boolean): { fragments: FinishedFragment[]; gaps: GapEntry[] } {
    const finished = fragments.flatMap((entry) =>
      entry.state === 'published' && entry.path !== null ? [{ ...entry, path: entry.path }] : [],
    );
    for (const { path } of finished) this.#files.add(path);
    const settled = gaps.filter((gap) => over || gap.at + gap.length < length - near);
    return {
      fragments: finished.filter(({ part }) => isNew(this.#parts, part)),
      gaps: settled.filter((gap) => isNew(this.#gaps, nameOf(gap))),
    };
  }

  /** Whether a file is a fragment that was told. */
  hasFile(path: string): boolean {
    return this.#files.has(path);
  }
}

function isNew<T>(known: Set<T>, value: T): boolean {
  if (known.has(value)) return false;
  known.add(value);
  return true;
}

/** The same place is the same gap, also when its bounds became a little clearer. */
function nameOf({ track, cause, at }: GapEntry): string {
  return `${track} ${cause} ${at.toFixed(1)}`;
}
