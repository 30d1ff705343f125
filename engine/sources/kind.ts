/** What a link leads to, judged by the link alone; `null` when Sluice cannot use it. */
export function kindOf(url: string): 'file' | null {
  const protocol = URL.parse(url)?.protocol;
  return protocol === 'http:' || protocol === 'https:' ? 'file' : null;
}
