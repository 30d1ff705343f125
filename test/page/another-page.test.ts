import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../server/open-server.ts';

/** What a page can try, and what came of it. It is run in the page, so it knows nothing of here. */
async function tryEverything(target: string): Promise<Record<string, string>> {
  const body = JSON.stringify({ url: 'https://files.example/of-another-page.bin', start: 'paused' });
  const asked = (options: RequestInit, path = '/api/v1/tasks') =>
    fetch(target + path, { credentials: 'include', ...options }).then(
      (answer) => `${answer.type} ${answer.status}`,
      () => 'refused',
    );
  const loaded = (tag: 'img' | 'script' | 'video') =>
    new Promise<string>((resolve) => {
      const element = document.createElement(tag);
      element.onload = () => resolve('loaded');
      element.onerror = () => resolve('refused');
      element.src = `${target}/api/v1/tasks`;
      document.body.append(element);
    });
  const form = () =>
    new Promise<string>((resolve) => {
      const frame = document.createElement('iframe');
      frame.name = 'form';
      document.body.append(frame);
      frame.onload = () => resolve('sent');
      const element = document.createElement('form');
      Object.assign(element, {
        action: `${target}/api/v1/tasks`,
        method: 'post',
        enctype: 'text/plain',
        target: 'form',
      });
      const input = document.createElement('input');
      Object.assign(input, { name: `${body.slice(0, -1)},"a":"`, value: '"}' });
      element.append(input);
      document.body.append(element);
      element.submit();
    });
  const listened = () =>
    new Promise<string>((resolve) => {
      const source = new EventSource(`${target}/api/v1/events`, { withCredentials: true });
      source.onopen = () => resolve('heard');
      source.onerror = () => resolve('refused');
    });
  return {
    read: await asked({}),
    post: await asked({ method: 'POST', headers: { 'content-type': 'application/json' }, body }),
    simple: await asked({ method: 'POST', headers: { 'content-type': 'text/plain' }, body }),
    blind: await asked({ method: 'POST', mode: 'no-cors', headers: { 'content-type': 'text/plain' }, body }),
    guess: await asked({ method: 'POST', mode: 'no-cors', body: '{"token":"x"}' }, '/api/v1/session'),
    form: await form(),
    img: await loaded('img'),
    script: await loaded('script'),
    video: await loaded('video'),
    events: await listened(),
  };
}

const script = `
const code = new URLSearchParams(location.hash.slice(1)).get('code');
const signIn = code === null ? Promise.resolve() : fetch('/api/v1/session', {
  method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }),
});
signIn.then(() => fetch('/api/v1/tasks')).then((answer) => { document.title = 'tasks: ' + answer.status; });
`;

let server: TestServer;
let page: string;
let browser: Browser;
let context: BrowserContext;
let port: number;
const another = createServer((_request, response) => {
  response.setHeader('content-type', 'text/html').end('<!doctype html><body>');
});

beforeAll(async () => {
  page = mkdtempSync(join(tmpdir(), 'sluice-page-'));
  mkdirSync(join(page, 'assets'));
  writeFileSync(join(page, 'index.html'), '<!doctype html><script src="/assets/page.js"></script>');
  writeFileSync(join(page, 'assets', 'page.js'), script);
  server = await openTestServer({ engine: { only: 'none' }, serve: { page } });
  port = Number(new URL(server.address).port);
  another.listen(0, '127.0.0.1');
  await once(another, 'listening');
  browser = await chromium.launch({
    executablePath: process.env['SLUICE_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    // the name of a stranger leads here, as it does after its owner has changed it (DNS rebinding)
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--host-resolver-rules=MAP *.example 127.0.0.1',
    ],
  });
  context = await browser.newContext();
});
afterAll(async () => {
  await browser.close();
  another.close();
  await server.close();
  rmSync(page, { recursive: true });
});

test('the page signs in by a link and may ask', async () => {
  const tab = await context.newPage();
  await tab.goto(server.server.link());
  await tab.waitForFunction(() => document.title === 'tasks: 200');
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ name: 'sluice_session', httpOnly: true, sameSite: 'Strict' });
});

test.each(['127.0.0.1', 'evil.example'])('a page of %s gets nothing and changes nothing', async (host) => {
  const before = await server.engine.call('tasks.list', {});
  const tab = await context.newPage();
  const { port: its } = another.address() as AddressInfo;
  await tab.goto(`http://${host}:${its}/`);
  expect(await tab.evaluate(tryEverything, server.address)).toEqual({
    ...{ read: 'refused', post: 'refused', simple: 'refused', events: 'refused' },
    ...{ img: 'refused', script: 'refused', video: 'refused' },
    // sent, and not to be read; what became of it shows below
    ...{ blind: expect.stringMatching(/^opaque 0|refused$/), guess: expect.stringMatching(/^opaque 0|refused$/) },
    form: 'sent',
  });
  expect(await server.engine.call('tasks.list', {})).toEqual(before);
  // its guesses have not used up those of the person at the same computer
  expect((await server.ask('GET', '/api/v1/tasks')).status).toBe(200);

  await tab.setContent(`<a href="${server.address}/">Sluice</a><iframe src="${server.address}/"></iframe>`);
  await expect.poll(() => tab.frames()[1]?.url()).toMatch(/^chrome-error:/);
  await tab.getByText('Sluice').click();
  await tab.waitForFunction(() => document.title === 'tasks: 200');
  await tab.close();
});

test('a name that leads here opens nothing', async () => {
  // as if the page had come from its own server, before its name led here
  const tab = await browser.newPage({ bypassCSP: true });
  const answer = await tab.goto(`http://evil.example:${port}/`);
  expect(answer?.status()).toBe(403);
  const status = await tab.evaluate(async (token) => {
    const headers = { authorization: `Bearer ${token}`, 'x-forwarded-host': 'localhost' };
    return (await fetch('/api/v1/tasks', { headers })).status;
  }, server.token);
  expect(status).toBe(403);
});
