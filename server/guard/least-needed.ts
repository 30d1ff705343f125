/** What is known of a connection. */
export interface Held {
  /** when it was opened or its last complete request came; only the order counts */
  readonly since: number;
  /** who sent its last request has the token or a session */
  readonly known: boolean;
  /** a request is underway, or its answer */
  readonly answering: boolean;
}

/**
 * Which of many connections makes way for a new one: a stranger's before those of somebody who is signed in, and of these only one
 * that is idle; among them the one that was without a complete request for longest. `undefined` when none may.
 */
export function leastNeeded<C>(connections: Iterable<readonly [C, Held]>): C | undefined {
  let least: readonly [C, Held] | undefined;
  for (const each of connections) {
    const [, held] = each;
    if (held.known && held.answering) continue;
    if (least === undefined || isLess(held, least[1])) least = each;
  }
  return least?.[0];
}

function isLess(one: Held, other: Held): boolean {
  return one.known === other.known ? one.since < other.since : other.known;
}
