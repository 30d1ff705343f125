/**
 * A link as given on the command line. Without a scheme `https://` is put before it, as browsers do; everything else is left
 * for the engine to judge.
 */
export function withScheme(text: string): string {
  const link = text.trim();
  if (/^[a-z][a-z0-9+.-]*:(?!\d+(?:[/?#]|$))/i.test(link)) return link;
  return /^[\p{L}\p{N}[][^\s/]*(?:[/?#]|$)/u.test(link) && /[.:]/.test(link.split(/[/?#]/, 1)[0] ?? '')
    ? `https://${link}`
    : link;
}

/** A link with user and password put in, unless it has its own. What is no absolute link is returned as it is. */
export function withCredentials(link: string, user: string, password: string): string {
  const url = URL.parse(link);
  if (url === null || url.username !== '' || url.password !== '') return link;
  // The setters leave `%` alone, so that a literal one has to be encoded before.
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  return url.href;
}
