/**
 * Whether a text is the address of a proxy as the settings take it: http, https or socks5, a host, and no user or
 * password, since settings are not kept as secrets.
 */
export function isProxyAddress(text: string): boolean {
  if (!/^(https?|socks5h?):\/\//i.test(text) || !URL.canParse(text)) return false;
  const url = new URL(text);
  return url.hostname !== '' && url.username === '' && url.password === '';
}
