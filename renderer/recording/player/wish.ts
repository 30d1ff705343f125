import type { Source } from '../../place.ts';

/** What somebody wants to see. Each is an object of its own, also when it wants the same again. */
export interface Wish {
  readonly source: Source;
  /** seconds from the beginning of the recording; `null` for where one would begin by oneself */
  readonly at: number | null;
  /** seconds from the beginning of the recording at which the source begins; 0 for what is stored so far */
  readonly origin: number;
  /** the name of the file, or `null` */
  readonly name: string | null;
}
