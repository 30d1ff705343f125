/** How what was tried ended. */
export interface Outcome {
  readonly what: string;
  /** the code of its failure, or `null` where it came to a good end */
  readonly code: string | null;
  readonly detail: string;
}

/** All of it. */
export interface Outcomes {
  readonly requests: readonly Outcome[];
  readonly jobs: readonly Outcome[];
  /** connections that this computer saw on the port that nobody may reach */
  readonly trapped: number;
  /** what the user's own proxies were asked for */
  readonly proxied: readonly string[];
  /** how often each name was looked up */
  readonly asked: Readonly<Record<string, number>>;
  /** whether the client of a job, as its resolvers see it, is for public addresses only */
  readonly clients: readonly boolean[];
}
