import type { LiveFigures } from '../../contract/recording.ts';

export type Outage = NonNullable<LiveFigures['outage']>;

/** The outage in which nothing at all comes; `null` while the recording goes on. */
export function interruptionOf(live: LiveFigures | null): Outage | null {
  return live?.outage?.track === 'main' ? live.outage : null;
}

/** The outage of another track, without which the recording goes on; `null` when there is none. */
export function lackOf(live: LiveFigures | null): Outage | null {
  return live === null || live.outage === null || live.outage.track === 'main' ? null : live.outage;
}
