/**
 * The first proxy of a PAC answer that Sluice can use, as a URL, or `direct`.
 * Input as from `FindProxyForURL`: `PROXY a:80; SOCKS5 b:1080; DIRECT`.
 */
export function proxyFromPac(answer: string): string {
  for (const entry of answer.split(';')) {
    const [kind = '', address = ''] = entry.trim().split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return 'direct';
    const scheme = schemes[kind.toUpperCase()];
    if (scheme !== undefined && URL.canParse(`${scheme}://${address}`)) return `${scheme}://${address}`;
  }
  return 'direct';
}

/** SOCKS4 has no names and no IPv6 and is left out. */
const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS5: 'socks5',
};
