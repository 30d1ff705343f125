/** How many connections a file that decides for itself may reach. */
const MOST_CONNECTIONS = 8;
/** A doubling has to bring at least this factor to be followed by another. */
const WORTH = 1.15;
/** Below this factor of an earlier figure, that figure was a burst and says nothing. */
const STEADY = 0.85;
/**
 * Milliseconds of throughput that are compared: short, because every window below the right number is time lost; a little
 * less than a tick of the transfer, which comes a hair early now and then.
 */
const WINDOW_MS = 190;
/**
 * Milliseconds of a second look, just below five ticks. Servers that limit a connection let it have a second's worth at
 * once and then nothing until the next second, and far ones take some round trips before a new connection brings anything:
 * both look like no gain in a short window.
 */
const PATIENT_MS = 990;

/** Where the search for the right number of connections stands. */
export interface Growth {
  readonly connections: number;
  /** bytes a second with half as many */
  readonly before: number;
  readonly windowStart: number;
  readonly windowBytes: number;
  /** `second`: a short window saw no gain, so a long one looks again; `patient`: only long ones are compared */
  readonly look: 'quick' | 'second' | 'patient';
  /** the last doubling was not worth it */
  readonly settled: boolean;
}

/** Begins with one connection. @param now milliseconds */
export function beginGrowth(now: number): Growth {
  return { connections: 1, before: 0, windowStart: now, windowBytes: 0, look: 'quick', settled: false };
}

/**
 * Decides after each tick: 1, 2, 4, 8 connections as long as each doubling brings more throughput.
 * @param bytes arrived in all
 */
export function grow(growth: Growth, bytes: number, now: number): Growth {
  if (growth.settled) return growth;
  // Until the first byte nothing is measured: the time to connect says nothing about the line.
  if (bytes === 0) return { ...growth, windowStart: now };
  const elapsed = now - growth.windowStart;
  if (elapsed < (growth.look === 'quick' ? WINDOW_MS : PATIENT_MS)) return growth;
  const throughput = ((bytes - growth.windowBytes) * 1000) / elapsed;
  const next: Growth = { ...growth, windowStart: now, windowBytes: bytes };
  if (throughput > growth.before * WORTH) {
    return doubled({ ...next, look: growth.look === 'quick' ? 'quick' : 'patient' }, throughput);
  }
  if (growth.look === 'quick') return { ...next, look: 'second' };
  if (growth.look === 'second' && throughput < growth.before * STEADY) {
    return doubled({ ...next, look: 'patient' }, throughput);
  }
  return { ...next, settled: true };
}

function doubled(growth: Growth, throughput: number): Growth {
  const connections = Math.min(MOST_CONNECTIONS, growth.connections * 2);
  return { ...growth, connections, before: throughput, settled: connections === growth.connections };
}
