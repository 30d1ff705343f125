/** What a text of cookies holds. */
export interface CookieLines {
  readonly count: number;
  /** the domains they are for, each once */
  readonly domains: readonly string[];
}

/**
 * Counts the cookies of a Netscape cookie file as the engine reads it: seven fields with tabs between, the last of which may be
 * missing; `#HttpOnly_` before the domain; other lines that begin with `#` are remarks.
 */
export function countCookies(text: string): CookieLines {
  let count = 0;
  const domains = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const httpOnly = line.startsWith('#HttpOnly_');
    if (line.startsWith('#') && !httpOnly) continue;
    const [domain = '', , , , , name] = (httpOnly ? line.slice('#HttpOnly_'.length) : line).split('\t');
    if (domain === '' || name === undefined) continue;
    count += 1;
    domains.add(domain.replace(/^\./, ''));
  }
  return { count, domains: [...domains] };
}
