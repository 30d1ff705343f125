import type { StandIn } from '../stand-in/stand-in.ts';
import type { FrontEnd } from './front-end.ts';

/** Something that people do, in each of the ways in which they can. */
export interface Scenario {
  readonly name: string;
  /** does it, and tells what came of it */
  run(front: FrontEnd, site: Pick<StandIn, 'proxy'>): Promise<unknown>;
  /** what has to come of it, as far as it is known beforehand */
  readonly expected: unknown;
}
