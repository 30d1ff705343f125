import { Failure } from '../../contract/errors.ts';

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'socks5:', 'socks5h:']);

/**
 * Checks what a person gave as proxy.
 * @returns it without user and password, and whether it had any
 * @throws Failure `invalid-input`
 */
export function parseProxy(proxy: string): { shown: string; hasCredentials: boolean } {
  if (proxy === 'direct') return { shown: proxy, hasCredentials: false };
  const url = URL.parse(proxy);
  if (url === null || !schemes.has(url.protocol) || url.hostname === '') {
    throw new Failure('invalid-input', { detail: 'the proxy must be "direct" or an http, https or socks5 address' });
  }
  const hasCredentials = url.username !== '' || url.password !== '';
  url.username = '';
  url.password = '';
  return { shown: url.href, hasCredentials };
}
