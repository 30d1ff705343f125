/** How many connections a file that decides for itself may reach. */
const MOST_CONNECTIONS = 8;
/** A doubling has to bring at least this factor to be followed by another. */
const WORTH = 1.15;
/**
 * Milliseconds of throughput that are compared: short, because every window below the right number is time lost; a little
 * less than a tick of the transfer, which comes a hair early now and then.
 */
const WINDOW_MS = 190;

/** Where the search for the right number of connections stands. */
export interface Growth {
  readonly connections: number;
  /** bytes a second with half as many */
  readonly before: number;
  readonly windowStart: number;
  readonly windowBytes: number;
  /** the last doubling was not worth it */
  readonly settled: boolean;
}

/** Begins with one connection. @param now milliseconds */
export function beginGrowth(now: number): Growth {
  return { connections: 1, before: 0, windowStart: now, windowBytes: 0, settled: false };
}

/**
 * Decides after each tick: 1, 2, 4, 8 connections as long as each doubling brings more throughput.
 * @param bytes arrived in all
 */
export function grow(growth: Growth, bytes: number, now: number): Growth {
  if (growth.settled || now - growth.windowStart < WINDOW_MS) return growth;
  const throughput = ((bytes - growth.windowBytes) * 1000) / (now - growth.windowStart);
  const next = { ...growth, windowStart: now, windowBytes: bytes };
  if (throughput <= growth.before * WORTH) return { ...next, settled: true };
  const connections = Math.min(MOST_CONNECTIONS, growth.connections * 2);
  return { ...next, connections, before: throughput, settled: connections === growth.connections };
}
