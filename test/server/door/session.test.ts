import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Codes, codeLasts } from '../../../server/door/codes.ts';
import { Door } from '../../../server/door/door.ts';
import { newSession, readSession, renewed, sessionSeconds, writeSession } from '../../../server/door/session.ts';
import { SignedOut } from '../../../server/door/signed-out.ts';

const key = Buffer.alloc(32, 1);
const day = 24 * 3600 * 1000;
const now = Date.UTC(2026, 0, 1);

test('a session is good for its time, and only as it was signed', () => {
  const session = newSession(now);
  const value = writeSession(session, key);
  expect(session.until * 1000 - now).toBe(30 * day);
  expect(readSession(value, key, now)).toEqual(session);
  expect(readSession(value, key, now + 30 * day - 1)).toEqual(session);
  expect(readSession(value, key, now + 30 * day)).toBeUndefined();
  expect(readSession(value, Buffer.alloc(32, 2), now)).toBeUndefined();
  const letter = fc.constantFrom(...'abcXYZ0189-_.=+ ');
  fc.assert(
    fc.property(fc.nat(value.length - 1), letter, (at, other) => {
      const changed = value.slice(0, at) + other + value.slice(at + 1);
      // bits of the last letter that mean nothing may differ
      fc.pre(changed !== value && at < value.length - 1);
      expect(readSession(changed, key, now)).toBeUndefined();
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => readSession(text, key, now) === undefined));
});

test('one that is used stays, one that is not ends', () => {
  const session = newSession(now);
  expect(renewed(session, now + day - 1000)).toBeUndefined();
  expect(renewed(session, now + day)).toEqual({ id: session.id, until: session.until + 24 * 3600 });
});

test('a code is good once, for a while, and there are never many', () => {
  const codes = new Codes();
  const first = codes.make(now);
  const second = codes.make(now);
  expect(codes.take('', now)).toBe(false);
  expect(codes.take(first, now + codeLasts - 1)).toBe(true);
  expect(codes.take(first, now)).toBe(false);
  expect(codes.take(second, now + codeLasts)).toBe(false);
  const many = Array.from({ length: 100 }, () => codes.make(now));
  expect(many.filter((code) => codes.take(code, now))).toHaveLength(32);
});

test('what was signed out is known after a new start, for as long as a cookie could be good', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-signed-out-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'api-signed-out.json');
  const ids = Array.from({ length: 20 }, (_, count) => `session-${count}`);
  const [signedOut, beside] = [new SignedOut(folder), new SignedOut(folder)];
  await beside.add('of another server', now);
  await Promise.all(ids.map((id) => signedOut.add(id, now)));
  const again = new SignedOut(folder);
  expect(ids.filter((id) => !again.has(id) || !signedOut.has(id))).toEqual([]);
  expect(again.has('session-20')).toBe(false);
  expect([again, signedOut, beside].map((one) => one.has('of another server') && one.has('session-0'))).toEqual([
    true,
    true,
    true,
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await again.add('later', now + (sessionSeconds + 1) * 1000);
  expect(Object.keys(JSON.parse(readFileSync(file, 'utf8')))).toEqual(['later']);
  writeFileSync(file, 'no JSON');
  expect(new SignedOut(folder).has('later')).toBe(false);
});

test('while the file of the token cannot be read nobody gets in, and that is all', () => {
  const data = mkdtempSync(join(tmpdir(), 'sluice-door-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const told: string[] = [];
  const tell = (message: string) => void told.push(message);
  const tokenFile = join(data, 'token');
  let changes = 0;
  const door = new Door({ data, tokenFile, log: { debug() {}, info: tell, warn: tell, error: tell } }, () => changes++);
  const token = readFileSync(tokenFile, 'utf8');
  const visitor = door.byToken(token.trim(), '127.0.0.1');
  // a link to itself is as unreachable as a disk that is gone
  rmSync(tokenFile);
  symlinkSync(tokenFile, tokenFile);
  for (let round = 0; round < 3; round++) expect(door.isWelcome(visitor)).toBe(false);
  expect(() => door.byToken(token.trim(), '127.0.0.1')).toThrow(expect.objectContaining({ code: 'sign-in' }));
  expect([told.length, changes]).toEqual([1, 1]);
  rmSync(tokenFile);
  writeFileSync(tokenFile, token);
  expect(door.byToken(token.trim(), '127.0.0.1')).toMatchObject({ kind: 'token' });
});

test('a thousand requests a second are no matter, a program that went wild is', () => {
  const data = mkdtempSync(join(tmpdir(), 'sluice-door-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const door = new Door({ data, tokenFile: join(data, 'token'), log }, () => {});
  const visitor = door.byToken(readFileSync(join(data, 'token'), 'utf8').trim(), '127.0.0.1');
  const ask = (times: number) => {
    for (let count = 0; count < times; count++) door.countRequest(visitor, '127.0.0.1');
  };
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
  onTestFinished(() => void vi.useRealTimers());
  for (let second = 0; second < 30; second++) {
    vi.advanceTimersByTime(1000);
    ask(1000);
    // a clock that is set has nothing to do with it
    vi.setSystemTime(now - second * 3600_000);
  }
  vi.advanceTimersByTime(60_000);
  expect(() => ask(20_001)).toThrow(expect.objectContaining({ code: 'too-many-requests', retryAfterMs: 10_000 }));
  expect(() => door.countRequest(visitor, '127.0.0.2')).not.toThrow();
});
