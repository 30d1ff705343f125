import { expect, test } from 'vitest';
import { linksFromArguments } from '../../main/arguments.ts';

test('only links count among the arguments of a start', () => {
  const argv = [
    '/usr/bin/electron',
    '--no-sandbox',
    '/home/me/sluice',
    'https://example.com/a.zip',
    'HTTP://EXAMPLE.COM/b',
    'file:///etc/passwd',
    '--proxy=http://example.com',
    'http://',
    'javascript:alert(1)',
  ];
  expect(linksFromArguments(argv)).toEqual(['https://example.com/a.zip', 'HTTP://EXAMPLE.COM/b']);
});
