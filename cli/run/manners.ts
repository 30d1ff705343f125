/** What bears on how much a command says and asks. */
interface Telling {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly duplicate?: 'ask' | 'skip' | 'keep' | undefined;
}

/** How much a command says and asks. */
export interface Manners {
  /** there is a person to tell */
  readonly talks: boolean;
  /** there is a person to ask */
  readonly asks: boolean;
  /** a person can be asked what to do with a duplicate */
  readonly mayAsk: boolean;
  /** one answer may stand for all */
  readonly several: boolean;
}

/** How much a command with these options and links says and asks: a person is where both ends are a terminal. */
export function mannersFrom({ json, quiet, duplicate = 'ask' }: Telling, links: readonly string[]): Manners {
  const talks = json !== true && quiet !== true;
  const asks = process.stdin.isTTY && process.stderr.isTTY && talks;
  return { talks, asks, mayAsk: asks && duplicate === 'ask', several: links.length > 1 };
}
