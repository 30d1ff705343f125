/** What the sandbox and its thread say to each other. One request at a time. */
export type ToThread =
  /** `time` is how many milliseconds it may run */
  | { readonly type: 'evaluate'; readonly code: string; readonly time: number }
  /** answered by `player` after as many `fetch` as it takes */
  | { readonly type: 'player'; readonly id: string | null }
  /** the answer to `fetch` */
  | { readonly type: 'fetched'; readonly status: number; readonly text: string };

export type FromThread =
  /** code can be run from now on: said once */
  | { readonly type: 'ready' }
  /** JSON of what the code returned */
  | { readonly type: 'value'; readonly json: string }
  | { readonly type: 'player'; readonly player: PlayerCode }
  | { readonly type: 'fetch'; readonly url: string }
  | { readonly type: 'failed'; readonly reason: string };

/** What was cut out of the code of a player: enough to work out signatures, still to be run in the sandbox only. */
export interface PlayerCode {
  readonly id: string;
  /** which signatures it understands; goes with the question for the formats. 0 where nobody found it */
  readonly signatureTimestamp: number;
  readonly output: string;
  readonly exported: readonly string[];
}
