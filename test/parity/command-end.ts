import { expect } from 'vitest';
import { z } from 'zod';
import { exitOf, exitOfAll, exits } from '../../cli/exit.ts';
import { type ErrorCode, errorBody } from '../../contract/errors.ts';
import { failureOf } from './by-calls.ts';
import type { Ended } from './command.ts';

/** What a command writes of which nothing could be done. */
export const errorLine = z.strictObject({ error: errorBody });

/** Throws what a command says went wrong with all of it; else checks that its exit code is that of what went wrong with its tasks. */
export function checkEnd(ended: Ended): Ended {
  const { code, lines } = ended;
  const failed = errorLine.safeParse(lines.at(-1));
  if (failed.success) {
    expect(code).toBe(exits[exitOf(failed.data.error.code)].code);
    throw failureOf(failed.data.error);
  }
  const summary = z.looseObject({ event: z.literal('summary'), exitCode: z.number() }).safeParse(lines.at(-1));
  if (!summary.success) return ended;
  expect(summary.data.exitCode).toBe(code);
  const events = lines.map((line) => z.looseObject({ event: z.string() }).parse(line));
  if (events.some(({ event }) => event === 'paused' || event === 'canceled')) return ended;
  const errors = z.array(z.looseObject({ error: errorBody }));
  const wrong = errors.parse(events.filter(({ event }) => event === 'failed' || event === 'refused'));
  const codes: ErrorCode[] = wrong.map(({ error }) => error.code);
  expect(code).toBe(exits[exitOfAll(codes)].code);
  return ended;
}
