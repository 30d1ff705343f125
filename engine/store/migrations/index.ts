import { begin } from './001-begin.ts';
import { lineByHost } from './002-line-by-host.ts';
import { lineOfRecordings } from './003-line-of-recordings.ts';
import { groups } from './004-groups.ts';
import { orders } from './005-orders.ts';
import { answers } from './006-answers.ts';
import { webhooks } from './007-webhooks.ts';

/** SQL that leads from version i to version i + 1, in order. A released one never changes. */
export const migrations: readonly string[] = [begin, lineByHost, lineOfRecordings, groups, orders, answers, webhooks];
