import { readHeaderLines } from '../../contract/header-lines.ts';
import type { TransferOptions } from '../../contract/transfer.ts';
import { type CookieLines, countCookies } from './cookie-lines.ts';

/** How links are reached and what they are called, as it stands in the dialog: all of it text until it is handed over. */
export interface AccessForm {
  /** of the only link; for several it counts for nothing */
  readonly name: string;
  /** `Name: value`, one on each line */
  readonly headers: string;
  /** the content of a Netscape cookie file */
  readonly cookies: string;
  readonly proxy: string;
  readonly user: string;
  readonly password: string;
}

export const firstAccess: AccessForm = { name: '', headers: '', cookies: '', proxy: '', user: '', password: '' };

type AccessField = 'name' | 'headers' | 'cookies' | 'proxy' | 'user';

/** What a form asks for. What was not said is not there, so that a download that goes on keeps what it was given before. */
export interface AccessReading {
  readonly name: string | null;
  readonly options: TransferOptions | null;
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly cookies: CookieLines;
  /** numbers of lines, from 1, that are no headers */
  readonly wrongHeaders: readonly number[];
  readonly wrong: ReadonlySet<AccessField>;
}

/** Headers that the contract takes at most. */
export const mostHeaders = 100;
/** Characters of cookies that the contract takes at most. */
export const mostCookies = 4_000_000;

/** Reads the form. */
export function readAccess(form: AccessForm): AccessReading {
  const wrong = new Set<AccessField>();
  const { headers, wrong: wrongHeaders } = readHeaderLines(form.headers);
  if (wrongHeaders.length > 0 || headers.length > mostHeaders) wrong.add('headers');
  const cookies = countCookies(form.cookies);
  const hasCookies = form.cookies.trim() !== '';
  if (hasCookies && (cookies.count === 0 || form.cookies.length > mostCookies)) wrong.add('cookies');
  const proxy = form.proxy.trim();
  if (proxy !== '' && !isProxy(proxy)) wrong.add('proxy');
  const name = form.name.trim();
  if (name.length > 1000) wrong.add('name');
  if (form.user === '' && form.password !== '') wrong.add('user');
  const options: TransferOptions = {
    ...(headers.length === 0 ? {} : { headers: [...headers] }),
    ...(hasCookies ? { cookies: form.cookies } : {}),
    ...(proxy === '' ? {} : { proxy }),
  };
  return {
    name: name === '' ? null : name,
    options: Object.keys(options).length === 0 ? null : options,
    login: form.user === '' ? null : { user: form.user, password: form.password },
    ...{ cookies, wrongHeaders, wrong },
  };
}

/** A link with user and password put in, unless it has its own. What is no link is returned as it is. */
export function withLogin(link: string, login: AccessReading['login']): string {
  const url = URL.parse(link);
  if (login === null || url === null || url.username !== '' || url.password !== '') return link;
  // The setters leave `%` alone, so that a literal one has to be encoded before.
  url.username = encodeURIComponent(login.user);
  url.password = encodeURIComponent(login.password);
  return url.href;
}

/** A proxy of one download is kept as a secret, so it may hold user and password. */
function isProxy(text: string): boolean {
  if (text === 'direct') return true;
  const url = URL.parse(text);
  return url !== null && /^(?:https?|socks5h?):$/.test(url.protocol) && url.hostname !== '';
}
