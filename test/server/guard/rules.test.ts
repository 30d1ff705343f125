import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leastNeeded } from '../../../server/guard/least-needed.ts';
import { outerOf } from '../../../server/guard/outer.ts';
import { isOwnHost } from '../../../server/guard/own-host.ts';

test('an address has one form', () => {
  expect(outerOf({}, '::ffff:198.51.100.1', false).address).toBe('198.51.100.1');
  expect(outerOf({}, 'fe80::1%eth0', false).address).toBe('fe80::1');
});

test('a proxy is believed only in private networks, and only what it added itself', () => {
  const said = {
    host: 'inner:8787',
    'x-forwarded-for': '203.0.113.9, 198.51.100.7',
    'x-forwarded-host': 'films.example',
    'x-forwarded-proto': 'https',
  };
  const outer = { address: '198.51.100.7', scheme: 'https', authority: 'films.example', proxied: true };
  for (const peer of ['127.0.0.1', '::1', '10.1.2.3', '172.17.0.1', '192.168.1.1', 'fd00::1', '::ffff:127.0.0.1'])
    expect(outerOf(said, peer, true)).toEqual(outer);
  for (const peer of ['203.0.113.1', '2001:db8::1', '100.64.0.1', ''])
    expect(outerOf(said, peer, true)).toMatchObject({ scheme: 'http', authority: 'inner:8787', proxied: false });
  expect(outerOf(said, '127.0.0.1', false)).toMatchObject({ address: '127.0.0.1', proxied: false });
  expect(outerOf({ ...said, 'x-forwarded-for': 'unknown' }, '10.0.0.1', true).address).toBe('10.0.0.1');
});

test('no name is its own but those that are known', () => {
  const own = { machine: 'Box.lan', names: ['films.example', 'a.example:90'], port: 8787 };
  const known = new Set(['localhost', 'box', 'box.local', 'box.lan', 'films.example']);
  fc.assert(
    fc.property(fc.oneof(fc.domain(), fc.string(), fc.webAuthority()), (name) => {
      fc.pre(!known.has(name.toLowerCase().replace(/\.$/, '')) && !/^[\d.]+$|^\[/.test(name));
      expect(isOwnHost(name, 80, own)).toBe(false);
      expect(isOwnHost(`${name}:8787`, 80, own)).toBe(false);
    }),
  );
  for (const name of ['localhost', 'BOX', 'box.local.', 'box.lan', '10.0.0.1', '[fe80::1]']) {
    expect([name, isOwnHost(`${name}:8787`, 80, own)]).toEqual([name, true]);
    expect([name, isOwnHost(name, 80, own)]).toEqual([name, false]);
    expect([name, isOwnHost(name, 80, { ...own, port: 80 })]).toEqual([name, true]);
    expect([name, isOwnHost(`${name}:444`, 80, { ...own, port: undefined })]).toEqual([name, true]);
  }
  expect(isOwnHost('a.example:90', 80, own)).toBe(true);
  expect(isOwnHost('a.example:8787', 80, own)).toBe(false);
});

test('what makes way is the least needed of all', () => {
  const held = fc.record({ since: fc.nat(), known: fc.boolean(), answering: fc.boolean() });
  fc.assert(
    fc.property(fc.array(held), (all) => {
      const least = leastNeeded(all.entries());
      const droppable = all.filter(({ known, answering }) => !(known && answering));
      expect(least === undefined).toBe(droppable.length === 0);
      if (least === undefined) return;
      const chosen = all[least];
      expect(droppable).toContain(chosen);
      if (chosen?.known) expect(droppable.filter(({ known }) => !known)).toEqual([]);
      for (const other of droppable)
        if (other.known === chosen?.known) expect(other.since).toBeGreaterThanOrEqual(chosen.since);
    }),
  );
});
