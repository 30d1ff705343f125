/**
 * The links as they were pasted, with user and password. What was recognised comes back without the password, which the
 * task must not lose.
 *
 * @param text what was pasted
 * @param urls links as recognised
 * @returns for each of them the link to hand over
 */
export function wholeLinks(text: string, urls: readonly string[]): readonly string[] {
  const whole = new Map<string, string>();
  for (const [found] of text.matchAll(/[a-z][a-z\d+.-]*:\/\/[^\s<>"/?#@]*@[^\s<>"]+/gi)) {
    const key = withoutUser(found);
    if (key !== null && !whole.has(key)) whole.set(key, found);
  }
  if (whole.size === 0) return urls;
  return urls.map((url) => {
    const key = withoutUser(url);
    return (key === null ? undefined : whole.get(key)) ?? url;
  });
}

function withoutUser(link: string): string | null {
  if (!URL.canParse(link)) return null;
  const url = new URL(link);
  url.username = '';
  url.password = '';
  return url.href;
}
