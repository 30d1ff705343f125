import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../open-server.ts';
import { send } from '../send.ts';

const script = `console.log(${JSON.stringify('sluice '.repeat(500))});`;
let folder: string;
let served: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-page-'));
  const page = join(folder, 'page');
  mkdirSync(join(page, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'not for the page');
  writeFileSync(join(page, 'index.html'), '<!doctype html><title>Sluice</title>');
  writeFileSync(join(page, 'assets', 'index-abc.js'), script);
  writeFileSync(join(page, 'assets', 'index-abc.js.br'), brotliCompressSync(script));
  served = await openTestServer({ serve: { page } });
});

afterAll(async () => {
  await served.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (path: string) => `${served.address}${path}`;

test('the page is open to everybody, asked for anew each time, and may do nothing but what it must', async () => {
  const { status, headers, text } = await send(at('/'));
  expect(status).toBe(200);
  expect(text).toContain('<title>Sluice</title>');
  expect(headers).toMatchObject({ 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' });
  const policy = String(headers['content-security-policy']).split('; ');
  for (const part of ["default-src 'none'", "connect-src 'self'", "media-src 'self' blob:", "frame-ancestors 'none'"]) {
    expect(policy).toContain(part);
  }
  expect(policy).toContain("require-trusted-types-for 'script'");
  expect(policy.join(' ')).not.toMatch(/unsafe|\*|sluice-media/);
  expect(headers['permissions-policy']).toContain('camera=()');
  const again = await send(at('/'), { headers: { 'if-none-match': String(headers.etag) } });
  expect(again.status).toBe(304);
});

test('what it is made of stays for ever, and comes compressed to whoever takes that', async () => {
  const plain = await send(at('/assets/index-abc.js'));
  expect(plain.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  expect(plain.text).toBe(script);
  const answer = await fetch(at('/assets/index-abc.js'), { headers: { 'accept-encoding': 'br' } });
  expect(answer.headers.get('content-encoding')).toBe('br');
  expect(answer.headers.get('content-type')).toMatch(/javascript/);
  expect(await answer.text()).toBe(script);
  expect(Number(answer.headers.get('content-length'))).toBeLessThan(script.length);
  // it was not compressed that way, so it comes as it is
  const gzip = await send(at('/assets/index-abc.js'), { headers: { 'accept-encoding': 'gzip' } });
  expect(gzip.headers['content-encoding']).toBeUndefined();
  expect(gzip.text).toBe(script);
});

test.each([
  '/nothing',
  '/assets/',
  '/assets/nothing.js',
  '/../secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e/secret.txt',
  '/assets/..%5c..%5csecret.txt',
  '/assets%00/index-abc.js',
])('nothing else is there: %s', async (path) => {
  const { status, text } = await send(at(path));
  expect([400, 403, 404]).toContain(status);
  expect(text).not.toContain('not for the page');
});

test('the page is only read', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) {
    expect((await send(at('/'), { method })).status, method).toBeGreaterThanOrEqual(400);
  }
});
