import type { TransferOptions } from '../../contract/transfer.ts';
import { headersFrom } from '../input/headers.ts';
import { loginFrom } from '../input/password.ts';
import { readText } from '../input/read-text.ts';
import { withCredentials } from '../parse/link.ts';
import type { Reporter } from '../report/reporter.ts';
import { say } from '../text/say.ts';

/** What can be said of any transfer, as it was read. */
export interface TransferWishes {
  readonly limitRate?: number | null | undefined;
  readonly header?: readonly string[] | undefined;
  readonly cookies?: string | undefined;
  readonly proxy?: string | undefined;
}

/** What is asked of each transfer. Nothing asked is nothing said, so that a resumed task keeps what it was given before. */
export async function transferFrom({ limitRate, header, cookies, proxy }: TransferWishes): Promise<TransferOptions> {
  return {
    ...(limitRate === undefined ? {} : { limitRate }),
    ...(header === undefined ? {} : { headers: await headersFrom(header) }),
    ...(cookies === undefined ? {} : { cookies: await readText(cookies) }),
    ...(proxy === undefined ? {} : { proxy }),
  };
}

/** Links with user and password put in, asking for the password when only a name is given. */
export async function withLogin(
  links: readonly string[],
  { user: given, quiet }: { readonly user?: string | undefined; readonly quiet?: boolean | undefined },
  reporter: Reporter,
): Promise<string[]> {
  if (given === undefined) return [...links];
  const { user, password, exposed } = await loginFrom(given);
  if (exposed && quiet !== true) reporter.note(say.passwordVisible);
  return links.map((link) => withCredentials(link, user, password));
}
