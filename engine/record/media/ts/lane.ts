import type { Bounds } from './bounds.ts';
import type { Output } from './output.ts';
import type { ScannedTrack } from './scan.ts';
import type { Outlet } from './write-packets.ts';

/** One elementary stream on its way through a feed: decides which of its PES packets are let out. */
export interface Lane extends Outlet {
  /** access units let out so far */
  readonly units: number;
  /** whether the packets that come now are let out */
  readonly passing: boolean;
  /** A segment begins. */
  prepare(track: ScannedTrack, bounds: Bounds, output: Output): void;
  /** The next PES packet of the segment begins. */
  begin(output: Output): void;
  /** Nothing more comes. */
  end(output: Output): void;
}
