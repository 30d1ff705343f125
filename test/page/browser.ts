import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { violations } from '../renderer/page/act.ts';

const screens = join(import.meta.dirname, '..', '..', 'test-results', 'screens');
const program = process.env['SLUICE_TEST_CHROMIUM'] ?? '/usr/bin/chromium';

/** Chromium has nobody else to talk to here. */
const quiet = [
  ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync', '--autoplay-policy=no-user-gesture-required'],
];

/** A telephone. */
export const phone: BrowserContextOptions = {
  ...{ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
};

export function openBrowser(): Promise<Browser> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: program, args: [...sandbox, ...quiet] });
}

/** A page in a profile of its own, and what the policy refused or a script threw in it. */
export interface Visit {
  readonly page: Page;
  readonly complaints: string[];
}

/** What Chromium itself says of an answer that was no success, or did not come. */
const expected = /^Failed to load resource: /;

export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1000, height: 720 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || expected.test(message.text())) return;
    complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error.stack)));
  await page.addInitScript({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') });
  return { page, complaints };
}

/** Keeps a picture of the page, and says what axe finds wrong with it. */
export async function inspect(page: Page, name: string): Promise<string[]> {
  await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
  await mkdir(screens, { recursive: true });
  await page.screenshot({ path: join(screens, `web-${name}.png`) });
  return violations(page);
}
