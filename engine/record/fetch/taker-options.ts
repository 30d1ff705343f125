import type { GapCause } from '../../../contract/recording.ts';
import type { Wait } from '../follow/follower.ts';
import type { Handled } from '../follow/memory.ts';
import type { Web } from '../web.ts';
import type { ReadSegment } from './segment-reader.ts';
import type { TakerSink } from './sink.ts';

/** What every taker works with. */
export interface TakerOptions {
  /** what an earlier attempt left of it, or `null` */
  readonly known: Handled | null;
  /** seconds an outage may last */
  readonly giveUp: number;
  /** the work folder; it exists */
  readonly folder: string;
  readonly web: Web;
  readonly read: ReadSegment;
  readonly sink: TakerSink;
  /** how many seconds are wanted behind what the sink has got: nothing far behind them is fetched; without it, all are */
  readonly wanted?: () => number;
  /** why what came between the attempts is missing */
  readonly resumeCause: GapCause;
  /** milliseconds since the epoch */
  readonly clock: () => number;
  /** 0 to 1 */
  readonly random: () => number;
  /** by default by the computer's own clock */
  readonly wait?: Wait;
  /** ends everything at once; `run` then rejects with its reason */
  readonly signal: AbortSignal;
}

/** Why a taker takes no more. */
export type TakerEnd = 'ended' | 'gave-up' | 'stopped';
