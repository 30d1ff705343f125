import fc from 'fast-check';
import { expect, test } from 'vitest';
import { transferOptions } from '../../contract/transfer.ts';
import { parseProxy } from '../../engine/calls/proxy-option.ts';
import { cookieJar } from '../../engine/net/cookies.ts';
import { firstAccess, readAccess, withLogin } from '../../renderer/review/access-form.ts';

const cookie = (domain: string, name = 'sid') => [domain, 'TRUE', '/', 'FALSE', '0', name, 'x'].join('\t');

test('an untouched form says nothing', () => {
  expect(readAccess(firstAccess)).toMatchObject({ name: null, options: null, login: null, wrong: new Set() });
});

test('what is typed is read', () => {
  const cookies = `# Netscape HTTP Cookie File\n${cookie('.a.example')}\n#HttpOnly_${cookie('b.example')}\n`;
  const reading = readAccess({
    ...{ name: ' Evening news ', headers: 'Referer: https://a.example/\n\n# remark\nX-Token:  a:b ', cookies },
    ...{ proxy: ' socks5://u:p@host:1080 ', user: 'mira', password: 'p%ss' },
  });
  expect(reading).toMatchObject({
    name: 'Evening news',
    options: {
      headers: [
        { name: 'Referer', value: 'https://a.example/' },
        { name: 'X-Token', value: 'a:b' },
      ],
      cookies,
      proxy: 'socks5://u:p@host:1080',
    },
    login: { user: 'mira', password: 'p%ss' },
    cookies: { count: 2, domains: ['a.example', 'b.example'] },
    wrong: new Set(),
  });
});

test('what cannot be meant is named', () => {
  const reading = readAccess({
    ...{
      name: 'n'.repeat(1001),
      headers: 'Referer: x\nno header\nbad name: x',
      cookies: 'a.example TRUE / FALSE 0 sid x',
    },
    ...{ proxy: 'host:1080', user: '', password: 'secret' },
  });
  expect([...reading.wrong].toSorted()).toEqual(['cookies', 'headers', 'name', 'proxy', 'user']);
  expect(reading.wrongHeaders).toEqual([2, 3]);
});

test('user and password go into a link that has none', () => {
  const login = { user: 'm@x', password: '100%' };
  expect(withLogin('https://a.example/x', login)).toBe('https://m%40x:100%25@a.example/x');
  expect(withLogin('https://own@a.example/x', login)).toBe('https://own@a.example/x');
  expect(withLogin('https://a.example/x', null)).toBe('https://a.example/x');
});

test('whatever counts as right is what the engine takes', () => {
  const line = fc.oneof(fc.constantFrom('A: b', '', '#', cookie('a.example'), 'direct'), fc.string({ maxLength: 20 }));
  const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
  const proxy = fc.oneof(fc.constantFrom('direct', 'http://a:1', 'socks5://u:p@b', 'ftp://a', 'http://'), fc.string());
  fc.assert(
    fc.property(text, text, proxy, (headers, cookies, given) => {
      const { options, wrong, cookies: counted } = readAccess({ ...firstAccess, headers, cookies, proxy: given });
      if (wrong.size > 0 || options === null) return;
      expect(transferOptions.parse(options)).toEqual(options);
      if (options.proxy !== undefined) parseProxy(options.proxy);
      const kept = cookieJar(options.cookies ?? null).serializeSync()?.cookies ?? [];
      expect(kept.length > 0).toBe(counted.domains.includes('a.example'));
    }),
  );
});
