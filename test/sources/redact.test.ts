import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../engine/sources/redact.ts';

test.each([
  ['https://u:p@x/a?b=c%20d#e', 'https://x/a?b=c%20d#e'],
  [
    'https://x/a?token=abc&x=1&X-Amz-Signature=ff#access_token=1',
    'https://x/a?token=***&x=1&X-Amz-Signature=***#access_token=***',
  ],
  [
    'https://x/?sig=1&Key-Pair-Id=2&key=3&api_key=4&sid=5&auth=6',
    'https://x/?sig=***&Key-Pair-Id=***&key=***&api_key=***&sid=***&auth=***',
  ],
  ['https://x/?author=me&keyword=k&design=d&page=2', 'https://x/?author=me&keyword=k&design=d&page=2'],
  ['https://x/?%74oken=abc', 'https://x/?%74oken=***'],
  ['https://x/?u=https%3A%2F%2Fa%3Ab%40h%2F%3Fkey%3D1', 'https://x/?u=https%3A%2F%2Fh%2F%3Fkey%3D***'],
  ['https://x/?u=https%3A%2F%2Fh%2Fa', 'https://x/?u=https%3A%2F%2Fh%2Fa'],
  ['socks5://a:b@h:1', 'socks5://h:1'],
  ['user:password@host', '***@host'],
  ['http://u:p@[::1', 'http://***@[::1'],
  ['no url ?token=x', 'no url ?***'],
  ['a//b//u:p@[::1', 'a//b//***@[::1'],
  ['//?//u:p@h', '//***@h'],
  ['//u:p#//x@h?y', '//***@h?***'],
])('%s is shown as %s', (url, shown) => {
  expect(redact(url)).toBe(shown);
});

test('neither password nor token is ever shown, whatever stands around them', () => {
  const secret = 'S3CRETs3cret';
  const around = fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed()));
  fc.assert(
    fc.property(
      around,
      around,
      fc.constantFrom('token', 'sig', 'X-Amz-Credential', 'password'),
      (user, value, field) => {
        const inner = `https://${user}:${secret}@h/?a=${value}&${field}=${secret}`;
        expect(redact(inner)).not.toContain(secret);
        expect(redact(`https://x/${value}?u=${encodeURIComponent(inner)}`)).not.toContain(secret);
      },
    ),
  );
});

test('a long text that is no link takes no longer than its length', () => {
  const slashes = '/'.repeat(1_000_000);
  expect(redact(slashes)).toBe(slashes);
});
