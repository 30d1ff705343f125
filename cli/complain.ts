import { CommanderError } from '@commander-js/extra-typings';
import { type ErrorBody, Failure } from '../contract/errors.ts';
import { type ExitName, exitOf, exits } from './exit.ts';
import { paintFor } from './format/paint.ts';
import { printable } from './format/printable.ts';
import { WrongUse } from './wrong-use.ts';

/**
 * Tells what went wrong on standard error: a sentence, then details dim. Never a stack, unless SLUICE_DEBUG=1. A program that asked for
 * JSON reads the same as one object on standard output. Returns the exit code.
 */
export function complain(error: unknown): number {
  if (error instanceof CommanderError && error.exitCode === 0) return exits.done.code;
  // Here nobody knows the options of the command, and those of one that was not understood are known to nobody.
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: bodyOf(error) })}\n`);
  // Commander has told its own errors already; help and version are none.
  if (error instanceof CommanderError) return exits.usage.code;
  const { message, details, exit } = told(error);
  const paint = paintFor(process.stderr);
  const lines = [`${paint.bad('sluice:')} ${message}`, ...details.map((line) => paint.dim(`  ${line}`))];
  process.stderr.write(`${lines.join('\n')}\n`);
  if (process.env['SLUICE_DEBUG'] === '1' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`);
  return exits[exit].code;
}

function bodyOf(error: unknown): ErrorBody {
  if (error instanceof Failure) return error.toBody();
  if (error instanceof WrongUse) return { code: error.code, message: error.message };
  if (error instanceof CommanderError) return { code: 'invalid-input', message: error.message.replace(/^error: /, '') };
  return new Failure('internal').toBody();
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
