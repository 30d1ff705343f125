import type { ErrorCode } from '../contract/errors.ts';
import { type ExitName, exitOf } from './exit.ts';

/** A command that cannot be carried out as it was given. Its message is a sentence for a person. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
  /** for programs */
  readonly code: ErrorCode;
  readonly exit: ExitName;
  /** lines that help to do better, shown dim under the message */
  readonly hints: readonly string[];

  /** @param options `exit` where it is not that of the code */
  constructor(
    message: string,
    options: { readonly code?: ErrorCode; readonly exit?: ExitName; readonly hints?: readonly string[] } = {},
  ) {
    super(message);
    this.code = options.code ?? 'invalid-input';
    this.exit = options.exit ?? exitOf(this.code);
    this.hints = options.hints ?? [];
  }
}
