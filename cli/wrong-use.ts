import type { ExitName } from './exit.ts';

/** A command that cannot be carried out as it was given. Its message is a sentence for a person. */
export class WrongUse extends Error {
  override readonly name = 'WrongUse';
  readonly exit: ExitName;
  /** lines that help to do better, shown dim under the message */
  readonly hints: readonly string[];

  constructor(message: string, options: { readonly exit?: ExitName; readonly hints?: readonly string[] } = {}) {
    super(message);
    this.exit = options.exit ?? 'usage';
    this.hints = options.hints ?? [];
  }
}
