import { expect, test } from 'vitest';
import { proxyFromPac } from '../../main/proxy.ts';

test.each([
  ['DIRECT', 'direct'],
  ['', 'direct'],
  ['PROXY proxy.example:3128', 'http://proxy.example:3128'],
  ['PROXY [::1]:3128; DIRECT', 'http://[::1]:3128'],
  ['HTTPS secure.example:443', 'https://secure.example:443'],
  ['SOCKS5 10.0.0.1:1080;DIRECT', 'socks5://10.0.0.1:1080'],
  ['SOCKS old.example:1080; PROXY next.example:8080', 'http://next.example:8080'],
  ['SOCKS4 old.example:1080', 'direct'],
  ['PROXY ; PROXY b:1', 'http://b:1'],
  ['proxy a:1', 'http://a:1'],
])('the answer "%s" means %s', (answer, proxy) => {
  expect(proxyFromPac(answer)).toBe(proxy);
});
