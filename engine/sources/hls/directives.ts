/** What a request for a playlist asks of the server (RFC 8216bis section 6.2.5). */
export interface Directives {
  /** answer only when this media sequence number is there */
  readonly waitFor: number | null;
  /** leave out what has been sent before */
  readonly skip: boolean;
}

/** The address of a playlist with delivery directives; the query is otherwise left as it is written, it may be signed. */
export function withDirectives(url: string, directives: Directives): string {
  const [address = '', hash] = splitAt(url, '#');
  const [path = '', query = ''] = splitAt(address, '?');
  const pairs = query === '' ? [] : query.split('&').filter((pair) => !pair.startsWith('_HLS_'));
  // The standard wants them in this order, behind everything else.
  if (directives.waitFor !== null) pairs.push(`_HLS_msn=${directives.waitFor}`);
  if (directives.skip) pairs.push('_HLS_skip=YES');
  return path + (pairs.length > 0 ? `?${pairs.join('&')}` : '') + (hash === undefined ? '' : `#${hash}`);
}

function splitAt(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
