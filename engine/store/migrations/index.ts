import { begin } from './001-begin.ts';

/** SQL that leads from version i to version i + 1, in order. A released one never changes. */
export const migrations: readonly string[] = [begin];
