import { CommanderError } from '@commander-js/extra-typings';
import { Failure } from '../contract/errors.ts';
import { type ExitName, exitOf, exits } from './exit.ts';
import { paintFor } from './format/paint.ts';
import { printable } from './format/printable.ts';
import { WrongUse } from './wrong-use.ts';

/** Tells what went wrong on standard error: a sentence, then details dim. Never a stack, unless SLUICE_DEBUG=1. Returns the exit code. */
export function complain(error: unknown): number {
  // Commander has told its own errors already; help and version are none.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exits.done.code : exits.usage.code;
  const { message, details, exit } = told(error);
  const paint = paintFor(process.stderr);
  const lines = [`${paint.bad('sluice:')} ${message}`, ...details.map((line) => paint.dim(`  ${line}`))];
  process.stderr.write(`${lines.join('\n')}\n`);
  if (process.env['SLUICE_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return exits[exit].code;
}

function told(error: unknown): { message: string; details: readonly string[]; exit: ExitName } {
  if (error instanceof WrongUse) return { message: error.message, details: error.hints, exit: error.exit };
  if (error instanceof Failure) {
    const details = error.detail === undefined ? [] : [printable(error.detail)];
    return { message: error.message, details, exit: exitOf(error.code) };
  }
  const { message } = new Failure('internal');
  return { message, details: error instanceof Error ? [printable(error.message)] : [], exit: 'failed' };
}
