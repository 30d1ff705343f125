import { begin } from './001-begin.ts';
import { lineByHost } from './002-line-by-host.ts';

/** SQL that leads from version i to version i + 1, in order. A released one never changes. */
export const migrations: readonly string[] = [begin, lineByHost];
