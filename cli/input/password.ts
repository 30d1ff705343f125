import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';

export interface Login {
  readonly user: string;
  readonly password: string;
  /** whether the password stood on the command line, where other users can see it */
  readonly exposed: boolean;
}

/**
 * Who to log in as: `NAME:PASSWORD`, or `NAME` alone with the password from SLUICE_PASSWORD or asked for on the terminal
 * without showing it. Throws `WrongUse` when there is no terminal to ask.
 */
export async function loginFrom(given: string): Promise<Login> {
  const colon = given.indexOf(':');
  if (colon >= 0) return { user: given.slice(0, colon), password: given.slice(colon + 1), exposed: true };
  const known = process.env['SLUICE_PASSWORD'];
  if (known !== undefined) return { user: given, password: known, exposed: false };
  if (!process.stdin.isTTY || !process.stderr.isTTY) throw new WrongUse(wrong.noTerminal);
  const { read } = await import('read');
  try {
    const password = await read({ prompt: say.passwordPrompt(given), silent: true, output: process.stderr });
    return { user: given, password, exposed: false };
  } catch {
    throw new WrongUse(say.signal('SIGINT'), { code: 'canceled', exit: 'interrupted' });
  } finally {
    process.stderr.write('\n');
  }
}
